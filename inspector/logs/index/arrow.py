"""Columns handed to DuckDB without a copy, by the Arrow C interface."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import nanoarrow
import numpy as np
from nanoarrow.c_array import CArray, c_array, c_array_from_buffers
from numpy.typing import NDArray


class Batch:
    """A table of columns that stands in SQL under the name it is registered with."""

    def __init__(self, columns: Mapping[str, CArray]) -> None:
        fields = {name: nanoarrow.Schema(column.schema) for name, column in columns.items()}
        length = len(next(iter(columns.values())))
        self._array = c_array_from_buffers(
            nanoarrow.struct(fields), length, [None], children=list(columns.values())
        )

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return nanoarrow.ArrayStream(self._array).__arrow_c_stream__(requested_schema)


def integers(values: NDArray[np.int64]) -> CArray:
    """An int64 column over the same memory."""
    return c_array_from_buffers(nanoarrow.int64(), len(values), [None, np.ascontiguousarray(values)])


def slices(data: bytes, starts: NDArray[np.int64], end: int) -> CArray:
    """A text column over the same bytes, valid UTF-8: each ends where the next begins, the last at `end`."""
    offsets = np.empty(len(starts) + 1, np.int32)
    offsets[:-1] = starts
    offsets[-1] = end
    return c_array_from_buffers(nanoarrow.string(), len(starts), [None, offsets, data])


def column(values: Sequence[Any], kind: Any) -> CArray:
    """A column of Python values, None included."""
    return c_array(values, kind)
