"""The language of the search box: words, operators, and what is wrong with them. Nothing here knows Qt."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from inspector.config.layers import Layer, LayerKind, LayerStatus
from inspector.config.report import Report
from inspector.ui.config.words import LAYER_WORDS, plural

TEXT = ""
"""The operator of a plain word."""
SOURCE, TYPE = "@source", "@type"

MARKS: Mapping[str, str] = MappingProxyType(
    {
        "@modified": "differs from what the defaults and the base file say",
        "@overridden": "more than one layer sets it",
        "@invalid": "breaks a rule of the schema",
        "@secret": "is masked until revealed",
        "@unreachable": "no variable can set it",
    }
)
"""The operators that stand alone, and what they keep."""
NAMED: Mapping[str, str] = MappingProxyType(
    {SOURCE: "the layer that decides the value", TYPE: "the type of the value"}
)
"""The operators that take a value behind a colon."""
EXAMPLES: Mapping[str, str] = MappingProxyType({SOURCE: "@source:variable", TYPE: "@type:int"})

_WORD = re.compile(r'(?P<minus>-?)(?:(?P<name>@[^\s:"]*:)?"(?P<quoted>[^"]*+)"?(?=\s|$)|(?P<plain>\S+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. `operator` is TEXT for a plain word; `value` is in lower case, "" where none is."""

    operator: str
    value: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What the search box asks for; all terms must hold, values of one operator are alternatives.

    `unknown` are @words that mean nothing: no setting answers them. `unfinished` are operators that are
    still being typed: they keep everything.
    """

    terms: tuple[Term, ...] = ()
    unknown: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """True when every row answers."""
        return not (self.terms or self.unknown)

    def values(self, operator: str, *, negated: bool = False) -> tuple[str, ...]:
        """The values that this operator was given."""
        return tuple(t.value for t in self.terms if t.operator == operator and t.negated is negated)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed: where it stands, whether `-` stands before it, its operator and its value.

    `operator` is None for plain text, "" never; it has no colon. `value` is None without a colon.
    """

    start: int
    end: int
    negated: bool
    operator: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The values that operators can take in one report, each with a remark: layers low to high, and types."""

    sources: tuple[tuple[str, str], ...] = ()
    types: tuple[tuple[str, str], ...] = ()

    def of(self, operator: str) -> tuple[tuple[str, str], ...]:
        """The values of an operator."""
        return {SOURCE: self.sources, TYPE: self.types}.get(operator, ())


def words_of(text: str) -> Iterator[Word]:
    """The words of a search box. Any text has some reading; quotes hold blanks and `@` together."""
    for found in _WORD.finditer(text):
        minus, name, quoted, plain = found.group("minus", "name", "quoted", "plain")
        operator: str | None = None
        value: str | None = quoted
        if name is not None:
            operator = name[:-1].lower()
        elif plain is not None and plain.startswith("@"):
            head, colon, rest = plain.partition(":")
            operator, value = head.lower(), rest if colon else None
        elif plain is not None:
            value = plain
        yield Word(found.start(), found.end(), bool(minus), operator, value)


def parse_query(text: str) -> Query:
    """Read the search box. Case does not matter; a `-` in front of a word turns it round."""
    terms: list[Term] = []
    unknown: list[str] = []
    unfinished: list[str] = []
    for word in words_of(text):
        value = (word.value or "").lower()
        if word.operator is None:
            if value not in ("", "-"):
                terms.append(Term(TEXT, value, word.negated))
        elif word.operator in MARKS and word.value is None:
            terms.append(Term(word.operator, "", word.negated))
        elif word.operator in NAMED and value:
            terms.append(Term(word.operator, value, word.negated))
        elif word.operator in NAMED or (word.value is None and _begins(word.operator)):
            unfinished.append(text[word.start : word.end].removeprefix("-"))
        else:
            unknown.append(text[word.start : word.end].removeprefix("-"))
    return Query(tuple(terms), tuple(unknown), tuple(unfinished))


def vocabulary_of(report: Report) -> Vocabulary:
    """What can stand behind `@source:` and `@type:`: kinds of layers first, then single files."""
    kinds: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for layer in report.layers:
        if layer.status not in (LayerStatus.MISSING, LayerStatus.INACTIVE):
            word = LAYER_WORDS[layer.kind]
            kinds.setdefault(word, []).append(layer.label)
            labels[layer.label] = word
    sources = {word: ", ".join(dict.fromkeys(names)) for word, names in kinds.items()}
    for label, word in labels.items():
        sources.setdefault(label, f"only this {word}")
    counts: dict[str, int] = {}
    for setting in report.settings:
        word = setting.type.partition(" ")[0]
        counts[word] = counts.get(word, 0) + 1
    types = sorted(counts.items(), key=_most_first)
    return Vocabulary(tuple(sources.items()), tuple((word, plural(n, "setting")) for word, n in types))


def problems_of(query: Query, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the user should know about the words: sentences, the worst first."""
    told = [_unknown(word) for word in query.unknown]
    for term in query.terms:
        if term.operator == SOURCE and not matched(term.value, _names(vocabulary.sources)):
            told.append(f"No layer here is called {term.value}.")
        elif term.operator == TYPE and not matched(term.value, (*_names(vocabulary.types), "secret")):
            told.append(f"No setting here has the type {term.value}.")
    for word in query.unfinished:
        name = word.partition(":")[0].lower()
        what = f"needs a value, as in {EXAMPLES[name]}" if name in NAMED else "is not complete"
        told.append(f"{word} {what}.")
    return tuple(dict.fromkeys(told))


def matched(word: str, names: tuple[str, ...]) -> frozenset[str]:
    """The names, in lower case, that a word means: exactly this one, else all that begin with it."""
    lowered = frozenset(name.lower() for name in names)
    return frozenset((word,)) if word in lowered else frozenset(n for n in lowered if n.startswith(word))


def names_of(layer: Layer) -> tuple[str, ...]:
    """What `@source:` may call a layer."""
    return (*kind_names(layer.kind), layer.label, *((layer.path,) if layer.path else ()))


def kind_names(kind: LayerKind) -> tuple[str, ...]:
    """What `@source:` may call all layers of a kind."""
    return tuple(dict.fromkeys((kind.value, LAYER_WORDS[kind], kind.word)))


def _names(values: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    kinds = tuple(name for kind in LayerKind for name in kind_names(kind))
    return (*kinds, *(value for value, _ in values))


def _begins(operator: str) -> bool:
    return any(name.startswith(operator) for name in (*MARKS, *NAMED))


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    word, count = counted
    return -count, word


def _unknown(word: str) -> str:
    name, colon, _ = word.lower().partition(":")
    if colon and name in MARKS:
        return f"{name} takes no value."
    near = difflib.get_close_matches(name, (*MARKS, *NAMED), 1)
    return f"{word} means nothing here." + (f" Did you mean {near[0]}?" if near else "")
