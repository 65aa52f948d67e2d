"""The dialect `dotenv-npm`: one `.env` file, loaded by the npm package dotenv without any expansion."""

from __future__ import annotations

from inspector.config.dialects.dotenv_files.flow import FlowRules
from inspector.config.dialects.spec import DialectSpec

DOTENV_NPM = DialectSpec(
    name="dotenv-npm",
    title=".env as the npm package dotenv loads it; variables that are set already win",
    library="dotenv 18.0 (npm)",
    rules=FlowRules(),
    dotenv=(".env",),
    formats={"dotenv": "dotenv-js"},
)
