"""The dialect `layered` against an application that really loads its configuration that way."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.config.report import Report, Request, build_report
from tests.conformance import layered_loader

_LOADER = Path(layered_loader.__file__)


class Application:
    """The loader in its own process, asked over a pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(_LOADER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def load(self, folder: Path, environment: str, environ: Mapping[str, str]) -> dict[str, Any]:
        """The application's tree or exception."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        case = {"folder": str(folder), "environment": environment, "environ": dict(environ)}
        print(json.dumps(case), file=self._process.stdin, flush=True)
        result: dict[str, Any] = json.loads(self._process.stdout.readline())
        return result

    def close(self) -> None:
        """End the process and wait for it."""
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()


@pytest.fixture(scope="module")
def application() -> Iterator[Application]:
    """One process for all cases of this module."""
    running = Application()
    yield running
    running.close()


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for old in folder.iterdir():
        old.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def _agree(
    application: Application, folder: Path, files: Mapping[str, str], environ: Mapping[str, str]
) -> tuple[dict[str, Any], Report]:
    """Run both on the same files and variables, and compare them."""
    _write(folder, files)
    real = application.load(folder, "production", environ)
    request = Request(folder, "production", "layered", "ML_", environ=tuple(environ.items()))
    report = build_report(request)
    if "exception" in real:
        assert report.stops, real
        first = report.stops[0]
        assert (first.exception, first.message) == (real["exception"], real["message"])
        told = [finding for finding in report.findings if str(first) in finding.message]
        assert told, "the finding names exception and message"
    elif "dict" not in real["tree"]:
        assert report.stops == ()
        assert report.settings == ()
        assert {finding.code for finding in report.findings} & {"broken-file", "empty-file"}
    else:
        assert report.stops == ()
        tree = layered_loader.plain(report.values)
        assert _in_any_order(tree) == _in_any_order(real["tree"])
    return real, report


def _in_any_order(tree: Any) -> Any:
    """A tree in which the order of mappings does not count."""
    if isinstance(tree, dict) and "dict" in tree:
        pairs = [[_in_any_order(key), _in_any_order(value)] for key, value in tree["dict"]]
        return {"dict": sorted(pairs, key=json.dumps)}
    if isinstance(tree, dict) and "list" in tree:
        return {"list": [_in_any_order(item) for item in tree["list"]]}
    return tree


_KEYS = st.sampled_from(
    ["a", "b", "c", "batch_size", "Upper", "1", "2", "yes", "null", "'1'", "1.5", "a-b", "2020-01-01"]
)
_PLAIN = st.sampled_from(
    [
        *"1 0 -3 1.5 1e5 1e-5 1.0e+5 010 0o10 0x1F 1_000 1:30 190:20:30 yes NO on off true null ~".split(),
        "text",
        *"2020-01-01 .inf .nan 'quoted' \"double\" '' 2001-12-14t21:59:43.10-05:00 [1,two,[3]] [] {}".split(),
        "!!str 5",
        "!!set {x, y}",
        "[{a: 1}]",
        "{b: {c: 2}}",
    ]
)


@st.composite
def _yaml(draw: st.DrawFn) -> str:
    """A file: a mapping of mappings with odd scalars, anchors and aliases; now and then something else."""
    if draw(st.integers(0, 19)) == 0:
        return draw(
            st.sampled_from(["", "# nothing\n", "[]", "[a, b]", "text", "~", "5", "{}", "!!set {a, b}"])
        )
    anchors: list[str] = []

    def block(depth: int, indent: str) -> str:
        lines = []
        for key in draw(st.lists(_KEYS, min_size=1, max_size=4, unique=True)):
            kind = draw(st.integers(0, 7))
            if kind <= 2 and depth < 3:
                anchor = f" &n{len(anchors)}" if draw(st.booleans()) else ""
                below = block(depth + 1, indent + "  ")
                if anchor:
                    name = f"n{len(anchors)}"
                    anchor = f" &{name}"
                    lines.append(f"{indent}{key}:{anchor}\n{below}")
                    anchors.append(name)
                else:
                    lines.append(f"{indent}{key}:\n{below}")
            elif kind == 3 and anchors:
                lines.append(f"{indent}{key}: *{draw(st.sampled_from(anchors))}\n")
            elif kind == 4 and anchors:
                lines.append(f"{indent}{key}: [1, *{draw(st.sampled_from(anchors))}]\n")
            else:
                lines.append(f"{indent}{key}: {draw(_PLAIN)}\n")
        return "".join(lines)

    return block(0, "")


_NAMES = st.one_of(
    st.lists(
        st.sampled_from(["A", "B", "C", "a", "BATCH", "SIZE", "1", "YES", ""]), min_size=1, max_size=4
    ).map(lambda parts: "ML_" + "_".join(parts)),
    st.sampled_from(["ml_A", "MLA", "ML_", "OTHER", "ML_A"]),
)
_TEXTS = st.one_of(
    st.sampled_from(
        [
            *"0 1 007 1_000 +5 1e5 1e400 nan inf -inf 3.10 true null ١٢ 0x10 text a=b 1. .5 1__0".split(),
            "",
            " 7 ",
            "9" * 5000,
            "two words",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
)
_DOTENV_LINE = st.one_of(
    st.tuples(_NAMES, st.sampled_from(["1", "'x'", '"y"', "${ML_A}", "${OTHER:-d}", "a # b", "", "1e3"])).map(
        "=".join
    ),
    _NAMES,
    st.sampled_from(["# comment", "export ML_A_B=5", "= broken", "ML_C='open"]),
)


@settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_generated_workspaces_give_the_same_tree_or_the_same_exception(
    data: st.DataObject, application: Application, tmp_path: Path
) -> None:
    """Files, `.env` files and variables of all sorts: same values with same types, or the same exception."""
    files = {"config.yaml": data.draw(_yaml(), label="base")}
    if data.draw(st.booleans()):
        files["config.production.yaml"] = data.draw(_yaml(), label="production")
    for name in (".env", ".env.production"):
        if data.draw(st.booleans()):
            lines = data.draw(st.lists(_DOTENV_LINE, max_size=4), label=name)
            files[name] = "".join(f"{line}\n" for line in lines)
    environ = data.draw(st.dictionaries(_NAMES, _TEXTS, max_size=4), label="environ")

    _agree(application, tmp_path, files, environ)


_BASE = "training: {batch_size: 32, epochs: 3}\nmodel: resnet\nport: 5\nnothing:\nlayers: [1, 2]\n"
_CASES: Sequence[tuple[str, dict[str, str], dict[str, str], str]] = (
    ("S01 lands elsewhere", {}, {"ML_TRAINING_BATCH_SIZE": "64"}, ""),
    ("S03 two parts onto text", {}, {"ML_MODEL_NAME": "x"}, "TypeError"),
    ("S03 three parts onto text", {}, {"ML_MODEL_NAME_X": "x"}, "AttributeError"),
    ("S03 onto an int", {}, {"ML_PORT_X": "x"}, "TypeError"),
    ("S03 onto null", {}, {"ML_NOTHING_X": "x"}, "TypeError"),
    ("S03 onto a list", {}, {"ML_LAYERS_0": "x"}, "TypeError"),
    ("S03 below a list", {}, {"ML_LAYERS_0_X": "x"}, "AttributeError"),
    ("S04 wipes a mapping", {}, {"ML_TRAINING": "9"}, ""),
    ("S05 scalar first", {}, {"ML_A": "1", "ML_A_B": "2"}, "TypeError"),
    ("S05 mapping first", {}, {"ML_A_B": "2", "ML_A": "1"}, ""),
    ("S06 empty parts", {}, {"ML_A__B": "1", "ML_A_": "2", "ML__A": "3", "ML_": "4"}, ""),
    ("S07 small letters", {}, {"ml_a": "1", "Ml_A": "2"}, ""),
    ("S10 odd floats", {}, {"ML_A": "1e10", "ML_B": "123e456", "ML_C": "nan", "ML_D": "-inf"}, ""),
    ("S11 odd ints", {}, {"ML_A": "1_000", "ML_B": "010", "ML_C": " 7 ", "ML_D": "١٢"}, ""),
    ("S13 long digits", {}, {"ML_A": "7" * 5000}, ""),
    ("S18 empty base", {"config.yaml": "# nothing\n"}, {}, ""),
    ("S18 empty base, one part", {"config.yaml": ""}, {"ML_A": "1"}, "TypeError"),
    ("S18 empty base, two parts", {"config.yaml": ""}, {"ML_A_B": "1"}, "AttributeError"),
    ("S18 empty base, merged", {"config.yaml": "", "config.production.yaml": "a: 1"}, {}, "AttributeError"),
    ("S18 empty override", {"config.production.yaml": "\n"}, {}, "AttributeError"),
    ("S19 list at the root", {"config.yaml": "[1]", "config.production.yaml": "a: 1"}, {}, "TypeError"),
    ("S19 list at the root, a variable", {"config.yaml": "[1]"}, {"ML_A": "1"}, "TypeError"),
    ("S20 null wipes", {"config.production.yaml": "training:"}, {}, ""),
    (
        "S20 null, then a variable",
        {"config.production.yaml": "training:"},
        {"ML_TRAINING_X": "1"},
        "TypeError",
    ),
    ("S21 mapping to scalar", {"config.production.yaml": "training: off"}, {}, ""),
    ("S21 scalar to mapping", {"config.production.yaml": "model: {name: x}"}, {}, ""),
    ("S22 lists", {"config.production.yaml": "layers: [3]"}, {}, ""),
    ("S24 alias", {"config.yaml": "a: &x {k: 1}\nb: *x\nl: [*x]"}, {"ML_A_K": "9"}, ""),
    (
        "S24 alias, merged",
        {"config.yaml": "a: &x {k: {m: 1}}\nb: *x", "config.production.yaml": "a: {n: 2}"},
        {"ML_A_K_M": "9"},
        "",
    ),
    ("S24 merge key", {"config.yaml": "a: &x {k: {m: 1}}\nb: {<<: *x}"}, {"ML_B_K_M": "9"}, ""),
    ("S26 process first", {".env": "ML_A=1\nML_B=2"}, {"ML_A": "", "OTHER": "1"}, ""),
    ("S26 environment first", {".env": "ML_A=1\nML_B=${ML_A}", ".env.production": "ML_A=2"}, {}, ""),
    ("S30 one path, two names", {".env": "ML_A_B=1"}, {"ML_a_b": "2"}, ""),
    ("no base", {"config.yaml": "\0", "config.production.yaml": "a: 1"}, {}, "FileNotFoundError"),
    (
        "no base, other environment",
        {"config.yaml": "\0", "config.test.yaml": "a: 1"},
        {},
        "FileNotFoundError",
    ),
)


@pytest.mark.parametrize(
    ("files", "environ", "stop"), [case[1:] for case in _CASES], ids=[c[0] for c in _CASES]
)
def test_catalogue(
    files: dict[str, str], environ: dict[str, str], stop: str, application: Application, tmp_path: Path
) -> None:
    """Each entry of the catalogue that changes what the application gets."""
    workspace = {"config.yaml": _BASE, **files}
    if workspace["config.yaml"] == "\0":
        del workspace["config.yaml"]

    real, _ = _agree(application, tmp_path, workspace, environ)

    assert real.get("exception", "") == stop
