"""Globs with bounded work."""

from __future__ import annotations

import glob
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.config.discover import globbing
from inspector.config.discover.globbing import matching_files

_FILES = (
    "a.yaml",
    "b.yml",
    ".hidden.yaml",
    "conf/a.yaml",
    "conf/b/c.yaml",
    "conf/b/.d/e.yaml",
    "conf.d/10.yaml",
    "x[1].yaml",
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few files, and links in a ring."""
    root = tmp_path_factory.mktemp("tree")
    for name in _FILES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("")
    (root / "conf/b/back").symlink_to(root)
    return root


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("a.yaml", ["a.yaml"]),
        ("*.yaml", ["a.yaml", "x[1].yaml"]),
        (".*.yaml", [".hidden.yaml"]),
        ("*/*.yaml", ["conf.d/10.yaml", "conf/a.yaml"]),
        ("**/*.yaml", ["a.yaml", "conf.d/10.yaml", "conf/a.yaml", "conf/b/c.yaml", "x[1].yaml"]),
        ("conf/**/c.yaml", ["conf/b/c.yaml"]),
        ("conf/b/back/a.yaml", ["conf/b/back/a.yaml"]),
        ("conf/b/**", ["conf/b/c.yaml"]),
        ("[ab].y*ml", ["a.yaml", "b.yml"]),
        ("conf", []),
        ("none/*.yaml", []),
        ("a.yaml/*", []),
        ("", []),
        ("/", []),
        ("*\0*", []),
        ("\0/*", []),
        ("conf/../a.yaml", ["conf/../a.yaml"]),
    ],
)
def test_patterns(pattern: str, files: list[str], tree: Path) -> None:
    """Files alone, in the order of their names."""
    assert matching_files(tree, pattern) == files


@settings(deadline=None)
@given(
    parts=st.lists(
        st.sampled_from(["*", "?.yaml", "*.yaml", "conf", "conf*", "b", "[a-c]*"]), min_size=1, max_size=3
    ),
    anywhere=st.none() | st.integers(0, 2),
)
def test_the_same_files_as_pythons_glob(parts: list[str], anywhere: int | None, tree: Path) -> None:
    """`**` apart from the link, whose ring glob follows."""
    if anywhere is not None:
        parts.insert(anywhere, "**")
    pattern = "/".join(parts if parts[-1] != "**" else [*parts, "*.yaml"])
    expected = {
        match
        for match in glob.glob(pattern, root_dir=tree, recursive=True)  # noqa: PTH207
        if (tree / match).is_file() and "back/" not in match
    }

    assert {match for match in matching_files(tree, pattern) if "back/" not in match} == expected


def test_work_is_bounded(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk over everything ends when enough names were seen, and gives no more files than that."""
    monkeypatch.setattr(globbing, "MAX_NAMES", 50)

    assert matching_files(tree, "/**/there-is-no-such-file") == []

    monkeypatch.setattr(globbing, "MAX_FILES", 2)
    assert len(matching_files(tree, "**/*")) == 2
