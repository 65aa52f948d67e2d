"""Effective values as the text of a file, with the origin of each as a comment."""

from __future__ import annotations

from inspector.config.export.dotenv_text import dotenv_text
from inspector.config.export.masking import Veil
from inspector.config.export.origins import Origins
from inspector.config.export.toml_text import toml_text
from inspector.config.export.yaml_text import yaml_text
from inspector.config.report import Report


def effective_text(report: Report, format: str, *, reveal: bool = False) -> str:  # noqa: A002
    """The effective values as `yaml`, `toml` or `dotenv` text, which reads back as the same values.

    Each setting has a comment that says where its value was written and what it overrode. What a format
    cannot hold is left out with a comment: null in TOML, and in variables all that no variable can give.
    A hidden value is a comment with its key, so that no program reads the mask. Comments at the end tell of
    keys that a layer took away, and of those that are required and have no value.
    Nothing in the text moves a terminal's cursor. Raises ValueError for another format.
    """
    origins = Origins(report, Veil.of(report, reveal=reveal))
    if format == "yaml":
        return _with_absent(yaml_text(report.values, origins), origins)
    if format == "toml":
        return _with_absent(toml_text(report.values, origins), origins)
    if format == "dotenv":
        return _with_absent(dotenv_text(report, origins), origins)
    raise ValueError(f"{format} is no format for values; known are yaml, toml and dotenv.")


def _with_absent(text: str, origins: Origins) -> str:
    return text + "".join(f"{line}\n" for line in origins.absent())
