"""dotenv_values of python-dotenv 1.2 on a file that was read already: each file by itself.

Unlike load_dotenv, a name that the file itself gave before counts more than the process's own where `${…}` is
filled in, and PYTHON_DOTENV_DISABLED changes nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from dotenv.parser import parse_stream
from dotenv.variables import parse_variables

from inspector.base.places import Place
from inspector.config.layers import Layer
from inspector.config.shadow import Variable

_LINE_END = re.compile(r"\r\n|\r")


def dotenv_variables(layer: Layer, environ: Mapping[str, str]) -> tuple[Variable, ...]:
    """The variables of a `.env` file, each name once, where it stands first, with its last value."""
    document = layer.document
    if document is None or document.root is None:
        return ()
    texts: dict[str, tuple[str | None, str | None]] = {}
    for binding in parse_stream(io.StringIO(_LINE_END.sub("\n", document.text))):
        if binding.key is None:
            continue
        text = binding.value
        if text is not None:
            known = {**environ, **{name: value or "" for name, (value, _) in texts.items()}}
            text = "".join(atom.resolve(known) for atom in parse_variables(text))
        texts[binding.key] = (text, binding.value)
    places = {str(name): (node.place, node.key_place) for name, node in document.root.entries}
    return tuple(
        Variable(layer, name, text, written, _named(places[name][0], name), places[name][1])
        for name, (text, written) in texts.items()
        if name in places
    )


def _named(place: Place, name: str) -> Place:
    return Place(place.path, place.line, place.column, place.end_line, place.end_column, name)
