"""Environments of services under systemd."""

from __future__ import annotations

import pytest

from inspector.config.environ.dump import parse_dump
from inspector.config.environ.systemd import is_systemd
from inspector.config.environ.written import Written

_UNIT = r"""# /etc/systemd/system/shop.service
[Unit]
Description=Shop
Environment=NOT=here

[Service]
Environment="A=two words" B='x "y"' C=plain
Environment=D=a\x41\tb\u20ac\303\251 E="tail"ed
; a comment
Environment=F=1 \
  # in between
  G=2
EnvironmentFile=-/etc/default/shop
EnvironmentFile=
PassEnvironment=LANG TZ
Environment=H=%n I=100%% J=50%
UnsetEnvironment=C F=other G=2
ExecStart=/bin/shop --env A=9

[Install]
WantedBy=multi-user.target
"""


def _read(text: str) -> Written:
    return parse_dump(text.encode(), "shop.service")


def test_a_unit_file() -> None:
    """Quotes, escapes, joined lines and removed names as systemd reads them; the rest is said."""
    assert _read(_UNIT) == Written(
        (
            ("A", "two words"),
            ("B", 'x "y"'),
            ("D", "aA\tb€é"),
            ("E", "tailed"),
            ("F", "1"),
            ("I", "100%"),
            ("J", "50%"),
        ),
        (
            "What /etc/default/shop brings in (EnvironmentFile) is not known.",
            "LANG is left out: its value is that of the system manager.",
            "TZ is left out: its value is that of the system manager.",
            "H is left out: systemd fills in what stands behind % in it.",
        ),
    )


def test_an_empty_environment_forgets_what_stands_above() -> None:
    """So a drop-in file resets the unit's own."""
    assert _read("[Service]\nEnvironment=A=1\nEnvironment=\nEnvironment=B=2\n") == Written((("B", "2"),))


def test_the_properties_of_a_unit() -> None:
    """`systemctl show` prints all on one line, quoted as for a shell, with nothing to fill in."""
    shown = 'Environment=A=1 "B=x \\"y\\" \\$z" C=%n\n'
    others = "EnvironmentFiles=/etc/x (ignore_errors=no)\n"
    whole = f"Id=shop.service\nLoadState=loaded\nActiveState=active\n{shown}{others}"

    assert _read(shown) == Written((("A", "1"), ("B", 'x "y" $z'), ("C", "%n")))
    assert _read(whole) == Written(
        (("A", "1"), ("B", 'x "y" $z'), ("C", "%n")),
        ("What /etc/x brings in (EnvironmentFiles) is not known.",),
    )
    assert _read("Environment=\n") == Written()


@pytest.mark.parametrize(
    ("line", "note"),
    [
        (
            'Environment=A=1 "B=open',
            "A quote is never closed in it: systemd leaves out what stands behind it.",
        ),
        ("Environment=A=1 1B=2", "1B is left out: systemd takes NAME=value only."),
        ("Environment=A=1 hunter2", "A word without = is left out: systemd takes NAME=value only."),
    ],
)
def test_what_systemd_refuses_is_left_out(line: str, note: str) -> None:
    """The other variables of the line stay, and no secret is repeated."""
    assert _read(f"[Service]\n{line}\n") == Written((("A", "1"),), (note,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Service]\n", True),
        ("A=1\n[Service]\n", True),
        ("Environment=A=1\nEnvironmentFiles=\n", True),
        ("Environment=production\nHOME=/\n", False),
        ("A=1\nLoadState=loaded\n", False),
        ("", False),
        ("[tool]\n", False),
    ],
)
def test_units_are_told_from_other_lines(text: str, expected: bool) -> None:
    """A variable that is called Environment does not make a unit."""
    assert is_systemd(text) is expected
