"""Which settings are secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.base.secrets import MASK
from inspector.config.export import masked_value
from inspector.config.resolve.secrecy import is_secret_path
from inspector.config.values import KeyPath
from tests.config.workspace import report_of


@pytest.mark.parametrize(
    ("path", "secret"),
    [
        (("db", "password"), True),
        (("password", "of", "db"), True),
        (("app", "api", "key"), True),
        (("app", "Private", "Keys"), True),
        (("cache", "key"), False),
        (("key",), False),
        (("api", "port"), False),
    ],
)
def test_a_key_may_name_a_secret_with_two_of_its_parts(path: KeyPath, secret: bool) -> None:
    """A dialect that splits names at each `_` makes `api.key` of `API_KEY`."""
    assert is_secret_path(path) is secret


def test_names_of_variables_count_as_well(tmp_path: Path) -> None:
    """Whatever key they land on, for every layer that sets it."""
    files = {"config.yaml": "app: {api: {key: first-one, port: 1}}\n"}
    report = report_of(tmp_path, files, {"ML_APP_API_KEY": "second-one"})

    assert {setting.key: setting.secret for setting in report.settings} == {
        "app.api.key": True,
        "app.api.port": False,
    }


def test_keys_inside_of_lists_are_masked_in_the_same_way() -> None:
    """With the part above them."""
    value = [{"api": {"key": "x", "port": 1}, "clientsecret": "y"}]

    assert masked_value(value, secret=False) == [{"api": {"key": MASK, "port": 1}, "clientsecret": MASK}]
