"""The dialect dotenv-rails against the Ruby gem dotenv itself: single texts, and files in their order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from inspector.config.dialects.dotenv_files.ruby_values import parsed
from inspector.config.formats import text_at
from inspector.config.formats.dotenv_ruby import parse, seen_text
from inspector.config.report import Report, Request, build_report
from tests.config.formats.trees import agrees
from tests.conformance import ruby_oracle as module
from tests.conformance.ruby_oracle import RubyOracle, start_oracle

_MODES = ("development", "test", "production", "staging")
_PIECES = st.sampled_from(
    [
        *["A", "B", "key", "a.b", "1", "export ", "export\t", "export\n", "export", "=", ":"],
        *[": ", " = ", "=\n", "\n", "\n\n", "\r\n", "\r", " ", "\t", "\x0c", "#", " # c"],
        *["# c\n", "=#c", "'", '"', "''", '""', "\\'", "'a b'", '"x\\ny"', '"a\nb"', '\\"'],
        *["\\n", "\\r", "\\", "\\\\", "v", "${A}", "$B", "\\$A", "$", "${", "}", "${NONE}"],
        *["$a.b", "é", "$Aſ", "'x\\'y'", '"x\\"y"', "$(x)", "\\$(x $A)", "$((a)", "$(a())"],
        *["$()", "(", ")", "\u2028", "\ufeff", "\x85", "\xa0", "A=1\n", "B='x'\n", 'C="y" # z\n'],
        *["A: v\n", "export A\n", "not a line\n", "DOTENV_LINEBREAK_MODE=legacy\n", "A=$A$A\n"],
        *['B="$A ${B}"\n', "X=$SET\n", "SET=1\n"],
    ]
)  # fmt: skip
_TEXTS = st.lists(_PIECES, max_size=14).map("".join)
_ENVIRONS = st.dictionaries(
    st.sampled_from(["A", "B", "SET", "NONE", "DOTENV_LINEBREAK_MODE"]),
    st.sampled_from(["", "p", "$A", "legacy", "a b"]),
    max_size=3,
)
_GENERATED = settings(
    deadline=None,
    max_examples=1500,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@_GENERATED
@given(_TEXTS, _ENVIRONS)
@example("A=a #b\nB=1#c\nC='#'\nD= 'x' y\n", {})
@example("A='open\nB=2\n", {})
@example('A="a\\nb"\nB=\'a\\nb\'\nC=a\\nb\nD="a\\\\nb"', {})
@example('DOTENV_LINEBREAK_MODE=legacy\nA="a\\nb\\$A"', {"DOTENV_LINEBREAK_MODE": ""})
@example("A='a\nb' # c\nB='a' b'\nC='a\\' # x\nD='b'", {})
@example("export A=1\nexport =2\nexport B\nexport A\n", {})
@example("export A=\nexport A\n", {"A": "x"})
@example("A\n=\n'x'\nB:\nC: 1\nD:2\n", {})
@example("A=$B${SET}\\$B$\nB=$A\nA=2$A\n", {"SET": "s"})
@example("\\$(x $A)$((a)(b))$(())$(a", {})
def test_any_text_is_read_as_the_gem_reads_it(
    ruby_oracle: RubyOracle, text: str, environ: dict[str, str]
) -> None:
    """Names, values and order in any environment; where the gem stops, and where it would run a command."""
    assume(not text.startswith("\ufeff"))  # taken off when the file is opened
    ours, theirs = parsed(text, environ), ruby_oracle.parse(text, environ)

    assert theirs.error == ("Dotenv::FormatError" if ours.unset else "")
    assert not ours.commands or theirs.ran or theirs.error
    if theirs.values is not None and not theirs.ran:
        assert list(ours.texts.items()) == list(theirs.values.items())
        assert ours.commands == []
    elif theirs.values is not None:
        assert list(ours.texts) == list(theirs.values)


@settings(_GENERATED, max_examples=500)
@given(_TEXTS)
def test_places_hold_what_gives_names_and_values(text: str) -> None:
    """The tree names what the gem finds in an empty environment, and where it stands."""
    document = parse(text, ".env")
    assert document.root is not None
    assert agrees(document.root)
    seen, found = seen_text(document.text), parsed(document.text, {})
    assert {name for name, _ in document.root.entries} == set(found.texts)
    for name, node in document.root.entries:
        assert node.key_place is not None
        assert text_at(seen, node.key_place) == name
        assert text_at(document.text, node.place) == node.raw
        if "$" not in str(node.raw) and "LINEBREAK" not in text:
            assert node.value == found.texts[str(name)]


_NAMES = st.sampled_from(["A", "B", "C", "SET", "a.b"])
_LINES = st.one_of(
    st.tuples(_NAMES, st.sampled_from(["", '"', "'"]), st.lists(_PIECES, max_size=3).map("".join)).map(
        lambda t: f"{t[0]}={t[1]}{t[2]}{t[1]}"
    ),
    st.sampled_from(["# c", "export A=1", "export A", "bad line", "", "B=1#c", "EMPTY=", "C=$A-$B", "A=$C"]),
)
_FILES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        [".env", ".env.local", ".env.{mode}", ".env.{mode}.local"],
        st.lists(_LINES, max_size=5).map(lambda lines: "".join(f"{line}\n" for line in lines)),
    ),
)


@settings(_GENERATED, max_examples=500)
@given(files=_FILES, environ=_ENVIRONS, mode=st.sampled_from(_MODES))
def test_rails_leaves_the_same_environment(
    files: dict[str, str], environ: dict[str, str], mode: str, ruby_oracle: RubyOracle, tmp_path: Path
) -> None:
    """All variables after the files are loaded in the order of dotenv-rails, or the error that stops it."""
    for old in tmp_path.iterdir():
        old.unlink()
    for name, text in files.items():
        (tmp_path / name.replace("{mode}", mode)).write_text(text, "utf-8", newline="")
    report = _report(tmp_path, mode, environ)
    assume(report.environ.applied)

    theirs = ruby_oracle.load(_paths(tmp_path, mode), environ)

    assert [stop.exception for stop in report.stops][:1] == ([theirs.error] if theirs.error else [])
    if theirs.values is not None and not theirs.ran:
        assert {variable.name: variable.text for variable in report.environ.applied} == theirs.values


def _report(folder: Path, mode: str, environ: Mapping[str, str]) -> Report:
    return build_report(Request(folder, mode, "dotenv-rails", environ=tuple(environ.items())))


def _paths(folder: Path, mode: str) -> list[Path]:
    """The files that dotenv-rails names."""
    local = [] if mode == "test" else [".env.local"]
    return [folder / name for name in (f".env.{mode}.local", *local, f".env.{mode}", ".env")]


def test_a_missing_oracle_is_skipped_at_a_desk_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without the gem there is a reason to read; where INSPECTOR_CI is set there is no way past."""
    monkeypatch.setattr(module, "GEMS", tmp_path / "nothing")

    monkeypatch.delenv("INSPECTOR_CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no Ruby oracle: "):
        start_oracle()
    monkeypatch.setenv("INSPECTOR_CI", "1")
    with pytest.raises(pytest.fail.Exception, match="no Ruby oracle: "):
        start_oracle()
