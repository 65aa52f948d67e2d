"""Files of variables as python-dotenv reads them, and what load_dotenv leaves in an environment."""

from __future__ import annotations

import io
import re
from collections import ChainMap
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from dotenv.parser import Binding, Original, Reader, parse_binding
from dotenv.variables import Variable, parse_variables

from inspector.base.findings import Finding
from inspector.base.places import Place
from inspector.config.formats.line_ends import as_written
from inspector.config.formats.positions import Positions
from inspector.config.formats.problems import duplicate_key, problem
from inspector.config.values import Document, Node, NodeKind

FORMAT = "dotenv"

# Python opens text files with universal newlines, so that this is what the library gets to see. Lines and
# columns are the same in both texts.
_LINE_END = re.compile(r"\r\n|\r")
_BLANK = re.compile(r"\s*")
_EXPORT = re.compile(r"export[^\S\r\n]+")
_KEY = re.compile(r"'[^']+'|[^=\#\s]+")
_EQUAL = re.compile(r"[^\S\r\n]*=[^\S\r\n]*")
_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_SIMPLE = re.compile(r"([^=\#\s']+)(?:=([^\s'\"\#]*))?(?:\n|\Z)")
_COMMENT = re.compile(r"\s+#.*")
MAX_CHARS = 8 * 1024 * 1024
"""What the values of a file may have together once their references are filled in."""

_MAX_SEARCHED_CHARS = 50_000_000  # the library looks from each `${` to the end of the value

GROWS = "its references make it grow beyond all bounds"

_DISABLED = frozenset(["1", "true", "t", "yes", "y"])


@dataclass(frozen=True, slots=True)
class DotenvValue:
    """What became of one name of a file when load_dotenv ran.

    `written` is the text before and `value` the text after `${…}` was filled in; None when the name stands
    alone, without `=`. `applied` is False when the name was already set, has no value, or loading is
    disabled; `reason` then says which. `place` is where the value stands. `unset` are names that
    references without a default name and that nothing had set: empty text stands in their place.
    """

    name: str
    value: str | None
    written: str | None
    applied: bool
    reason: str
    place: Place
    key_place: Place
    unset: tuple[str, ...] = ()


def parse(text: str, path: str) -> Document:
    """Read a file of variables. The values of the tree are as written: `${…}` is not filled in yet."""
    text = text.removeprefix("\ufeff")
    seen_text = _LINE_END.sub("\n", text)
    positions = Positions(seen_text, path)
    findings: list[Finding] = []
    entries: dict[str, Node] = {}
    places: dict[str, list[Place]] = {}
    offset = 0
    for binding in _bindings(seen_text):
        start, offset = offset, offset + len(binding.original.string)
        if binding.error:
            findings.append(_bad_line(seen_text, start, offset, positions))
        elif binding.key is not None:
            node = _entry(binding, seen_text, start, positions)
            places.setdefault(binding.key, []).append(node.key_place or node.place)
            entries[binding.key] = node
            if "=" in binding.key and binding.value is not None:
                findings.append(_bad_name(node))
    findings += [duplicate_key((name,), tuple(spots)) for name, spots in places.items() if len(spots) > 1]
    root = Node(
        NodeKind.MAPPING,
        {name: node.value for name, node in entries.items()},
        positions.place(0, len(seen_text)),
        entries=tuple(as_written(entries, text, path).items()),
    )
    return Document(path, FORMAT, text, root, tuple(findings))


def load(
    document: Document, environ: Mapping[str, str] | Iterable[tuple[str, str]], *, override: bool = False
) -> tuple[DotenvValue, ...]:
    """What load_dotenv(override=…) does with a file in this environment, name by name.

    The names come in the order in which they reach the environment. Nothing is changed: add the pairs of
    the applied ones to `environ` before loading the next file.
    """
    variables: dict[str, str | None] = dict(environ)
    if document.root is None:
        return ()
    disabled = (variables.get("PYTHON_DOTENV_DISABLED") or "").casefold() in _DISABLED
    written: dict[str, str | None] = {}
    resolved: dict[str, str | None] = {}
    known = ChainMap[str, str | None](*((resolved, variables) if override else (variables, resolved)))
    endless: set[str] = set()
    left = MAX_CHARS
    unset: dict[str, tuple[str, ...]] = {}
    for binding in _bindings(_LINE_END.sub("\n", document.text)):
        if binding.key is None:
            continue
        value = binding.value
        if value is not None and "$" in value:
            filled = _filled(value, known, endless, left)
            unset[binding.key] = _unset(value, known) if filled is not None else ()
            value = filled
            if value is None:
                endless.add(binding.key)
            left -= len(value or "")
        if "$" not in (binding.value or ""):
            unset.pop(binding.key, None)
        written[binding.key] = binding.value
        resolved[binding.key] = value
    loaded = []
    crashed = False
    for key, node in document.root.entries:
        name, reason = str(key), ""
        if disabled:
            reason = "PYTHON_DOTENV_DISABLED is set, so no file is loaded"
        elif crashed:
            reason = "load_dotenv stopped with ValueError before it"
        elif name in variables and not override:
            reason = "already set in the environment, which load_dotenv does not override"
        elif name in endless:
            reason = GROWS
        elif resolved[name] is None:
            reason = "has no value: there is no = behind the name"
        elif "=" in name:
            crashed = True
            reason = "no environment accepts a name with =: load_dotenv stops here with ValueError"
        loaded.append(
            DotenvValue(
                name=name,
                value=resolved[name],
                written=written[name],
                applied=not reason,
                reason=reason,
                place=node.place,
                key_place=node.key_place or node.place,
                unset=unset.get(name, ()),
            )
        )
    return tuple(loaded)


def _bindings(text: str) -> Iterator[Binding]:
    """What `dotenv.parser.parse_stream` gives, with 1 for every line number."""
    reader = Reader(io.StringIO(text))
    while reader.has_next():
        simple = _SIMPLE.match(text, reader.position.chars)
        if simple is None:
            yield parse_binding(reader)
        else:  # nothing for the library to decide, which takes five times as long
            reader.position.chars = simple.end()
            yield Binding(simple[1], simple[2], Original(simple[0], 1), error=False)


def _filled(value: str, known: Mapping[str, str | None], endless: Container[str], left: int) -> str | None:
    """The value with its references filled in; None when that needs more characters than are `left`, or one
    of the `endless` values."""
    if value.count("${") * len(value) > _MAX_SEARCHED_CHARS:
        return None
    pieces: list[str] = []
    for atom in parse_variables(value):
        if isinstance(atom, Variable) and atom.name in endless:
            return None
        piece = atom.resolve(known)
        left -= len(piece)
        if left < 0:
            return None
        pieces.append(piece)
    return "".join(pieces)


def _unset(value: str, known: Mapping[str, str | None]) -> tuple[str, ...]:
    """The names of references that are filled in with nothing, because nothing has set them."""
    variables = (atom for atom in parse_variables(value) if isinstance(atom, Variable))
    return tuple(one.name for one in variables if one.default is None and known.get(one.name) is None)


def _entry(binding: Binding, text: str, start: int, positions: Positions) -> Node:
    """The node of a binding: the library says what it is, the text says where."""
    at = _end(_BLANK, text, start)
    at = _end(_EXPORT, text, at)
    key_end = _end(_KEY, text, at)
    key_place = positions.place(at, key_end)
    if binding.value is None:
        return Node(NodeKind.SCALAR, None, positions.place(key_end, key_end), key_place, "")
    value_start = _end(_EQUAL, text, key_end)
    value_end = _value_end(text, value_start, spaced=text[value_start - 1] != "=")
    place = positions.place(value_start, value_end)
    return Node(NodeKind.SCALAR, binding.value, place, key_place, text[value_start:value_end])


_NAMED = re.compile(r"^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=", re.MULTILINE)
_MAX_NAMED = 5
_ARE = ("is", "are")


def _value_end(text: str, start: int, *, spaced: bool) -> int:
    quoted = _QUOTED.match(text, start)
    if quoted is not None:
        return quoted.end()
    line = re.compile(r"[^\r\n]*").match(text, start)
    written = line.group() if line is not None else ""
    if spaced and written.startswith("#"):
        return start
    return start + len(_COMMENT.sub("", written).rstrip())


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return start if match is None else match.end()


def _bad_name(node: Node) -> Finding:
    return problem(
        "broken-file",
        "No environment accepts a name with =: load_dotenv stops here with ValueError.",
        "Write the name without quotes and without =.",
        node.key_place or node.place,
    )


def _bad_line(text: str, start: int, end: int, positions: Positions) -> Finding:
    first = _end(_BLANK, text, start)
    last = first + len(text[first:end].rstrip())
    message = "This line is no variable; python-dotenv skips it with a warning in the application's log."
    place = positions.place(first, last)
    if place.line is not None and place.end_line is not None and place.end_line > place.line:
        names = _NAMED.findall(text, first, last)
        more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
        lost = f", so that {', '.join(names[:_MAX_NAMED])}{more} {_ARE[len(names) > 1]} lost" if names else ""
        message = (
            f"A quote swallows lines {place.line} to {place.end_line}: together they are no variable{lost}; "
            "python-dotenv skips them with a warning in the application's log."
        )
    return problem(
        "dotenv-bad-line",
        message,
        "Write NAME=value, close every quote, and start comments with #.",
        place,
    )
