"""The oracles that several conformance tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conformance import ruby_oracle as ruby
from tests.conformance.node_oracle import NodeOracle, start_oracle
from tests.conformance.ruby_oracle import RubyOracle


@pytest.fixture(scope="module")
def node_oracle() -> Iterator[NodeOracle]:
    """One Node process for all cases of a module."""
    oracle = start_oracle()
    yield oracle
    oracle.close()


@pytest.fixture(scope="module")
def ruby_oracle() -> Iterator[RubyOracle]:
    """One Ruby process for all cases of a module."""
    oracle = ruby.start_oracle()
    yield oracle
    oracle.close()
