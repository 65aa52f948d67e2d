"""A variable and its text as people paste it: into a shell, a file of variables, a service's description."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass

from inspector.config.export.flow import quoted_text
from inspector.config.formats import dotenv

_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=-]+")


@dataclass(frozen=True, slots=True)
class AssignmentForm:
    """A way to write a variable; `title` is what a menu calls it. `write` takes a name and a text."""

    name: str
    title: str
    write: Callable[[str, str], str]


def _shell(name: str, text: str) -> str:
    return f"export {name}={shlex.quote(text)}"


def _dotenv(name: str, text: str) -> str:
    """The plainest spelling that python-dotenv reads as the text; `${` has none, and stays."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    spellings = [text] if _PLAIN.fullmatch(text) or not text else []
    spellings += [f'"{text}"', f"'{text}'", f'"{escaped}"']
    for spelling in spellings:
        root = dotenv.parse(f"{name}={spelling}\nZ=1\n", "").root
        if root is not None and root.value == {name: text, "Z": "1"}:
            return f"{name}={spelling}"
    return f'{name}="{escaped}"'


def _compose(name: str, text: str) -> str:
    """`$` is doubled: Compose fills in variables itself."""
    return f"environment:\n  {name}: {quoted_text(text.replace('$', '$$'))}"


def _kubernetes(name: str, text: str) -> str:
    """`$(` is doubled: Kubernetes fills in references of this shape."""
    return f"- name: {name}\n  value: {quoted_text(text.replace('$(', '$$('))}"


def _systemd(name: str, text: str) -> str:
    """systemd.exec(5): quoted as a whole, with C escapes; `%` is doubled, since it begins a specifier."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("%", "%%")
    return f'Environment="{name}={escaped}"'


ASSIGNMENT_FORMS = (
    AssignmentForm("shell", "Shell export", _shell),
    AssignmentForm("dotenv", "Line of a .env file", _dotenv),
    AssignmentForm("compose", "Compose file", _compose),
    AssignmentForm("kubernetes", "Kubernetes manifest", _kubernetes),
    AssignmentForm("systemd", "Line of a systemd unit", _systemd),
)
