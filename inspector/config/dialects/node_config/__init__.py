"""The dialect `node-config`: files by deployment, host and instance, NODE_CONFIG, mapped variables."""

from __future__ import annotations

from inspector.config.dialects.node_config.rules import NodeConfigRules
from inspector.config.dialects.spec import DialectSpec, FileLayer
from inspector.config.layers import LayerKind

__all__ = ["NODE_CONFIG", "NodeConfigRules"]

NODE_CONFIG = DialectSpec(
    name="node-config",
    title="default, deployment, host and local files in config, NODE_CONFIG, then mapped variables",
    rules=NodeConfigRules(),
    library="node-config 5.0.1",
    # Where to look; the rules find the layers themselves.
    files=(FileLayer(LayerKind.BASE, ("config/default.json", "config/default.yaml", "config/default.js")),),
    formats={"json": "json5", "jsonc": "json5", "yaml": "yaml-js"},
    environment_variables=("NODE_CONFIG_ENV", "NODE_ENV"),
    default_environment="development",
)
