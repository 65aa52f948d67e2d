"""The dialect `dotenv`: one `.env` file, loaded by python-dotenv."""

from __future__ import annotations

from inspector.config.dialects.dotenv_files.family import DotenvRules
from inspector.config.dialects.spec import DialectSpec
from inspector.config.shadow import Environ, VariableSources, compose_environ


class PythonDotenvRules(DotenvRules):
    """load_dotenv() as it is called most: what is set already stays, an empty text included."""

    __slots__ = ()

    def compose(self, spec: DialectSpec, sources: VariableSources) -> Environ:  # noqa: ARG002
        """load_dotenv(override=False)."""
        return compose_environ(sources)


DOTENV = DialectSpec(
    name="dotenv",
    title=".env as python-dotenv loads it; variables that are set already win",
    library="python-dotenv 1.2",
    rules=PythonDotenvRules(),
    dotenv=(".env",),
)
