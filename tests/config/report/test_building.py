"""From a folder to a report, whatever is in the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inspector.base.cancel import Cancelled, CancelToken
from inspector.base.findings import Severity
from inspector.config.layers import LayerKind, LayerStatus
from inspector.config.report import Request, build_report
from tests.config.workspace import found, report_of


def test_a_folder_without_configuration(tmp_path: Path) -> None:
    """One piece of information that says what was looked for."""
    (tmp_path / "main.py").write_text("print(1)\n", "utf-8")

    report = build_report(Request(tmp_path))

    assert (report.layers, report.settings, report.environment) == ((), (), None)
    (finding,) = report.findings
    assert (finding.code, finding.severity) == ("nothing-found", Severity.INFO)
    assert "config.yaml" in finding.message
    assert ".env.<environment>" in finding.message
    assert tmp_path in report.watched


def test_a_workspace_that_is_none(tmp_path: Path) -> None:
    """A wrong path is the caller's mistake."""
    with pytest.raises(FileNotFoundError, match="nowhere does not exist"):
        build_report(Request(tmp_path / "nowhere"))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotADirectoryError, match="neither a folder nor a file"):
        build_report(Request(tmp_path / "pipe"))


def test_an_unknown_dialect_is_the_callers_mistake(tmp_path: Path) -> None:
    """The known ones are named."""
    with pytest.raises(ValueError, match=r"spring is no dialect\. Known are: layered, "):
        build_report(Request(tmp_path, dialect="spring"))


def test_a_file_stands_for_its_folder(tmp_path: Path) -> None:
    """A path to one of the files opens the workspace."""
    report_of(tmp_path, {"config.yaml": "a: 1\n"})

    report = build_report(Request(tmp_path / "config.yaml"))

    assert report.workspace == tmp_path
    assert [setting.key for setting in report.settings] == ["a"]


def test_cancelled(tmp_path: Path) -> None:
    """Work that nobody waits for ends."""
    token = CancelToken()
    token.cancel()

    with pytest.raises(Cancelled):
        build_report(Request(tmp_path), token)


def test_layers_tell_their_state(tmp_path: Path) -> None:
    """All layers are listed, low to high, with status, size and a sentence."""
    files = {
        "config.yaml": "a: {b: 1, c: []}\n",
        "config.production.yaml": "# nothing\n",
        ".env.production": "OTHER=1\n",
    }

    report = report_of(tmp_path, files, {"ML_A_B": "2", "HOME": "/"})

    assert [(layer.id, layer.status, layer.size, layer.note) for layer in report.layers] == [
        ("base:config.yaml", LayerStatus.LOADED, 2, ""),
        ("environment:config.production.yaml", LayerStatus.EMPTY, 0, "The file holds no settings."),
        ("dotenv:.env", LayerStatus.MISSING, 0, "The file does not exist."),
        ("dotenv:.env.production", LayerStatus.LOADED, 0, "No variable in it begins with ML_."),
        ("variable", LayerStatus.LOADED, 1, "From this shell."),
        ("what-if", LayerStatus.INACTIVE, 0, "Nothing is typed."),
    ]
    assert [layer.kind for layer in report.layers] == sorted(
        (layer.kind for layer in report.layers), key=list(LayerKind).index
    )


def test_a_broken_file_leaves_the_rest(tmp_path: Path) -> None:
    """The finding has the place, the other layers resolve, and what could be read shows."""
    files = {
        "config.yaml": "a: 1\nb: 2\n",
        "config.production.yaml": "a: 5\nb: [1\nc: 3\n",
        ".env": "ML_B=7\n=\n",
    }

    report = report_of(tmp_path, files)

    (broken,) = found(report, "broken-file")
    assert broken.places[0].path == "config.production.yaml"
    assert report.layers[1].status is LayerStatus.BROKEN
    assert {setting.key: setting.value for setting in report.settings} == {"a": 5, "b": 7, "c": 3}
    assert len(found(report, "dotenv-bad-line")) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x00\x01\x02", "file-not-text"),
        (b"caf\xe9: 1\n", "file-not-text"),
        (b"a: " + b"[" * 5000, "file-too-deep"),
        (b"- 1\n- 2\n", "file-crashes-start"),
        (b"a: 1\n---\nb: 2\n", "broken-file"),
        (b"a: !python/object:os.system x\n", "broken-file"),
        (b"#" * (5 * 1024 * 1024), "file-too-large"),
    ],
)
def test_bad_files_are_findings(data: bytes, code: str, tmp_path: Path) -> None:
    """Never an exception, always a place."""
    (tmp_path / "config.production.yaml").write_bytes(data)

    report = report_of(tmp_path, {"config.yaml": "a: 1\n"})

    (finding,) = found(report, code)
    assert finding.places[0].path == "config.production.yaml"
    assert report.setting("a") is not None


def test_unreadable_and_odd_files(tmp_path: Path) -> None:
    """A folder, a pipe and a link to nowhere with the name of a layer."""
    (tmp_path / "config.production.yaml").mkdir()
    os.mkfifo(tmp_path / ".env")
    (tmp_path / ".env.production").symlink_to("nowhere")

    report = report_of(tmp_path, {"config.yaml": "a: 1\n"})

    assert [f.places[0].path for f in found(report, "file-unreadable")] == [
        ".env",
        ".env.production",
        "config.production.yaml",
    ]


def test_no_secret_leaves_through_texts_or_findings(tmp_path: Path) -> None:
    """Spans cover secrets by key, by shape, where they land, where they are repeated, and in broken files."""
    files = {
        "config.yaml": (
            "# the old one was tr0ub4dor-one\n"
            "db:\n  password: tr0ub4dor-one\n  url: postgres://me:tr0ub4dor-two@db/x\n"
            "tokens: {api_token: [tr0ub4dor-three, 4711471147]}\n"
            "signing_key: |\n  tr0ub4dor-four\n  tr0ub4dor-five\n"
        ),
        "config.production.yaml": "db:\n  password: tr0ub4dor-six\n  port: [\nsecret: tr0ub4dor-seven\n",
        ".env.production": "ML_DB_PASSWORD='tr0ub4dor-eight'\nML_MAIL_PASSPHRASE=tr0ub4dor-nine # x\n",
        "inspector.toml": 'prefix = "ML_"\ntoken = "tr0ub4dor-ten"\n',
        "config.schema.json": (
            '{"properties": {"pin": {"writeOnly": true, "default": "tr0ub4dor-eleven"},'
            ' "password": {"type": "string"}}}'
        ),
    }

    report = report_of(tmp_path, files)

    assert len(report.texts) == len(files)
    for path, source in report.texts.items():
        left = list(source.text)
        for start, end in source.secrets:
            left[start:end] = "\0" * (end - start)
        assert "tr0ub4dor" not in "".join(left), path
        assert "4711471147" not in "".join(left), path
    assert '"password": {"type": "string"}' in report.texts["config.schema.json"].text
    spans = report.texts["config.schema.json"].secrets
    assert len(spans) == 1
    assert "tr0ub4dor" not in repr([(finding.message, finding.hint) for finding in report.findings])
    assert "tr0ub4dor" not in repr([c.reason for s in report.settings for c in s.candidates])


def test_equal_inputs_give_equal_reports(tmp_path: Path, root: Path) -> None:
    """A report is a value."""
    request = Request(
        root / "resources/examples/ml-service", "production", environ=(("ML_A", "1"), ("ml_b", "2"))
    )

    assert build_report(request) == build_report(request)


def test_a_lost_file_is_told_before_single_values(tmp_path: Path) -> None:
    """Whoever reads only the first line reads of the layer that is missing."""
    (tmp_path / ".env").write_text("APP_ZIP=00123\n", "utf-8")
    (tmp_path / "config.yaml").write_text("zip: a\n", "utf-8")
    (tmp_path / "config.production.yaml").write_text("zip: [\n", "utf-8")
    (tmp_path / "schema.json").write_text('{"properties": {"zip": {"type": "string"}}}', "utf-8")
    (tmp_path / "inspector.toml").write_text('prefix = "APP_"\nschema = "schema.json"\n', "utf-8")

    findings = build_report(Request(tmp_path, "production")).findings
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert [finding.code for finding in errors] == ["broken-file", "number-changed"]
    assert [finding.places[0].path for finding in errors] == ["config.production.yaml", ".env"]


def test_findings_are_sorted(root: Path) -> None:
    """Errors first, then by place."""
    report = build_report(Request(root / "resources/examples/ml-service", "production"))

    ranks = [finding.severity.rank for finding in report.findings]
    assert ranks == sorted(ranks)
    assert report.count(Severity.ERROR) == ranks.count(0) > 0
    assert len(report.findings) < 25


def test_watched_files(tmp_path: Path) -> None:
    """Everything whose change or creation changes the report."""
    report = report_of(tmp_path, {"config.yaml": "a: 1\n", "config.schema.json": "{}"})

    names = {path.relative_to(tmp_path).as_posix() for path in report.watched}
    assert names == {
        ".",
        "inspector.toml",
        "pyproject.toml",
        "config.yaml",
        "config.production.yaml",
        ".env",
        ".env.production",
        "config.schema.json",
    }


def test_what_is_asked_for_beats_what_was_found(tmp_path: Path) -> None:
    """Prefix and schema of the request."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "rules.json").write_text('{"properties": {"a": {"maximum": 1}}}', "utf-8")
    report_of(tmp_path, {"config.yaml": "a: 1\n", "config.schema.json": "{}"})

    request = Request(
        tmp_path,
        prefix="APP_",
        schema=tmp_path / "other" / "rules.json",
        environ=(("APP_A", "2"), ("ML_A", "3")),
    )
    report = build_report(request)

    assert report.schema == "other/rules.json"
    assert report.dialect.prefix == "APP_"
    assert [finding.message for finding in found(report, "invalid-value")] == [
        "a is 2: must be at most 1. Also set in base (1)."
    ]
