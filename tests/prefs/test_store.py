"""The prefs file never stops a start and is never half written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.prefs import PrefsStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "prefs.json"


def _loaded(path: Path) -> PrefsStore:
    store = PrefsStore(path)
    store.load()
    return store


def test_a_first_start_finds_and_writes_nothing(path: Path) -> None:
    """No file, no problem, and nothing to save."""
    store = _loaded(path)

    assert store.save()
    assert store.problems == ()
    assert not path.parent.exists()


def test_the_next_start_remembers(path: Path) -> None:
    """Theme, recent paths, geometry and sizes come back."""
    store = _loaded(path)
    store.set_theme("dark")
    store.add_recent(Path("/a"))
    store.add_recent(Path("/b"))
    store.set_geometry("AAAA")
    store.set("splitter.x", [1, 2])
    store.set("gone", 1)
    store.set("gone", None)
    assert store.save()
    again = _loaded(path)

    assert again.prefs == store.prefs
    assert again.prefs.recent == (str(Path("/b")), str(Path("/a")))
    assert again.get("splitter.x") == [1, 2]
    assert again.get("gone", "default") == "default"
    assert [p.name for p in path.parent.iterdir()] == ["prefs.json"]


def test_recent_paths_can_be_forgotten(path: Path) -> None:
    """Clearing the list empties the file's list too."""
    store = _loaded(path)
    store.add_recent(Path("/a"))
    store.save()
    store.clear_recent()
    store.save()

    assert json.loads(path.read_text("utf-8")) == {"version": 1}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "it is no JSON"),
        ("[]", "it holds no JSON object"),
        ('{"version": 99}', "it was written by a newer version (format 99)"),
        ("\xff\xfe", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
    ],
)
def test_an_unusable_file_is_kept_aside(path: Path, text: str, reason: str) -> None:
    """Defaults are in force, the old file is told and kept."""
    path.parent.mkdir()
    path.write_bytes(text.encode("latin-1"))
    store = _loaded(path)

    aside = path.with_name("prefs.json.broken")
    assert len(store.problems) == 1
    assert reason in store.problems[0]
    assert str(aside) in store.problems[0]
    assert aside.read_bytes() == text.encode("latin-1")
    assert not path.exists()
    store.set_theme("dark")
    assert store.save()
    assert _loaded(path).prefs.theme == "dark"


def test_a_bad_entry_is_told(path: Path) -> None:
    """The problem names the entry; the file stays where it is."""
    path.parent.mkdir()
    path.write_text('{"version": 1, "theme": "pink"}', "utf-8")
    store = _loaded(path)

    assert store.problems == ("Prefs: theme is none of system, light, dark; its default is used.",)
    assert path.exists()


def test_an_unreadable_file_is_told(path: Path) -> None:
    """A folder in place of the file is no reason to stop."""
    path.mkdir(parents=True)
    store = _loaded(path)

    assert len(store.problems) == 1
    assert store.problems[0].startswith("Prefs cannot be read")


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(path: Path) -> None:
    """save() says so and leaves nothing behind."""
    path.parent.write_text("a file where a folder should be", "utf-8")
    store = PrefsStore(path)
    store.set_theme("dark")

    assert not store.save()
    assert path.parent.is_file()


def test_trust_is_kept_at_once_and_covers_what_is_below(path: Path, tmp_path: Path) -> None:
    """A folder makes entries below it needless; taking trust back takes it from all that cover a folder."""
    store = _loaded(path)
    store.trust(tmp_path / "a" / "b")
    store.trust(tmp_path / "a")
    store.trust(tmp_path / "c")
    assert _loaded(path).trusted == (str(tmp_path / "a"), str(tmp_path / "c"))

    store.distrust(tmp_path / "a" / "b")
    assert _loaded(path).trusted == (str(tmp_path / "c"),)


@pytest.mark.parametrize("entry", ['"/a"', "[1]", '[""]', '["relative/folder"]'])
def test_trust_that_is_not_clear_is_none(path: Path, entry: str) -> None:
    """An entry by hand that could be read in two ways trusts nothing."""
    path.parent.mkdir()
    path.write_text(f'{{"version": 1, "trusted": {entry}}}')
    store = _loaded(path)

    assert store.trusted == ()
    assert len(store.problems) == 1
