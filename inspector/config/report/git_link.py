"""The extension of a split git index: which index it shares, and what it changes in that.

gitformat-index(5), "Split index"; the bit maps are those of gitformat-bitmap(5).
"""

from __future__ import annotations

from dataclasses import dataclass

LINK = b"link"
_WORD_BITS = 64
_RUN_BITS = 32


class BadLinkError(ValueError):
    """The extension is cut off."""


@dataclass(frozen=True, slots=True)
class Link:
    """The shared index by its hash in hexadecimal digits, and numbers of its entries.

    `deleted` count no more; `replaced` have the facts of the split index's own entries without a name, in
    their order.
    """

    shared: str
    deleted: frozenset[int] = frozenset()
    replaced: tuple[int, ...] = ()


def link_of(data: bytes, at: int, end: int, hash_bytes: int, most: int) -> Link | None:
    """The link among the extensions, which stand from `at` to `end`; None when the index is no split one.

    No number beyond `most` is looked at. Raises BadLinkError.
    """
    while at + 8 <= end:
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        body = data[at + 8 : min(at + 8 + size, end)]
        if data[at : at + 4] != LINK:
            at += 8 + size
            continue
        shared, maps = body[:hash_bytes], body[hash_bytes:]
        if len(shared) < hash_bytes:
            raise BadLinkError
        if not any(shared):
            return None
        if not maps:
            return Link(shared.hex())
        deleted, after = _bit_map(maps, 0, most)
        replaced, _ = _bit_map(maps, after, most)
        return Link(shared.hex(), frozenset(deleted), tuple(replaced))
    return None


def _bit_map(data: bytes, at: int, most: int) -> tuple[list[int], int]:
    """The numbers of the bits that are set in a compressed map, and where it ends."""
    words_at = at + 8
    end = words_at + int.from_bytes(data[at + 4 : words_at], "big") * 8
    if len(data) < end + 4:
        raise BadLinkError
    bits: list[int] = []
    number = 0
    at = words_at
    while at < end and number < most:
        marker = int.from_bytes(data[at : at + 8], "big")
        run = (marker >> 1 & (1 << _RUN_BITS) - 1) * _WORD_BITS
        if marker & 1:
            bits += range(number, min(number + run, most))
        number += run
        literals = marker >> 1 + _RUN_BITS
        at += 8
        for _ in range(literals):
            if at >= end or number >= most:
                break
            word = int.from_bytes(data[at : at + 8], "big")
            bits += [number + bit for bit in range(_WORD_BITS) if word >> bit & 1]
            number += _WORD_BITS
            at += 8
    return bits, end + 4
