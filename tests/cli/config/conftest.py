"""A small project."""

from __future__ import annotations

from pathlib import Path

import pytest

_FILES = {
    "config.yaml": "db:\n  host: localhost\n  port: 5432\n  pool_size: 10\ncountry: NO\nlist: [a, b]\n",
    "config.production.yaml": "db:\n  host: db.example.com\n  port: 70000\nlist: [c]\n",
    "config.staging.yaml": "db:\n  host: db.staging.example.com\n",
    ".env.production": "APP_DB_PASSWORD=hunter2-hunter2\nAPP_DB_POOL_SIZE=20\n",
    "schema.json": (
        '{"type": "object", "properties": {"db": {"type": "object", "properties": '
        '{"port": {"type": "integer", "maximum": 65535, "description": "Where it listens."}}}}}\n'
    ),
    "inspector.toml": 'dialect = "layered"\nprefix = "APP_"\nschema = "schema.json"\n',
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder with a base, two environments, a `.env` file and a schema."""
    folder = tmp_path / "shop"
    folder.mkdir()
    for name, text in _FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder
