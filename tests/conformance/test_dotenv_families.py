"""The `.env` families of JavaScript against Next, Vite, dotenv-flow and the npm package dotenv themselves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from inspector.config.layers import LayerStatus
from inspector.config.report import Report, Request, build_report
from tests.conformance.node_oracle import NodeOracle, OracleError

_MODES = ("development", "test", "production")
_PROCESSED = "__NEXT_PROCESSED_ENV"
_NOT_READ = (LayerStatus.MISSING, LayerStatus.INACTIVE)

_NAMES = st.sampled_from(
    "A B C VITE_A VITE_B VITE_C 10 2 a.b x-y NODE_ENV BROWSER VITE_USER_NODE_ENV EMPTY".split()
)
_SAFE = "$A ${A} $B ${B} ${C} ${VITE_A} $VITE_B ${VITE_C:-d} ${A:-x} ${B:-$A} ${C:-${A}} ${NONE}".split()
_ODD = r"${NONE-z} \$A \${B} $ $$ ${ } $(x) \ $10 ${a.b} ${A $- 1 txt ${EMPTY:-e} ${NONE:-} # = é".split()
# What String.prototype.replace reads in its own way; with a reference to itself it grows without end.
_PATTERNS = ["$&", "$'", "$`"]
_PIECES = st.one_of(
    *[st.sampled_from(_SAFE)] * 2, *[st.sampled_from([*_ODD, " "])] * 2, st.sampled_from(_PATTERNS)
)
_VALUES = st.lists(_PIECES, max_size=3).map("".join)
_LINES = st.one_of(
    st.tuples(_NAMES, st.sampled_from(["", "", '"', "'", "`"]), _VALUES).map(
        lambda t: f"{t[0]}={t[1]}{t[2]}{t[1]}"
    ),
    st.sampled_from(
        ["# c", "export A=1", "A: 2", "bad line", "", "A='two\nlines'", "B=1#c", 'C="a\\nb"', "EMPTY="]
    ),
)
_TEXTS = st.lists(_LINES, max_size=5).map(lambda lines: "".join(f"{line}\n" for line in lines))
_ENVIRONS = st.dictionaries(_NAMES.filter("NODE_ENV".__ne__), _VALUES, max_size=3)


def _files(*names: str) -> st.SearchStrategy[dict[str, str]]:
    """Some of these files, with `{mode}` for one of the modes in their names."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, _TEXTS))


_OF_ALL = _files(".env", ".env.local", ".env.{mode}", ".env.{mode}.local", ".env.other")


def _write(folder: Path, files: Mapping[str, str], mode: str = "") -> None:
    for old in folder.iterdir():
        old.unlink()
    for name, text in files.items():
        (folder / name.replace("{mode}", mode)).write_text(text, "utf-8")


def _report(
    folder: Path, dialect: str, mode: str | None, environ: Mapping[str, str], prefix: str | None = None
) -> Report:
    return build_report(Request(folder, mode, dialect, prefix, environ=tuple(environ.items())))


def _environ(report: Report) -> dict[str, str | None]:
    return {variable.name: variable.text for variable in report.environ.applied}


def _grows(report: Report) -> bool:
    """Whether a value grows beyond all bounds: asking the library would fill the memory."""
    return any(
        f.code == "interpolation-endless" and "beyond all bounds" in f.message for f in report.findings
    )


def _next(oracle: NodeOracle, folder: Path, mode: str, environ: Mapping[str, str]) -> dict[str, str]:
    answer = oracle.ask_record("next", folder=str(folder), environ=environ, dev=mode == "development")
    real: dict[str, str] = answer["environ"]
    real.pop(_PROCESSED)
    return real


def _vite(
    oracle: NodeOracle, folder: Path, mode: str, environ: Mapping[str, str], prefix: str = "VITE_"
) -> object:
    """What loadEnv returns, or the name of what it throws."""
    try:
        return oracle.ask("vite", folder=str(folder), environ=environ, mode=mode, prefixes=prefix)
    except OracleError as error:
        return error.name


_GENERATED = settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)


@_GENERATED
@given(files=_OF_ALL, environ=_ENVIRONS, mode=st.sampled_from(_MODES))
def test_next_leaves_the_same_environment(
    files: dict[str, str], environ: dict[str, str], mode: str, node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """All variables, those of the process included, after loadEnvConfig; circles lose whole files."""
    _write(tmp_path, files, mode)
    environ = {**environ, "NODE_ENV": mode}
    report = _report(tmp_path, "dotenv-next", mode, environ)
    assume(report.environ.applied and not _grows(report))
    event("a circle" if any(f.code == "interpolation-endless" for f in report.findings) else "no circle")

    assert _environ(report) == _next(node_oracle, tmp_path, mode, environ)


@_GENERATED
@given(files=_OF_ALL, environ=_ENVIRONS, mode=st.sampled_from([*_MODES, "staging"]))
def test_vite_exposes_the_same_variables(
    files: dict[str, str], environ: dict[str, str], mode: str, node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """The settings are what loadEnv returns, or the report tells of the RangeError that it throws."""
    _write(tmp_path, files, mode)
    report = _report(tmp_path, "dotenv-vite", mode, environ)
    assume(report.layers and not _grows(report))

    stops = [stop.exception for stop in report.stops]
    for prefix, ours in (("VITE_", report.values), ("", _environ(report))):
        real = _vite(node_oracle, tmp_path, mode, environ, prefix)
        assert (stops[0] if stops else ours) == real


@settings(_GENERATED, max_examples=500)
@given(
    files=_files(".env", ".env.local", ".env.{mode}", ".env.{mode}.local", ".env.defaults", ".env.other"),
    environ=_ENVIRONS,
    mode=st.sampled_from([*_MODES, "staging", None]),
)
def test_dotenv_flow_leaves_the_same_environment(
    files: dict[str, str], environ: dict[str, str], mode: str | None, node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """With and without NODE_ENV, texts as written."""
    _write(tmp_path, files, mode or "none")
    environ = {**environ, **({} if mode is None else {"NODE_ENV": mode})}
    report = _report(tmp_path, "dotenv-flow", mode, environ)
    assume(any(layer.status not in _NOT_READ for layer in report.layers if layer.path is not None))
    real = node_oracle.ask_record("flow", environ=environ, options={"path": str(tmp_path)})["environ"]

    assert _environ(report) == real


@settings(_GENERATED, max_examples=500)
@given(text=_TEXTS, environ=_ENVIRONS)
def test_npm_dotenv_leaves_the_same_environment(
    text: str, environ: dict[str, str], node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """One file, nothing filled in."""
    _write(tmp_path, {".env": text})
    report = _report(tmp_path, "dotenv-npm", None, environ)
    real = node_oracle.ask_record("dotenv", paths=[str(tmp_path / ".env")], environ=environ)["environ"]

    assert _environ(report) == real


_ALL = {
    ".env.{mode}.local": "A=mode.local\n",
    ".env.local": "A=local\nB=local\n",
    ".env.{mode}": "A=mode\nB=mode\nC=mode\n",
    ".env": "A=env\nB=env\nC=env\nD=env\n",
}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("development", {"A": "mode.local", "B": "local", "C": "mode", "D": "env"}),
        ("production", {"A": "mode.local", "B": "local", "C": "mode", "D": "env"}),
        ("test", {"A": "mode.local", "B": "mode", "C": "mode", "D": "env"}),
    ],
)
def test_the_order_of_next(
    mode: str, expected: dict[str, str], node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """.env.local stands above .env.<mode>, and is not read in test."""
    _write(tmp_path, _ALL, mode)
    environ = {"NODE_ENV": mode}

    assert _report(tmp_path, "dotenv-next", mode, environ).values == expected
    assert _next(node_oracle, tmp_path, mode, environ) == {**environ, **expected}


def test_next_reads_production_with_any_other_name(node_oracle: NodeOracle, tmp_path: Path) -> None:
    """NODE_ENV=staging is no mode."""
    _write(tmp_path, {".env.staging": "A=staging\n", ".env.production": "A=production\n"})
    environ = {"NODE_ENV": "staging"}

    assert _report(tmp_path, "dotenv-next", "staging", environ).values == {"A": "production"}
    assert _next(node_oracle, tmp_path, "staging", environ) == {**environ, "A": "production"}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("staging", {"VITE_A": "mode.local", "VITE_B": "mode", "VITE_C": "mode", "VITE_D": "env"}),
        ("test", {"VITE_A": "mode.local", "VITE_B": "mode", "VITE_C": "mode", "VITE_D": "env"}),
        ("local", None),
    ],
)
def test_the_order_of_vite(
    mode: str, expected: dict[str, str] | None, node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """.env.<mode> stands above .env.local, in test too; local is no mode."""
    files = {name: text.replace("A=", "VITE_A=").replace("\nB", "\nVITE_B").replace("\nC", "\nVITE_C")
             .replace("\nD", "\nVITE_D") for name, text in _ALL.items()}  # fmt: skip
    _write(tmp_path, files, mode)
    report = _report(tmp_path, "dotenv-vite", mode, {})

    if expected is None:
        with pytest.raises(OracleError, match='"local" cannot be used as a mode name'):
            node_oracle.ask("vite", folder=str(tmp_path), environ={}, mode=mode)
        assert [stop.exception for stop in report.stops] == ["Error"]
    else:
        assert report.values == expected
        assert node_oracle.ask("vite", folder=str(tmp_path), environ={}, mode=mode) == expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("production", {"A": "mode.local", "B": "mode", "C": "mode", "D": "env", "E": "defaults"}),
        ("test", {"A": "mode.local", "B": "mode", "C": "mode", "D": "env", "E": "defaults"}),
        (None, {"A": "local", "B": "local", "C": "env", "D": "env", "E": "defaults"}),
    ],
)
def test_the_order_of_dotenv_flow(
    mode: str | None, expected: dict[str, str], node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """That of Vite, with .env.defaults below all others; without NODE_ENV there are no files of modes."""
    _write(tmp_path, {**_ALL, ".env.defaults": "D=defaults\nE=defaults\n"}, mode or "none")
    environ = {} if mode is None else {"NODE_ENV": mode}
    real = node_oracle.ask_record("flow", environ=environ, options={"path": str(tmp_path)})

    assert _report(tmp_path, "dotenv-flow", mode, environ).values == expected
    assert real["environ"] == {**environ, **expected}


_CASES = {
    "what is exported wins, an empty text included": (
        {".env": "A=1\nVITE_A=1\nB=$A\nVITE_B=$A\n"}, {"A": "", "VITE_A": ""},
    ),
    "a reference to what comes later": ({".env": "A=$B\nB=1\nVITE_A=$VITE_B\nVITE_B=1\n"}, {}),
    "a default, and a value in the file": ({".env": "B=1\nA=${B:-d}\nVITE_A=${B:-d}\nVITE_C=${N:-d}\n"}, {}),
    "a value of a file above": ({".env.local": "B=2\n", ".env": "B=1\nA=${B:-d}\nVITE_A=${B:-d}\n"}, {}),
    "escaped": ({".env": "A=\\$B\\${B}\nB=1\nVITE_A=\\$B\\${B}\n"}, {}),
    "a value of the process with a dollar": ({".env": "P=x\nVITE_P=$P\nA=$P\n"}, {"P": "pa$word"}),
    "the same text in file and process": ({".env": "VITE_P=$A\nA=1\n"}, {"VITE_P": "$A"}),
    "a name that refers to itself": ({".env": "A=$A\nB=1\nVITE_A=$VITE_A\n"}, {}),
    "quotes": ({".env": "A='$B'\nB=1\nVITE_A=`$B`\nVITE_B=\"x\\n$B\"\n"}, {}),
    "a comment without a space": ({".env": "B=1#c\nVITE_B=1#c\n"}, {}),
    "a dollar at the end": ({".env": "B=1\nA=$B costs 5$\nVITE_A=$B costs 5$\n"}, {}),
}  # fmt: skip


@pytest.mark.parametrize(("files", "environ"), _CASES.values(), ids=_CASES)
def test_how_references_are_filled_in(
    files: dict[str, str], environ: dict[str, str], node_oracle: NodeOracle, tmp_path: Path
) -> None:
    """Each rule by itself, in Next and in Vite."""
    _write(tmp_path, files)
    of_next = _report(tmp_path, "dotenv-next", "production", environ)
    of_vite = _report(tmp_path, "dotenv-vite", "production", environ)

    assert _environ(of_next) == _next(node_oracle, tmp_path, "production", environ)
    assert of_vite.values == node_oracle.ask("vite", folder=str(tmp_path), environ=environ, mode="production")


def test_next_and_vite_fail_on_a_circle_in_their_own_ways(node_oracle: NodeOracle, tmp_path: Path) -> None:
    """Next goes on without the file; Vite does not start."""
    _write(tmp_path, {".env.local": "A=$B\nB=$A\nC=1\nVITE_A=$B\n", ".env": "C=2\nD=3\n"})
    of_vite = _report(tmp_path, "dotenv-vite", "production", {})

    assert _report(tmp_path, "dotenv-next", "production", {}).values == {"C": "2", "D": "3"}
    assert _next(node_oracle, tmp_path, "production", {}) == {"C": "2", "D": "3"}
    assert [(stop.exception, stop.variable) for stop in of_vite.stops] == [("RangeError", "A")]
    with pytest.raises(OracleError, match="Maximum call stack size exceeded"):
        node_oracle.ask("vite", folder=str(tmp_path), environ={}, mode="production")
