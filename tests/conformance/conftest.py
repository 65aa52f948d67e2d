"""The oracles that several conformance tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conformance.node_oracle import NodeOracle, start_oracle


@pytest.fixture(scope="module")
def node_oracle() -> Iterator[NodeOracle]:
    """One Node process for all cases of a module."""
    oracle = start_oracle()
    yield oracle
    oracle.close()
