"""Keys as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.config.report import AmbiguousKeyError, Request, asked, build_report

_FILES = {
    "config.yaml": 'db: {host: a, pool_size: 1, pool: {size: 2}}\n"x.y": {z: 1}\nCamelCase: 1\nlist: [1]\n',
    "config.schema.json": '{"properties": {"later": {"type": "integer", "format": "password"}}}',
    ".env": "ML_DB_HOST=b\nml_other=1\n",
}


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    """A small workspace."""
    for name, text in _FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return Request(tmp_path)


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("db.host", ("db", "host")),
        ("db", ("db",)),
        ('"x.y".z', ("x.y", "z")),
        ("x.y.z", ("x.y", "z")),
        ("DB.Host", ("db", "host")),
        ("db.pool-size", ("db", "pool_size")),
        ("db/host", ("db", "host")),
        ("camel_case", ("CamelCase",)),
        ("later", ("later",)),
        ("ML_DB_HOST", ("db", "host")),
        ("ML_DB_NAME", ("db", "name")),
        ("ML_DB_POOL_SIZE", ("db", "pool", "size")),
        ("nothing", None),
        ("ml_db_host", None),
    ],
)
def test_what_is_meant(typed: str, path: tuple[str, ...] | None, request_: Request) -> None:
    """Keys first, then variables, then other spellings, the closest first."""
    found = asked(build_report(request_), request_, typed)

    assert (found and found.path) == path


def test_what_is_found_tells_how(request_: Request) -> None:
    """A setting, settings below, a key that nothing sets; typed as it is or otherwise."""
    report = build_report(request_)
    host, db, later, variable = (
        asked(report, request_, typed) for typed in ("db.host", "db", "LATER", "ML_DB_HOST")
    )

    assert host is not None
    assert db is not None
    assert later is not None
    assert variable is not None
    assert host.setting is not None
    assert (host.key, host.below, host.typed) == ("db.host", (), "")
    assert (db.setting, [s.key for s in db.below]) == (None, ["db.host", "db.pool_size", "db.pool.size"])
    assert (later.setting, later.below, later.typed, later.secret) == (None, (), "LATER", True)
    assert (variable.typed, variable.variable, variable.secret) == ("ML_DB_HOST", True, False)


def test_a_spelling_that_fits_two_keys_is_none(request_: Request) -> None:
    """Both are named."""
    with pytest.raises(AmbiguousKeyError) as caught:
        asked(build_report(request_), request_, "DB_POOL_SIZE")

    assert caught.value.keys == ("db.pool_size", "db.pool.size")


def test_the_report_itself_does_not_change(request_: Request) -> None:
    """A variable that is not set is tried out in a report of its own."""
    report = build_report(request_)
    asked(report, request_, "ML_BRAND_NEW")

    assert report == build_report(request_)
    assert report.setting("brand.new") is None
