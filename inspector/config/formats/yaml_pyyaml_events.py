"""The events of PyYAML's own parser, which applications use, with all of its exceptions as errors of YAML."""

from __future__ import annotations

from typing import Any

import yaml

from inspector.config.formats.yaml_state import Crashed


class PyYamlEvents:
    """The events of yaml.SafeLoader. Raises yaml.YAMLError for characters that no YAML may hold."""

    def __init__(self, text: str) -> None:
        self._loader: Any = yaml.SafeLoader(text)  # whose events have no types

    def get_event(self) -> Any:
        """The next event. Raises yaml.YAMLError."""
        try:
            return self._loader.get_event()
        except (ValueError, OverflowError) as error:  # it hands any number of an escape to chr()
            raise Crashed(type(error).__name__, "no character", self._loader.get_mark()) from error
