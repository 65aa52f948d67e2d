"""Environments of Compose services, and lists and mappings written in the same way."""

from __future__ import annotations

import re
from typing import Any

from inspector.config.environ.written import Part, Written, last_of_each
from inspector.config.environ.yaml_values import text_of

_FILLED_IN = re.compile(r"\$(?:(\$)|(?=[A-Za-z_{]))")


def is_compose(value: Any) -> bool:
    """Whether a value is a whole Compose file."""
    return isinstance(value, dict) and isinstance(value.get("services"), dict)


def services_of(value: Any) -> list[Part]:
    """The services of a Compose file that have an environment; all of them when none has."""
    services = {name: service for name, service in value["services"].items() if isinstance(service, dict)}
    with_some = [name for name, service in services.items() if service.get("environment")]
    return [Part(name, _Service(services[name])) for name in with_some or services]


def read_environment(environment: Any) -> Written:
    """A list of `NAME=value`, or a mapping of names to single values.

    What Compose fills in from elsewhere is left out: names without a value, and values with `${…}`.
    Raises ValueError with a part of a sentence for anything else.
    """
    pairs: list[tuple[str, Any]] = []
    if isinstance(environment, dict):
        pairs = list(environment.items())
    elif isinstance(environment, list):
        for number, entry in enumerate(environment, start=1):
            if not isinstance(entry, str) or not entry.partition("=")[0]:
                raise ValueError(f"entry {number} of its environment is not NAME=value")
            name, equal, value = entry.partition("=")
            pairs.append((name, value if equal else None))
    elif environment is not None:
        raise ValueError("its environment is neither a list nor a mapping")
    known: list[tuple[str, str]] = []
    notes = []
    for name, value in pairs:
        if isinstance(value, dict | list):
            raise ValueError(f"{name} in its environment is no single value")
        text = text_of(value)
        if value is None:
            notes.append(f"{name} is left out: its value is that of the shell in which Compose runs.")
        elif any(found[1] is None for found in _FILLED_IN.finditer(text)):
            notes.append(f"{name} is left out: Compose fills in a value (docker compose config shows it).")
        else:
            known.append((name, text.replace("$$", "$")))
    return Written(last_of_each(known), tuple(dict.fromkeys(notes)))


class _Service:
    """Reads the environment of one service."""

    def __init__(self, service: dict[str, Any]) -> None:
        self._service = service

    def __call__(self) -> Written:
        """Its own variables; those of other files and of the image are not in the text."""
        written = read_environment(self._service.get("environment"))
        others = [name for name in ("env_file", "extends") if self._service.get(name)]
        notes = tuple(
            f"What {name} brings in is not known (docker compose config shows it)." for name in others
        )
        return Written(written.variables, (*written.notes, *notes))
