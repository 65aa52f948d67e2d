"""Which values are secrets, and which only stand for one."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest

from inspector.config.rules.secrets import is_real
from inspector.config.values import Value
from tests.config.workspace import found, report_of


@pytest.mark.parametrize(
    "value",
    [
        "tr0ub4dor",
        "hunter22",
        "0012398745",
        4711471147,
        "registry-prod-c41d88e07b",
        "AKIAIOSFODNN7EXAMPLQ",
        "correct horse battery staple",
        "amqp://worker:q7-Vd2-x9Lm@queue.example.com:5671/tickets",
        ["changeme", "hunter22"],
        "My-Passw0rd!",
        "$2b$12$abcdefghijklmnopqrstuv",
        "key-7f3a9c",
    ],
)
def test_secrets(value: Value) -> None:
    """What can be a secret itself."""
    assert is_real(value, ("db", "password"))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "  ",
        None,
        True,
        {},
        [],
        "x",
        "changeme",
        "CHANGE_ME",
        "please-change-it",
        "<token>",
        "<your password here>",
        "[hidden]",
        "...",
        "****",
        "xxxxxxxx",
        "${DB_PASSWORD}",
        "${DB_PASSWORD:-}",
        "$DB_PASSWORD",
        "%(db_password)s",
        "%DB_PASSWORD%",
        "{{ vault.db }}",
        "@format {env[DB_PASSWORD]}",
        "ENC[AES256_GCM,data:abc,iv:def]",
        "ENC(abcdef)",
        "{cipher}abcdef",
        "vault:secret/data/db#password",
        "op://vault/item/field",
        "your-password",
        "your_api_key_here",
        "my-secret",
        "test-token",
        "secret",
        "password",
        "Password",
        "postgres",
        "todo",
        "n/a",
        "none",
        "example-key-123",
        "not-a-real-secret",
        "only-for-development",
        "for-local-dev-only",
        "postgres://postgres:postgres@localhost/db",
        "postgres://me:${DB_PASSWORD}@db/x",
        ["changeme", ""],
    ],
)
def test_words_that_stand_for_secrets(value: Value) -> None:
    """What no reader would call a leak."""
    assert not is_real(value, ("db", "password"))


def test_settings_beside_secrets() -> None:
    """Below a key such as `credentials` only what looks like a secret is one."""
    assert not is_real("admin-user", ("credentials", "user"))
    assert not is_real(3600, ("token", "seconds"))
    assert is_real("c41d88e07bc41d88", ("credentials", "main"))


def test_a_tracked_file_that_is_not_in_force_holds_its_secrets_as_well(tmp_path: Path) -> None:
    """Next passes over a file whose references come back to themselves; git has it all the same."""
    git = which("git")
    assert git is not None, "install git: this checkout came with it"
    (tmp_path / ".env").write_text("A=$B\nB=$A\nDB_PASSWORD=q9w8e7r6t5\nPORT=1\n", "utf-8")
    for words in (["init", "-q"], ["add", ".env"]):
        subprocess.run([git, *words], cwd=tmp_path, check=True)

    report = report_of(tmp_path, {}, environment=None, dialect="dotenv-next")

    assert not report.settings
    (told,) = found(report, "secret-in-git")
    assert told.message == ".env is tracked by git and holds a secret, in DB_PASSWORD."
