"""Written environments of all shapes that people have in hand: which one a text is, and its variables."""

from __future__ import annotations

import re

from inspector.config.environ.documents import looks_like_yaml, read_json_text, read_yaml_text
from inspector.config.environ.lines import (
    check_block,
    decoded,
    read_block,
    read_dotenv_lines,
    read_env_lines,
)
from inspector.config.environ.shell import read_exports
from inspector.config.environ.systemd import is_systemd, read_systemd
from inspector.config.environ.written import Written

_WRITTEN_BY_HAND = re.compile(r"#|export\s|[^=\s]+\s*=\s+\S|[^=\s]+\s+=")
_SHELLS = re.compile(r"^(PATH|HOME|PWD|OLDPWD|SHLVL|SHELL|LOGNAME|_)=", re.MULTILINE)
_SHELLS_NAMES = 3
_HAND = "read as a hand-written .env file"
_DECLARED = re.compile(r"\s*(?:declare|typeset)\s+-")
_EXPORTED = re.compile(r"\s*export\s")


def parse_dump(data: bytes, name: str, part: str = "") -> Written:
    """The variables of a text in their order, and what the text leaves open.

    Understood are `env -0`; in JSON and YAML, lists of "NAME=value" or {name, value}, mappings, what
    `docker inspect` prints, Compose files and objects of Kubernetes; what shells print for `export -p` and
    `declare -x`; unit files of systemd and `systemctl show`; and lines. Lines are read as python-dotenv does
    when the file is called so or starts as people write (a comment, `export`, spaces around =), otherwise,
    and wherever names stand that shells export, as `env` prints them. `part` names a container or service
    where there are several. Raises ValueError with a part of a sentence for anything else.
    """
    if b"\0" in data:
        check_block(data)
        return _whole(Written(read_block(data)), part)
    text = decoded(data).removeprefix("\ufeff").replace("\r\n", "\n")
    start = text.lstrip()[:1]
    if not start:
        return _whole(Written(), part)
    is_dotenv = name.startswith(".env") or name.endswith(".env")
    if is_dotenv and _DECLARED.match(text) is None and not _is_printed(text):
        return _whole(_by_hand(text), part)
    if is_systemd(text):
        return _whole(read_systemd(text), part)
    if start in "[{":
        return read_json_text(text, part)
    if looks_like_yaml(text):
        return read_yaml_text(text, part)
    return _whole(_read_lines(text), part)


def _read_lines(text: str) -> Written:
    if _DECLARED.match(text) is not None:
        return Written(read_exports(text))
    if _EXPORTED.match(text) is not None:
        try:
            return Written(read_exports(text))
        except ValueError:  # written by hand, with something to fill in or a comment
            return _by_hand(text)
    if _WRITTEN_BY_HAND.match(text.lstrip()) is not None and not _is_printed(text):
        return _by_hand(text)
    return Written(read_env_lines(text))


def _by_hand(text: str) -> Written:
    """Lines as people write them; the form is told where `env` would mean something else by them."""
    variables = read_dotenv_lines(text)
    try:
        differs = dict(read_env_lines(text)) != dict(variables)
    except ValueError:
        differs = False
    return Written(variables, form=_HAND if differs else "")


def _is_printed(text: str) -> bool:
    """Whether `env` printed it: several names are there that every shell exports and nobody writes down."""
    return len(set(_SHELLS.findall(text))) >= _SHELLS_NAMES


def _whole(written: Written, part: str) -> Written:
    if part:
        raise ValueError(f"it is one environment, so that #{part} names none")
    return written
