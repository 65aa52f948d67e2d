"""Names of logs and of what they become when they are rotated."""

from __future__ import annotations

import pytest

from inspector.logs.sources.names import Family, base_of, is_live_name, is_log_name

# As logrotate, Python, logback, log4j, lumberjack and Caddy name them.
ROTATED = {
    "api.log.1": "api.log",
    "api.log.12.gz": "api.log",
    "api.log-20261124": "api.log",
    "api.log-20261124.zst": "api.log",
    "api.log-20261124-1795526400.gz": "api.log",
    "api.log.2026-11-24": "api.log",
    "api.log.2026-11-24_10": "api.log",
    "api-2026-11-24.log": "api.log",
    "api.2026-11-24.log": "api.log",
    "api.2026-11-24.3.log.gz": "api.log",
    "api-20261124.jsonl": "api.jsonl",
    "api-2026-11-24T10-22-33.123.log.gz": "api.log",
    "a.b.log.1.xz": "a.b.log",
    "old.log.old": "old.log",
    "pm__2026-11-22_00-00-00.log": "pm.log",
}
OTHERS = [
    "api.log",
    "api.jsonl",
    "api.log.gz",
    "api-12345678.log",
    "api.log.12345",
    "api.log.bak",
    "v1.2.log",
]


@pytest.mark.parametrize("name", ROTATED)
def test_a_rotated_log_is_known_by_its_name(name: str) -> None:
    """And belongs to the one that it was."""
    base = ROTATED[name]

    assert (base_of(name), is_log_name(name), is_live_name(base)) == (base, True, True)
    assert Family(base).age(name) is not None


@pytest.mark.parametrize("name", OTHERS)
def test_other_names_are_their_own(name: str) -> None:
    """Numbers that are no dates, endings that are no numbers."""
    assert base_of(name) == name
    assert Family("api.log").age(name) is None


@pytest.mark.parametrize("name", ["messages.1", "messages.2.gz", "messages-20261124"])
def test_without_the_ending_of_a_log_the_others_tell(name: str) -> None:
    """What a program calls `v1.2` is no rotated file."""
    assert (base_of(name), base_of(name, {"messages", name})) == (name, "messages")


@pytest.mark.parametrize("name", ["notes.txt", "package.json", "a.gz", "log", "a.log.bak"])
def test_what_is_no_log(name: str) -> None:
    """By its name."""
    assert not is_log_name(name)


@pytest.mark.parametrize("base", ["messages", "app.out", "app.log"])
def test_the_members_of_a_family_have_an_age(base: str) -> None:
    """Any name has its family when a user names it; dates speak, larger numbers are older."""
    names = [
        f"{base}.2",
        f"{base}-20261125",
        f"{base}.10.gz",
        f"{base}-20260101.gz",
        f"{base}.1",
        f"other{base}.1",
        base,
    ]
    family = Family(base)
    aged = sorted((age, name) for name in names if (age := family.age(name)) is not None)

    assert [name for _, name in aged] == [
        f"{base}-20260101.gz",
        f"{base}-20261125",
        f"{base}.10.gz",
        f"{base}.2",
        f"{base}.1",
    ]


def test_only_dated_files_can_be_written_to() -> None:
    """A packed one cannot, a numbered one was renamed."""
    family = Family("a.log")

    assert [
        name for name in ("a-2026-01-02.log", "a.log.1", "a-2026-01-02.log.gz") if family.is_dated(name)
    ] == ["a-2026-01-02.log"]
