"""Line ends of a file, which libraries that read in text mode never see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from inspector.config.formats.positions import Positions
from inspector.config.values import Node


def as_written(nodes: Mapping[str, Node], text: str, path: str) -> dict[str, Node]:
    r"""The nodes of a text that was read with `\n` in place of `\r\n` and `\r`: `raw` as the file has it.

    Lines and columns are the same in both texts.
    """
    if "\r" not in text:
        return dict(nodes)
    positions = Positions(text, path)
    return {
        name: replace(node, raw=positions.text_at(text, node.place)) if "\n" in (node.raw or "") else node
        for name, node in nodes.items()
    }
