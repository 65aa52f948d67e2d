"""Settings changed where they are written, in the way of the dialect: seen again in the next report."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.config.edit import EditRefusedError, propose, write
from inspector.config.edit.targets import changeable_layers, removal_from, setting_to
from inspector.config.layers import Layer
from inspector.config.report import Report, Request, build_report
from inspector.config.values import Value

_LAYERED = {
    "config.yaml": "a: {x: 1, z: true}\nb: 2\n",
    "config.production.yaml": "a: {x: 2}\n",
    ".env": "ML_B=3\n",
}


def _report(folder: Path, files: dict[str, str], dialect: str) -> Report:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return build_report(Request(folder, "production", dialect))


def _layer(report: Report, path: str) -> Layer:
    return next(layer for layer in changeable_layers(report) if layer.path == path)


def _value(report: Report, key: str) -> Value:
    setting = report.setting(key)
    assert setting is not None
    return setting.value


def test_files_can_be_changed_and_processes_cannot(tmp_path: Path) -> None:
    """Files that are not there yet as well."""
    report = _report(tmp_path, _LAYERED, "layered")
    assert [layer.path for layer in changeable_layers(report)] == [
        "config.yaml",
        "config.production.yaml",
        ".env",
        ".env.production",
    ]


@pytest.mark.parametrize(
    ("path", "keys", "value", "text"),
    [
        ("config.production.yaml", ("a", "x"), 5, "a: {x: 5}\n"),
        ("config.production.yaml", ("a", "z"), False, "a: {x: 2, z: false}\n"),
        (".env", ("b",), 4, "ML_B=4\n"),
        (".env", ("a", "x"), 9, "ML_B=3\nML_A_X=9\n"),
        (".env.production", ("b",), 7, "ML_B=7\n"),
    ],
)
def test_a_value_is_set_in_a_layer(
    tmp_path: Path, path: str, keys: tuple[str, ...], value: Value, text: str
) -> None:
    """The next report has it, since this layer decides now."""
    report = _report(tmp_path, _LAYERED, "layered")
    write(propose(setting_to(report, _layer(report, path), keys, value)))
    assert (tmp_path / path).read_text(encoding="utf-8") == text
    assert _value(build_report(Request(tmp_path, "production", "layered")), ".".join(keys)) == value


def test_an_override_is_removed(tmp_path: Path) -> None:
    """The layer below decides then."""
    report = _report(tmp_path, _LAYERED, "layered")
    write(propose(removal_from(report, _layer(report, ".env"), ("b",))))
    write(propose(removal_from(report, _layer(report, "config.production.yaml"), ("a", "x"))))
    after = build_report(Request(tmp_path, "production", "layered"))
    assert (_value(after, "b"), _value(after, "a.x")) == (2, 1)


def test_what_a_variable_cannot_say_is_refused(tmp_path: Path) -> None:
    """A list, or a key that no name leads to."""
    report = _report(tmp_path, {**_LAYERED, "config.yaml": "a_b: 1\nb: 2\n"}, "layered")
    layer = _layer(report, ".env")
    for path, value in ((("a_b",), 1), (("b",), [1])):
        with pytest.raises(EditRefusedError):
            setting_to(report, layer, path, value)
    with pytest.raises(EditRefusedError):
        removal_from(report, layer, ("a_b",))


def test_sections_and_letters_are_those_of_the_file(tmp_path: Path) -> None:
    """dynaconf reads keys in any letters, below the name of the environment."""
    files = {"settings.toml": "[default]\nDebug = true\n[production]\nport = 1\n"}
    (tmp_path / "app.py").write_text(
        "from dynaconf import Dynaconf\n"
        "settings = Dynaconf(settings_files=['settings.toml'], environments=True)\n",
        encoding="utf-8",
    )
    report = _report(tmp_path, files, "dynaconf")
    layer = next(layer for layer in changeable_layers(report) if layer.section == ("default",))
    key = next(setting.path for setting in report.settings if str(setting.path[0]).lower() == "debug")
    after = propose(setting_to(report, layer, key, False)).after.decode()
    assert after == files["settings.toml"].replace("Debug = true", "Debug = false")


def test_a_secret_stays_one(tmp_path: Path) -> None:
    """So that its diff is masked."""
    report = _report(tmp_path, {**_LAYERED, "config.yaml": "db: {password: hunter22}\n"}, "layered")
    assert setting_to(report, _layer(report, "config.yaml"), ("db", "password"), "x").secret
    assert setting_to(report, _layer(report, "config.yaml"), ("db", "token"), "x").secret
    assert not setting_to(report, _layer(report, "config.yaml"), ("db", "host"), "x").secret
