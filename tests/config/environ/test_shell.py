"""What shells print for `export -p` is read back exactly."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.config.environ.shell import read_exports

# Bytes as a system takes them: any but NUL.
_VALUES = st.one_of(
    st.binary(max_size=12).map(lambda data: data.replace(b"\0", b"")),
    st.text("ab \n\t\r\"'\\$`!#;&|<>(){}*?[]~=\x01\x1b\x7féü€😀", max_size=12).map(str.encode),
)
_NAMES = st.sampled_from(["A", "B_1", "_c", "Long_Name", "x9"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('declare -x A="1"\ndeclare -x B\n', (("A", "1"),)),
        ('declare -x A="a \\"b\\" \\\\ \\$c \\`d\\` !"\n', (("A", 'a "b" \\ $c `d` !'),)),
        ("declare -x A=$'x\\ny\\t\\001\\377\\303\\251\\'\\E'\n", (("A", "x\ny\t\x01\udcff\xe9'\x1b"),)),
        ("declare -x A=$'\\u20ac\\U1f600\\cA\\q'\n", (("A", "€😀\x01\\q"),)),
        ('declare -x A="two\nlines"\n', (("A", "two\nlines"),)),
        ("export A='x'\"'\"'y'\nexport B=''\n", (("A", "x'y"), ("B", ""))),
        ("export A=bare\\ word\ntypeset -x C=c\n", (("A", "bare word"), ("C", "c"))),
        ('declare -ax L=([0]="1" [1]=")")\ndeclare -ix I="5"\n', (("I", "5"),)),
        ('declare -rx A=\'1\'\ndeclare -- B="2"\ndeclare -r C="3"\n', (("A", "1"),)),
        ("export -a L=(a b)\nexport A=1; export B=2\n", (("A", "1"), ("B", "2"))),
        ("export A=1\nexport A=2\n", (("A", "2"),)),
    ],
)
def test_forms(text: str, expected: tuple[tuple[str, str], ...]) -> None:
    """The quotes of bash 4 and 5, of its POSIX mode, of dash and of zsh."""
    assert read_exports(text) == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("export A=$B\n", 1),
        ('export A="$B"\n', 1),
        ("\nexport A=`x`\n", 2),
        ("export A=1\nls\n", 2),
        ("export A='open\n", 1),
        ("export A=1 # c\n", 1),
        ("export '1'\n", 1),
    ],
)
def test_what_a_shell_would_fill_in_is_refused(text: str, line: int) -> None:
    """Only texts that mean the same in every shell are taken."""
    with pytest.raises(ValueError, match=f"line {line} is not"):
        read_exports(text)


def _round_trip(command: list[str], variables: dict[str, bytes], locale: str) -> None:
    environ = {b"LC_ALL": locale.encode(), **{name.encode(): value for name, value in variables.items()}}
    said = subprocess.run(command, env=environ, capture_output=True, check=True).stdout
    read = dict(read_exports(os.fsdecode(said)))

    assert {name: os.fsencode(read[name]) for name in variables} == variables


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(_NAMES, _VALUES, min_size=1),
    st.sampled_from(
        [["bash", "--norc", "-c", "export -p"], ["bash", "--posix", "--norc", "-c", "export -p"]]
    ),
    st.sampled_from(["C", "C.UTF-8"]),
)
def test_any_environment_comes_through_a_real_bash(
    variables: dict[str, bytes], command: list[str], locale: str
) -> None:
    """bash prints its environment, and all values come back byte for byte."""
    _round_trip(command, variables, locale)


@pytest.mark.skipif(shutil.which("dash") is None, reason="dash is not installed")
@settings(max_examples=100, deadline=None)
@given(st.dictionaries(_NAMES, _VALUES, min_size=1))
def test_any_environment_comes_through_a_real_dash(variables: dict[str, bytes]) -> None:
    """The same with the shell of scripts in Debian."""
    _round_trip(["dash", "-c", "export -p"], variables, "C.UTF-8")
