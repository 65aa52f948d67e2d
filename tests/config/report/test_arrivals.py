"""What became of each variable."""

from __future__ import annotations

from pathlib import Path

from inspector.config.report import Arrival, Request, arrivals, build_report, ignored, known_paths
from tests.config.workspace import found, report_of

_FILES = {
    "config.yaml": "db: {host: a, pool_size: 1, port: 1}\nmodel: resnet\n",
    ".env": "ML_DB_HOST=from-file\n",
    "config.schema.json": '{"properties": {"limit": {"type": "integer"}}}',
}


def _arrivals(folder: Path, environ: dict[str, str]) -> dict[tuple[str, str], Arrival]:
    report = report_of(folder, _FILES, environ)
    return {(arrival.name, arrival.landed.variable.layer.label): arrival for arrival in arrivals(report)}


def test_effects_and_their_reasons(tmp_path: Path) -> None:
    """In force, overridden, never applied, stopping the application, too deep."""
    environ = {
        "ML_DB_HOST": "b",
        "ML_DB_PORT": "1",
        "ML_db_port": "2",
        "ML_MODEL_NAME": "x",
        "ML" + "_A" * 200: "1",
    }
    found = _arrivals(tmp_path, environ)
    told = {key[0][:14] if len(key[0]) > 20 else key: (a.effective, a.reason) for key, a in found.items()}

    assert told == {
        ("ML_DB_HOST", "process environment"): (True, "the highest layer that sets it"),
        ("ML_DB_HOST", ".env"): (
            False,
            "ML_DB_HOST is set in process environment before this file is loaded",
        ),
        ("ML_DB_PORT", "process environment"): (False, "overridden by ML_db_port in process environment"),
        ("ML_db_port", "process environment"): (
            True,
            "comes later in the environment than ML_DB_PORT in process environment, "
            "and there the order decides",
        ),
        ("ML_MODEL_NAME", "process environment"): (
            False,
            "the application stops at start with TypeError: 'str' object does not support item assignment",
        ),
        "ML_A_A_A_A_A_A": (False, "its name has more parts than any key"),
    }


def test_unknown_keys_and_what_was_meant(tmp_path: Path) -> None:
    """The twin that no variable reaches, the key that was mistyped, or nothing."""
    environ = {"ML_DB_POOL_SIZE": "2", "ML_DB_PROT": "1", "ML_ZZZ": "1", "ML_LIMIT": "1"}
    found = {name: (a.known, a.meant) for (name, _), a in _arrivals(tmp_path, environ).items()}

    assert found == {
        "ML_DB_HOST": (True, None),
        "ML_DB_POOL_SIZE": (False, ("db", "pool_size")),
        "ML_DB_PROT": (False, ("db", "port")),
        "ML_ZZZ": (False, None),
        "ML_LIMIT": (True, None),
    }


def test_secrets_show_by_name_key_or_shape(tmp_path: Path) -> None:
    """Each of them is enough."""
    environ = {"ML_DB_PASSWORD": "x", "ML_URL": "http://me:s3cretpw@x", "ML_DB_PORT": "1"}
    found = {name: a.secret for (name, _), a in _arrivals(tmp_path, environ).items()}

    assert found == {"ML_DB_HOST": False, "ML_DB_PASSWORD": True, "ML_URL": True, "ML_DB_PORT": False}


def test_ignored_variables_are_those_that_look_like_ours(tmp_path: Path) -> None:
    """Those of other programs are nobody's business."""
    report = report_of(tmp_path, _FILES, {"ml_DB_HOST": "1", "PATH": "/bin", "ML_DB_POOL_SIZE": "1"})

    assert [finding.places[0].variable for finding in ignored(report)] == ["ml_DB_HOST"]


def test_known_keys_stand_in_reading_order(tmp_path: Path) -> None:
    """Settings, then keys that are not set, then mappings."""
    report = report_of(tmp_path, _FILES, {"ML_NEW": "1"})

    assert list(known_paths(report)) == [
        ("db", "host"),
        ("db", "pool_size"),
        ("db", "port"),
        ("model",),
        ("limit",),
        ("db",),
    ]


def test_a_variable_without_effect_says_what_its_finding_says(tmp_path: Path) -> None:
    """Where the dialect itself gives no reason."""
    files = {
        "package.json": '{"dependencies": {"config": "^5.0.0"}}',
        "config/default.json": '{"port": 1}',
        "config/custom-environment-variables.json": '{"port": {"__name": "PORT", "__format": "number"}}',
    }

    report = report_of(tmp_path, files, {"PORT": "x"}, environment=None)

    (arrival,) = arrivals(report)
    (finding,) = found(report, "variable-gives-undefined")
    assert (arrival.effective, arrival.reason) == (False, finding.message.rstrip("."))


def test_variables_of_a_file_are_not_those_of_a_process(tmp_path: Path) -> None:
    """Their layer is called like the file."""
    (tmp_path / "config.yaml").write_text("a: 1\n")
    request = Request(tmp_path, None, environ=(("ML_A", "2"),), environ_label="file prod.env")

    report = build_report(request)

    assert report.layers[-2].label == "file prod.env"
    assert report.settings[0].candidates[0].reason == "overridden by ML_A in file prod.env"
