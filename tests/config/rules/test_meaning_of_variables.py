"""Which known key a variable was meant for, where its name is split at joints that the key does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.config.dialects.layered import LAYERED
from inspector.config.report import arrivals
from inspector.config.rules.meaning import Meaning
from inspector.config.values import KeyPath, join_key
from tests.config.workspace import found, report_of

_KNOWN: tuple[KeyPath, ...] = (
    ("training",),
    ("training", "batch_size"),
    ("training", "epochs"),
    ("training", "min_size"),
    ("db",),
    ("db", "host"),
    ("db", "port"),
    ("encoder", "layers"),
    ("replica1", "host"),
    ("log", "file"),
    ("server", "maxBodySize"),
    ("a", "timeout"),
    ("b", "timeout"),
)


def _meant(name: str) -> str | None:
    meant = Meaning(LAYERED, _KNOWN).of_variable(tuple(name.lower().split("_")))
    return None if meant is None else join_key(meant)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("TRAINING_BATCH_SIZE", "training.batch_size"),
        ("TRAINING_BATCH_SIZ", "training.batch_size"),
        ("TRAINING_BATCHSIZ", "training.batch_size"),
        ("TRANING_BATCH_SIZE", "training.batch_size"),
        ("TRAIN_EPOCHS", "training.epochs"),
        ("EPOCHS", "training.epochs"),
        ("BATCH_SIZE", "training.batch_size"),
        ("DATABASE_HOST", "db.host"),
        ("DB_HOSTS", "db.host"),
        ("LOGGING_FILE", "log.file"),
        ("SERVER_MAX_BODY_SIZ", "server.maxBodySize"),
    ],
)
def test_a_key_that_was_most_likely_meant(name: str, meant: str) -> None:
    """A slip, a shortened word or a part left out does not hide it."""
    assert _meant(name) == meant


@pytest.mark.parametrize(
    "name",
    [
        "DB_USER",
        "DB_PORTAL",
        "LOGIN_FILE",
        "TRAINING_MAX_SIZE",
        "DECODER_LAYERS",
        "REPLICA2_HOST",
        "CACHE_HOST",
        "TIMEOUT",
        "HOST",
        "TRAINING",
        "TRAINING_EPOCHS_EXTRA_THINGS",
        "X",
        "",
    ],
)
def test_a_key_of_its_own(name: str) -> None:
    """Another word, another number, an end that several keys have, or a mapping is no slip."""
    assert _meant(name) is None


@pytest.mark.parametrize(
    ("variable", "key", "hint"),
    [
        (
            "ML_TRAINING_BATCH_SIZ",
            "training.batch_size",
            "Set training.batch_size in a file. Names are split at each _, so that none reaches a key that "
            "holds one. ",
        ),
        ("ML_TRAIN_EPOCHS", "training.epochs", "Rename it to ML_TRAINING_EPOCHS."),
        ("ML_DATABASE_HOST", "db.host", "Rename it to ML_DB_HOST."),
    ],
)
def test_the_finding_says_what_would_set_it(variable: str, key: str, hint: str, tmp_path: Path) -> None:
    """Or that nothing does, and why; the list of variables says the same."""
    files = {"config.yaml": "training: {batch_size: 1, epochs: 2}\ndb: {host: a}\n"}

    report = report_of(tmp_path, files, {variable: "3"}, environment=None)

    (finding,) = found(report, "variable-lands-elsewhere")
    assert finding.message.endswith(f", which is unknown. Did you mean {key}?")
    assert finding.hint is not None
    assert finding.hint.startswith(hint)
    (arrival,) = arrivals(report)
    assert arrival.meant is not None
    assert join_key(arrival.meant) == key
