"""Which names look mistyped, and which are names of their own."""

from __future__ import annotations

import pytest

from inspector.config.dialects.layered import LAYERED
from inspector.config.rules.meaning import Meaning, is_typo


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("trainig", "training"),
        ("epoch", "epochs"),
        ("hots", "host"),
        ("batchsize", "batch_size"),
        ("batch-size", "batch_size"),
        ("Training", "training"),
        ("trainingrates", "trainingRate"),
        ("lerning_rate", "learning_rate"),
        ("maxConections", "maxConnections"),
        ("authetnicaton", "authentication"),
    ],
)
def test_mistyped(name: str, other: str) -> None:
    """One slip, or other joints."""
    assert is_typo(name, other)
    assert is_typo(other, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("host", "host"),
        ("host1", "host2"),
        ("database", "database2"),
        ("max_size", "min_size"),
        ("encoder", "decoder"),
        ("cpu", "gpu"),
        ("mode", "model"),
        ("state", "stage"),
        ("read_timeout", "write_timeout"),
        ("src_port", "dst_port"),
        ("key_a", "key_b"),
        ("import", "export"),
        ("minimum", "maximum"),
        ("input", "output"),
        ("on", "off"),
        ("a", "A"),
        ("_", "__"),
        ("", "a"),
    ],
)
def test_two_names(name: str, other: str) -> None:
    """Names that differ on purpose."""
    assert not is_typo(name, other)
    assert not is_typo(other, name)


def test_the_work_is_bounded() -> None:
    """After enough comparisons nothing is found any more, in place of waiting."""
    known = [(f"group{number}", "settings") for number in range(10_000)]
    meaning = Meaning(LAYERED, known)

    answers = [meaning.closest(("group7", "setings")) for _ in range(100)]

    assert answers[0] is not None
    assert answers[-1] is None
