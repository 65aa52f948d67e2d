"""A variable in the forms that people paste: their readers get the text back."""

from __future__ import annotations

import io
import shutil
import subprocess

import pytest
import yaml
from dotenv import dotenv_values
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.config.export.assignments import ASSIGNMENT_FORMS

_FORMS = {form.name: form.write for form in ASSIGNMENT_FORMS}
_TRICKY = [
    "",
    "a b",
    "it's",
    'say "hi"',
    "#x",
    "a#b",
    "$HOME",
    "$(date)",
    "a\nb",
    "\\n",
    "100%",
    " x ",
    "ä",
    "`id`",
]
_TEXTS = st.one_of(
    st.sampled_from(_TRICKY), st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=9)
)


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no POSIX shell")
@pytest.mark.parametrize("text", _TRICKY)
def test_a_shell_exports_the_text(text: str) -> None:
    """Nothing in it is run or filled in."""
    script = f"{_FORMS['shell']('X', text)}\nprintf '%s.' \"$X\""
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=True)
    assert done.stdout.decode() == f"{text}."


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_python_dotenv_reads_the_text(text: str) -> None:
    """But for references, which it fills in in all quotes."""
    line = _FORMS["dotenv"]("X", text)
    assert dotenv_values(stream=io.StringIO(line + "\n"), interpolate=False) == {"X": text}


@settings(max_examples=50, deadline=None)
@given(_TEXTS)
def test_manifests_hold_the_text(text: str) -> None:
    """With their own sign for references doubled."""
    compose = yaml.safe_load(_FORMS["compose"]("X", text))
    assert compose == {"environment": {"X": text.replace("$", "$$")}}
    (entry,) = yaml.safe_load(_FORMS["kubernetes"]("X", text))
    assert entry == {"name": "X", "value": text.replace("$(", "$$(")}


def test_a_unit_quotes_what_systemd_would_take_for_something_else() -> None:
    """Percent signs, quotes, backslashes and line ends."""
    assert _FORMS["systemd"]("X", '5% "a" \\ b\nc') == 'Environment="X=5%% \\"a\\" \\\\ b\\nc"'


def test_each_form_has_a_name_of_its_own() -> None:
    """Menus and commands tell them apart."""
    assert [form.name for form in ASSIGNMENT_FORMS] == ["shell", "dotenv", "compose", "kubernetes", "systemd"]
