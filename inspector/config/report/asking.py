"""What somebody means by a key as typed: a setting, all that is below a key, a variable's name, a key of
another spelling."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from inspector.config.report.building import build_report
from inspector.config.report.model import Report, Request
from inspector.config.resolve import Gone, Setting
from inspector.config.resolve.secrecy import is_secret_part, is_secret_path
from inspector.config.values import KeyPath, join_key, part_text

_LIKE_A_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_PERHAPS_A_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_PROBE = "1"


@dataclass(frozen=True, slots=True)
class Asked:
    """A key that was meant. `setting` is None for one with others below it and for one that is not set.

    `below` are the settings below it, `gone` are keys at or below it that a later layer took away. `secret`
    says that its values must be masked, set or not. `typed` is what was typed when that is no key: another
    spelling, or the name of a `variable` that lands on the key.
    """

    path: KeyPath
    setting: Setting | None = None
    below: tuple[Setting, ...] = ()
    secret: bool = False
    typed: str = ""
    variable: bool = False
    gone: tuple[Gone, ...] = ()

    @property
    def key(self) -> str:
        """The dotted key."""
        return join_key(self.path)


class AmbiguousKeyError(ValueError):
    """A spelling that fits more than one key: `keys`."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(", ".join(keys))
        self.keys = keys


def asked(report: Report, request: Request, typed: str) -> Asked | None:
    """The key that is meant, None when none is.

    Settings, the mappings above them and keys that a schema knows come first; then the names of variables,
    set or not; then other spellings: without quotes, in other letters, with `-` for `_`, with any joint
    between words; then names in small letters, where those mean the same. Raises AmbiguousKeyError when a
    spelling fits several keys and none of them better. For a variable that is not set the report is built
    anew, with the variable in it.
    """
    known = _known(report)
    by_key = {join_key(path): path for path in known}
    if typed in by_key:
        return asked_path(report, by_key[typed])
    is_name = _LIKE_A_NAME.fullmatch(typed) or any(one.variable.name == typed for one in report.landed)
    if is_name and (path := landing(report, request, typed)) is not None:
        return _by_variable(report, typed, path)
    for spelling in _SPELLINGS:
        wanted = spelling(typed)
        fits = [path for path in known if spelling(".".join(map(part_text, path))) == wanted]
        if len(fits) == 1:
            return replace(asked_path(report, fits[0]), typed=typed)
        if fits:
            raise AmbiguousKeyError(tuple(join_key(path) for path in fits))
    if _PERHAPS_A_NAME.fullmatch(typed) and (path := landing(report, request, typed)) in known:
        return _by_variable(report, typed, path)
    return None


def _by_variable(report: Report, name: str, path: KeyPath) -> Asked:
    found = asked_path(report, path)
    return replace(found, secret=found.secret or is_secret_part(name), typed=name, variable=True)


def asked_path(report: Report, path: KeyPath) -> Asked:
    """What stands at a path and below it."""
    setting = next((setting for setting in report.settings if setting.path == path), None)
    below = tuple(s for s in report.settings if s.path[: len(path)] == path and s.path != path)
    gone = tuple(g for g in report.gone if g.setting.path[: len(path)] == path)
    info = report.keys.get(path)
    named = is_secret_path(path) or any(map(is_secret_part, _names(report, path)))
    secret = (
        named
        or (info is not None and info.secret)
        or (setting is not None and setting.secret and not setting.by_shape)
    )
    return Asked(path, setting, below, secret, gone=gone if setting is None else ())


def _names(report: Report, path: KeyPath) -> list[str]:
    return [name.name for name in report.spec.rules.names_for(report.spec, path)]


def landing(report: Report, request: Request, name: str) -> KeyPath | None:
    """Where a variable lands, set or not; None when the application reads no such variable."""
    for landed in report.landed:
        if landed.variable.name == name and not landed.unread:
            return landed.path
    if not report.spec.rules.claims(report.spec, name):
        return None
    probe = build_report(replace(request, what_if=(*request.what_if, (name, _PROBE))))
    found = (landed.path for landed in probe.landed if landed.variable.name == name and not landed.unread)
    return next(found, None)


def _known(report: Report) -> dict[KeyPath, None]:
    """All keys, in reading order: settings, the mappings above them, keys that are not set."""
    paths = [setting.path for setting in report.settings]
    known = dict.fromkeys(paths)
    known.update(dict.fromkeys(path[:length] for path in paths for length in range(1, len(path))))
    known.update(dict.fromkeys(report.keys))
    gone = [gone.setting.path for gone in report.gone]
    known.update(dict.fromkeys(path[:length] for path in gone for length in range(1, len(path) + 1)))
    known.update(dict.fromkeys(missing.path for missing in report.missing))
    return known


def _words(text: str) -> str:
    return "".join(char if char.isalnum() else " " for char in text.casefold())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


_SPELLINGS: tuple[Callable[[str], str], ...] = (
    str,
    str.casefold,
    lambda text: text.casefold().replace("-", "_"),
    _words,
    _letters,
)
