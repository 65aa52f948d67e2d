"""Prefs as JSON: round trip, bad entries, other versions."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.prefs.model import (
    RECENT_LIMIT,
    VERSION,
    Prefs,
    PrefsError,
    read_prefs,
    with_recent,
    write_prefs,
)

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
_prefs = st.builds(
    Prefs,
    theme=st.sampled_from(["system", "light", "dark"]),
    recent=st.lists(st.text(min_size=1), unique=True, max_size=RECENT_LIMIT).map(tuple),
    geometry=st.text(alphabet="AZaz09+/="),
    state=st.dictionaries(st.text(), _json),
)


@given(_prefs)
def test_what_was_written_is_read(prefs: Prefs) -> None:
    """Prefs survive JSON without a remark."""
    text = json.dumps(write_prefs(prefs))

    assert read_prefs(json.loads(text)) == (prefs, ())


def test_only_what_differs_is_written() -> None:
    """Defaults are not in the file, so that they can change later."""
    assert write_prefs(Prefs()) == {"version": VERSION}
    assert write_prefs(Prefs(theme="dark")) == {"version": VERSION, "theme": "dark"}


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"theme": "pink"}, "theme is none of system, light, dark; its default is used"),
        ({"recent": ["/a", 3]}, "recent is no list of paths; its default is used"),
        ({"recent": "/a"}, "recent is no list of paths; its default is used"),
        ({"geometry": 7}, "geometry is no text in base64; its default is used"),
        ({"state": []}, "state is no object; its default is used"),
        ({"wings": 2}, "wings is unknown and was dropped"),
    ],
)
def test_a_bad_entry_is_told_and_the_rest_kept(entry: dict[str, object], sentence: str) -> None:
    """One wrong value costs one value."""
    good = {"version": VERSION, "state": {"columns.tree": [10]}, "theme": "dark"}
    prefs, problems = read_prefs(good | entry)

    assert problems == (sentence,)
    assert prefs.theme == ("system" if "theme" in entry else "dark")
    assert dict(prefs.state) == ({} if "state" in entry else {"columns.tree": [10]})


@pytest.mark.parametrize("document", [[], "text", None, 3, {"version": VERSION + 1}, {"version": "1"}])
def test_a_document_that_cannot_be_ours_is_refused(document: object) -> None:
    """A newer version or another shape is never half read."""
    with pytest.raises(PrefsError):
        read_prefs(document)


@given(_json)
def test_no_json_breaks_the_reader(document: object) -> None:
    """Whatever the file holds, it is read or refused."""
    try:
        prefs, _ = read_prefs(document)
    except PrefsError:
        return
    assert isinstance(prefs, Prefs)


def test_recent_paths_are_newest_first_and_few() -> None:
    """A path moves to the front; the list does not grow for ever."""
    recent: tuple[str, ...] = ()
    for number in range(RECENT_LIMIT + 3):
        recent = with_recent(recent, f"/{number}")
    recent = with_recent(recent, "/5")

    assert recent[:2] == ("/5", f"/{RECENT_LIMIT + 2}")
    assert len(recent) == len(set(recent)) == RECENT_LIMIT
