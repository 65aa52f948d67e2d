"""What git tracks, compared with git itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.config.report.git_index import tracked_files


def _git(folder: Path, *words: str) -> str:
    environ = {
        **{name: text for name, text in os.environ.items() if not name.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a",
        "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "a",
        "GIT_COMMITTER_EMAIL": "a@example.com",
    }
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", "-C", str(folder), *words],
        env=environ,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def _repository(folder: Path, *options: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "-q", *options)
    return folder


def _write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")


@pytest.fixture(params=["2", "3", "4"])
def version(request: pytest.FixtureRequest) -> str:
    """The versions of the index that git writes."""
    version: str = request.param
    return version


@pytest.mark.parametrize("hashes", ["sha1", "sha256"])
def test_tracked_files_are_told_from_others(version: str, hashes: str, tmp_path: Path) -> None:
    """Added files are tracked; new, ignored and merely announced ones are not."""
    folder = _repository(tmp_path / "repo", f"--object-format={hashes}")
    names = [".env", "config.yaml", "deep/er/config.yaml", "zebra", "x" * 200, "ünï.yaml", "a b.yaml"]
    _write(folder, *names, "new.yaml", "announced.yaml", "config.yam", "config.yaml2")
    _git(folder, "add", *names)
    if version == "3":
        _git(folder, "add", "-N", "announced.yaml")
    else:
        _git(folder, "update-index", "--index-version", version)
    asked = [*names, "new.yaml", "announced.yaml", "config.yam", "config.yaml2", "missing.yaml", "deep"]

    found = tracked_files(folder, asked)

    assert (folder / ".git/index").read_bytes()[7] == int(version)
    assert found == frozenset(names)


def test_a_workspace_below_the_top_of_the_repository(tmp_path: Path) -> None:
    """Paths are those of the workspace, also when they lead out of it."""
    folder = _repository(tmp_path / "repo")
    _write(folder, "app/config.yaml", "app/.env", "shared.yaml")
    _git(folder, "add", "app/config.yaml", "shared.yaml")

    found = tracked_files(folder / "app", ["config.yaml", ".env", "../shared.yaml"])

    assert found == {"config.yaml", "../shared.yaml"}


def test_a_linked_worktree(tmp_path: Path) -> None:
    """Its own index counts, which a file in place of the folder .git names."""
    folder = _repository(tmp_path / "repo")
    _write(folder, "a.yaml")
    _git(folder, "add", ".")
    _git(folder, "commit", "-q", "-m", "x")
    _git(folder, "worktree", "add", "-q", str(tmp_path / "other"))
    _write(tmp_path / "other", "b.yaml", "c.yaml")
    _git(tmp_path / "other", "add", "b.yaml")

    assert tracked_files(tmp_path / "other", ["a.yaml", "b.yaml", "c.yaml"]) == {"a.yaml", "b.yaml"}
    assert tracked_files(folder, ["a.yaml", "b.yaml"]) == {"a.yaml"}


def test_a_submodule(tmp_path: Path) -> None:
    """Its files are in its own index, which lies in the folder of the outer repository."""
    inner = _repository(tmp_path / "inner")
    _write(inner, "a.yaml")
    _git(inner, "add", ".")
    _git(inner, "commit", "-q", "-m", "x")
    outer = _repository(tmp_path / "outer")
    _git(outer, "submodule", "--quiet", "add", str(inner), "sub")

    assert tracked_files(outer, ["sub/a.yaml", "sub/b.yaml", ".gitmodules"]) == {"sub/a.yaml", ".gitmodules"}


def test_links_lead_to_the_file_that_counts(tmp_path: Path) -> None:
    """A tracked link to an untracked file gives nothing away; a link to a tracked file does."""
    folder = _repository(tmp_path / "repo")
    _write(folder, "tracked.yaml", "secret.yaml")
    (folder / "link.yaml").symlink_to("secret.yaml")
    (folder / "other.yaml").symlink_to("tracked.yaml")
    _git(folder, "add", "tracked.yaml", "link.yaml")
    (tmp_path / "door").symlink_to(folder)

    assert tracked_files(tmp_path / "door", ["link.yaml", "other.yaml"]) == {"other.yaml"}


def test_what_is_no_repository_tracks_nothing(tmp_path: Path) -> None:
    """No .git, an empty one, one that leads nowhere, round in circles or to a pipe."""
    _write(tmp_path, "a/x.yaml", "b/x.yaml", "c/x.yaml", "d/x.yaml", "e/x.yaml", "f/x.yaml", "g/x.yaml")
    (tmp_path / "b/.git").mkdir()
    (tmp_path / "c/.git").write_text("gitdir: ../nowhere\n", "utf-8")
    (tmp_path / "d/.git").symlink_to(".git")
    os.mkfifo(tmp_path / "e/.git")
    (tmp_path / "f/.git").write_bytes(b"gitdir: a\0b")
    (tmp_path / "g/.git").mkdir()
    os.mkfifo(tmp_path / "g/.git/index")

    for name in "abcdefg":
        assert tracked_files(tmp_path / name, ["x.yaml"]) == frozenset()
    assert tracked_files(tmp_path / "missing", ["x.yaml"]) == frozenset()
    assert tracked_files(tmp_path / "a", []) == frozenset()


def test_an_index_without_permission(tmp_path: Path) -> None:
    """It tracks nothing; nothing is raised."""
    folder = _repository(tmp_path / "repo")
    _write(folder, "a.yaml")
    _git(folder, "add", ".")
    (folder / ".git/index").unlink()
    (folder / ".git/index").symlink_to("/proc/self/mem" if Path("/proc/self/mem").exists() else ".")

    assert tracked_files(folder, ["a.yaml"]) == frozenset()


@pytest.mark.parametrize(
    "head", [b"", b"DIRC", b"CRID\0\0\0\2\0\0\0\1", b"DIRC\0\0\0\5\0\0\0\1", b"DIRC\0\0\0\2\0\0\0\1"]
)
def test_an_index_of_another_kind(head: bytes, tmp_path: Path) -> None:
    """Empty, cut off, no index, or a version that is not known."""
    folder = _repository(tmp_path / "repo")
    _write(folder, "a.yaml")
    (folder / ".git/index").write_bytes(head)

    assert tracked_files(folder, ["a.yaml"]) == frozenset()


def test_a_changed_index_is_read_again(tmp_path: Path) -> None:
    """What was learned from an index counts for that very index."""
    folder = _repository(tmp_path / "repo")
    _write(folder, "a.yaml")
    assert tracked_files(folder, ["a.yaml"]) == frozenset()
    _git(folder, "add", ".")
    assert tracked_files(folder, ["a.yaml"]) == {"a.yaml"}
    _git(folder, "rm", "-q", "--cached", "a.yaml")
    assert tracked_files(folder, ["a.yaml"]) == frozenset()


@pytest.mark.parametrize("hashes", ["sha1", "sha256"])
def test_a_split_index_with_all_of_its_parts(version: str, hashes: str, tmp_path: Path) -> None:
    """What the shared part has, what was added, deleted and changed since, as git itself lists it."""
    folder = _repository(tmp_path / "repo", f"--object-format={hashes}")
    _git(folder, "config", "splitIndex.maxPercentChange", "100")
    names = [f"f{number:03}.yaml" for number in range(150)]
    _write(folder, *names, "new.yaml", "link.yaml", "announced.yaml")
    _git(folder, "add", *names, "link.yaml")
    if version != "3":
        _git(folder, "update-index", "--index-version", version)
    _git(folder, "update-index", "--split-index")
    _git(folder, "rm", "-q", "--cached", *names[3:90:2])
    (folder / names[7]).write_text("other", "utf-8")
    (folder / names[140]).write_text("other", "utf-8")
    _git(folder, "add", names[140], names[7], "new.yaml")
    _git(folder, "add", "-N", "announced.yaml")
    asked = [*names, "new.yaml", "link.yaml", "missing.yaml"]

    found = tracked_files(folder, [*asked, "announced.yaml"])

    assert len(list((folder / ".git").glob("sharedindex.*"))) == 1
    assert found == frozenset(_git(folder, "ls-files", *names, "new.yaml", "link.yaml").split())
    assert {names[0], names[7], names[140], "new.yaml"} <= found
    assert names[5] not in found


def test_a_split_index_without_its_shared_part(tmp_path: Path) -> None:
    """Nothing is made up."""
    folder = _repository(tmp_path / "repo")
    _write(folder, "a.yaml", "b.yaml")
    _git(folder, "add", "a.yaml")
    _git(folder, "update-index", "--split-index")
    for file in (folder / ".git").glob("sharedindex.*"):
        file.unlink()

    assert tracked_files(folder, ["a.yaml", "b.yaml"]) <= {"a.yaml"}


@pytest.fixture(scope="module")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    """A repository, and its index in each version."""
    folder = _repository(tmp_path_factory.mktemp("damaged"))
    _write(folder, "a.yaml", "b/c.yaml", "d.yaml")
    _git(folder, "add", "a.yaml", "b/c.yaml")
    indexes = []
    for number in ("2", "4"):
        _git(folder, "update-index", "--index-version", number)
        indexes.append((folder / ".git/index").read_bytes())
    _git(folder, "update-index", "--split-index")
    _git(folder, "rm", "-q", "--cached", "a.yaml")
    indexes.append((folder / ".git/index").read_bytes())
    return folder, indexes


@given(st.integers(0, 2), st.integers(0, 400), st.integers(0, 255), st.integers(0, 400))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_index_raises_nothing(
    indexes: tuple[Path, list[bytes]], number: int, at: int, byte: int, end: int
) -> None:
    """Whatever bytes stand in it, the answer is a part of what was asked."""
    folder, whole = indexes
    changed = bytearray(whole[number])
    changed[min(at, len(changed) - 1)] = byte
    (folder / ".git/index").write_bytes(bytes(changed[:end]))

    assert tracked_files(folder, ["a.yaml", "d.yaml"]) <= {"a.yaml", "d.yaml"}
