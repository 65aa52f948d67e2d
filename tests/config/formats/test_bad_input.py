"""Input that is made to hurt: each a finding, in bounded time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from inspector.base.findings import Severity
from inspector.config.formats import FORMATS, forget_documents, parse, read_document

# Nothing is wrong with these: 1:1 is text in YAML 1.2, JavaScript has infinity, a variable may name itself.
_VARIABLES = {"self", "nested", "open", "space", "growth", "quotes", "lines"}
_HARMLESS = {
    "yaml-1.2": {"sexagesimal"},
    "yaml-js": {"sexagesimal"},
    "jsonc": {"digits"},
    "json5": {"digits"},
    "toml": {"long lines"},
    "dotenv": _VARIABLES,
    "dotenv-js": _VARIABLES,
    "dotenv-ruby": _VARIABLES,
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of memory for a process")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", [file_format.name for file_format in FORMATS])
def test_bombs_are_findings_in_bounded_time_and_memory(name: str, root: Path) -> None:
    """Ten thousand levels, repetitions of repetitions, errors without end: a GiB and seconds are enough."""
    from tests.config.formats import bombs

    done = subprocess.run(
        [sys.executable, "-m", "tests.config.formats.bombs", name],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [kind for kind, _, _ in told] == list(bombs.BOMBS[name])
    for kind, codes, seconds in told:
        assert seconds < bombs.SECONDS_EACH, kind
        assert codes or kind in _HARMLESS.get(name, ()), kind


@pytest.mark.parametrize("name", [file_format.name for file_format in FORMATS])
@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)),
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        "a: 1\n".encode("utf-16"),
        "a: 1\n".encode("utf-16-le"),
        "a: 1\n".encode("utf-32"),
        b"a: \xed\xa0\x80\n",
        b"a: \xc0\x80\n",
        b"a = 'caf\xe9'\n",
        b'{"a": "\x00"}',
    ],
)
def test_what_is_no_text_is_a_finding_in_every_format(name: str, data: bytes) -> None:
    """Whatever the name says; the finding has the place of the first bad byte."""
    document = parse(data, "c", name)
    assert document.root is None
    (finding,) = document.findings
    assert (finding.code, finding.severity) == ("file-not-text", Severity.ERROR)
    assert finding.places[0].line is not None


def test_a_loop_of_links_is_unreadable(tmp_path: Path) -> None:
    """Two links that point at each other are no file."""
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    (finding,) = read_document(tmp_path / "a.yaml", "a.yaml").findings
    assert finding.code == "file-unreadable"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="only Unix has devices that never end")
def test_a_device_is_no_file(tmp_path: Path) -> None:
    """A link to a device that never ends is not read."""
    (tmp_path / "c.yaml").symlink_to("/dev/zero")
    (finding,) = read_document(tmp_path / "c.yaml", "c.yaml").findings
    assert finding.code == "file-unreadable"


def test_a_file_may_change_while_it_is_read(tmp_path: Path) -> None:
    """It grows, shrinks and vanishes: every reading is a whole document or a finding, and none raises."""
    file = tmp_path / "c.yaml"
    texts = ["a: 1\n", "a: 1\n" + "".join(f"k{n}: {n}\n" for n in range(5000)), ""]
    stop = threading.Event()

    def write() -> None:
        count = 0
        while not stop.is_set():
            count += 1
            if count % 4 == 3:
                file.unlink(missing_ok=True)
            else:
                file.write_text(texts[count % 4])

    writer = threading.Thread(target=write)
    writer.start()
    codes: set[str] = set()
    try:
        for _ in range(150):
            forget_documents()
            document = read_document(file, "c.yaml")
            codes |= {finding.code for finding in document.findings}
            assert document.root is None or document.root.child("a") is not None
    finally:
        stop.set()
        writer.join()
    assert codes <= {"file-unreadable", "empty-file", "broken-file"}


def test_a_nul_byte_is_told_as_one() -> None:
    """It is UTF-8, and no text all the same."""
    (finding,) = parse(b"a: 1\nb: \0\n", "config.yaml", "yaml").findings

    assert finding.code == "file-not-text"
    assert finding.message == "The file holds a NUL byte, at byte 9: no text has one."
    assert finding.hint == "Remove it, or check that this is the right file."
    assert (finding.places[0].line, finding.places[0].column) == (2, 4)
