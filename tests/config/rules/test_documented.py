"""Every finding can be looked up."""

from __future__ import annotations

import re
from pathlib import Path

from inspector.config import formats, schemas
from inspector.config.discover import declaration
from inspector.config.rules import RULES

_HEADING = re.compile(r"^### ([a-z-]+) \((error|warning|info)\)$", re.MULTILINE)
_IN_CODE = re.compile(r"""(?:Finding|problem)\(\s*"([a-z]+(?:-[a-z]+)+)",""")


def _documented(root: Path) -> dict[str, str]:
    text = (root / "resources/help/findings.md").read_text("utf-8")
    return dict(_HEADING.findall(text))


def test_every_code_is_documented(root: Path) -> None:
    """The help has a paragraph for each code in the program, and for no other."""
    sources = (root / "inspector/config").rglob("*.py")
    written = {code for source in sources for code in _IN_CODE.findall(source.read_text("utf-8"))}
    codes = {rule.code for rule in RULES} | set(formats.FINDING_CODES) | set(schemas.FINDING_CODES) | written

    assert "declaration-invalid" in codes, Path(declaration.__file__)
    assert set(_documented(root)) == codes


def test_the_help_names_the_usual_severity(root: Path) -> None:
    """A rule's severity is the one that the help gives."""
    documented = _documented(root)

    assert {rule.code: rule.severity.value for rule in RULES} == {
        rule.code: documented[rule.code] for rule in RULES
    }


def test_codes_are_unique() -> None:
    """A code stands for one rule."""
    codes = [rule.code for rule in RULES]

    assert len(codes) == len(set(codes))
