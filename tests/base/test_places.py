"""Places as text."""

from __future__ import annotations

import pytest

from inspector.base.places import Place


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("config.yaml", 14, 15), "config.yaml:14:15"),
        (Place("config.yaml", 14), "config.yaml:14"),
        (Place("config.yaml"), "config.yaml"),
        (Place(".env.production", 3, 1, variable="ML_A"), ".env.production:3:1 ML_A"),
        (Place(variable="ML_A"), "ML_A"),
        (Place(), ""),
    ],
)
def test_text_is_what_an_editor_jumps_to(place: Place, text: str) -> None:
    """A place reads path:line:column, then the variable."""
    assert str(place) == text
