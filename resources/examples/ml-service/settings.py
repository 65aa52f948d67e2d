"""The settings of ml-service, and the way they are put together.

Low to high: the defaults below, `defaults.toml`, `config.yaml`, `config.<environment>.yaml`,
`deploy.<environment>.json`, then variables that begin with `ML_`, where `.env.<environment>` and `.env`
set those that the process does not have. `python settings.py production` shows the result.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from pathlib import Path
from typing import Any, Literal

import yaml
from dotenv import load_dotenv
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

FOLDER = Path(__file__).resolve().parent
PREFIX = "ML_"


class Section(BaseModel):
    """Settings that belong together; unknown names and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Service(Section):
    """What this service is, and for whom it runs."""

    name: str = Field(description="Name in logs and metrics.")
    version: str = Field(default="0.0.0", description="Release that is running.")
    country: str = Field(default="DE", pattern="^[A-Z]{2}$", description="Country whose rules apply.")
    debug: bool = Field(default=False, description="Show tracebacks in responses.")


class Server(Section):
    """The HTTP server."""

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8080, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(default=2, ge=1, le=64, description="Processes that answer requests.")
    timeout: int = Field(default=30, ge=1, le=300, description="Seconds until a request is given up.")
    origins: list[str] = Field(default=["http://localhost:3000"], description="Pages that may call.")


class Model(Section):
    """The model that answers."""

    name: str = Field(description="Name in the registry.")
    path: str = Field(description="Where the weights are.")
    device: Literal["cpu", "cuda", "mps"] = Field(default="cpu", description="Where it computes.")
    threshold: float = Field(default=0.5, ge=0, le=1, description="Scores below are not reported.")
    max_length: int = Field(default=512, gt=0, le=2048, description="Tokens per input.")
    labels: list[str] = Field(default=["other"], description="Classes, in the order of the outputs.")


class Training(Section):
    """How the model is trained again each night."""

    batch_size: int = Field(default=16, gt=0, multiple_of=8, description="Samples per step.")
    learning_rate: float = Field(default=0.001, gt=0, lt=1, description="Size of the first steps.")
    epochs: int = Field(default=3, ge=1, description="Passes over the data.")
    optimizer: Literal["adamw", "sgd"] = Field(default="adamw", description="Rule for a step.")
    seed: int = Field(default=42, ge=0, description="Start of all random numbers.")
    num_workers: int = Field(default=2, ge=0, le=32, description="Processes that load data.")
    precision: Literal["float32", "bfloat16"] = Field(default="float32", description="Number format.")
    augmentations: list[str] = Field(default=[], description="Changes made to training texts.")


class Features(Section):
    """The features read with each request."""

    cache: bool = Field(default=True, description="Keep features between requests.")
    ttl: int = Field(default=3600, ge=0, description="Seconds a kept feature stays good.")
    columns: list[str] = Field(default=["age"], description="Columns of the feature table.")


class Database(Section):
    """The PostgreSQL server."""

    host: str = Field(description="Server name.")
    port: int = Field(default=5432, ge=1, le=65535, description="Server port.")
    name: str = Field(description="Database name.")
    user: str = Field(default="ml", description="Who connects.")
    password: SecretStr = Field(description="Password of the user.")
    pool_size: int = Field(default=5, ge=1, le=100, description="Connections kept open.")


class Queue(Section):
    """The message queue between the API and the workers."""

    url: str = Field(description="Address, with user and password.")
    concurrency: int = Field(default=1, ge=1, le=64, description="Jobs at the same time.")
    retries: int = Field(default=3, ge=0, le=10, description="Attempts after a failed one.")


class Storage(Section):
    """Where models and data sets are kept."""

    bucket: str = Field(default="ml-local", description="Bucket name.")
    region: str = Field(default="eu-central-1", description="Region of the bucket.")
    endpoint: str | None = Field(default=None, description="Another address for tests.")


class Registry(Section):
    """The model registry."""

    url: str = Field(default="http://localhost:5000", description="Address.")
    token: SecretStr = Field(description="Token that opens it.")


class Logging(Section):
    """What is written to the log."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="Lowest level.")
    format: Literal["json", "text"] = Field(default="text", description="Shape of a record.")
    handlers: list[str] = Field(default=["console"], description="Where records go.")
    sampling: float = Field(default=1.0, gt=0, le=1, description="Part of the requests that is logged.")


class Alerts(Section):
    """When to wake somebody up."""

    channel: str = Field(default="#ml-dev", description="Chat channel.")
    email: str = Field(default="ml-dev@example.com", description="Address for summaries.")
    error_rate: float = Field(default=0.05, gt=0, le=1, description="Part of failed requests.")


class Settings(Section):
    """All settings of ml-service."""

    service: Service
    server: Server
    model: Model
    training: Training
    features: Features
    database: Database
    queue: Queue
    storage: Storage
    registry: Registry
    logging: Logging
    alerts: Alerts


def load(environment: str) -> Settings:
    """The settings the service runs with; raises ValidationError when they cannot work."""
    return Settings.model_validate(merged(environment))


def merged(environment: str) -> dict[str, Any]:
    """All layers put together, before anything is checked. Changes os.environ, as load_dotenv does."""
    tree = defaults(Settings)
    for layer in file_layers(environment):
        tree = deep_merge(tree, layer)
    load_dotenv(FOLDER / f".env.{environment}")
    load_dotenv(FOLDER / ".env")
    for name, text in os.environ.items():
        if name.startswith(PREFIX):
            assign(tree, name, text)
    return tree


def defaults(section: type[BaseModel]) -> dict[str, Any]:
    """The default values of a section and of the sections in it."""
    tree: dict[str, Any] = {}
    for name, field in section.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            tree[name] = defaults(field.annotation)
        elif not field.is_required():
            tree[name] = field.get_default(call_default_factory=True)
    return tree


def file_layers(environment: str) -> list[dict[str, Any]]:
    """The files that exist, low to high."""
    layers = [
        tomllib.loads((FOLDER / "defaults.toml").read_text("utf-8")),
        yaml.safe_load((FOLDER / "config.yaml").read_text("utf-8")),
    ]
    special = FOLDER / f"config.{environment}.yaml"
    if special.exists():
        layers.append(yaml.safe_load(special.read_text("utf-8")))
    deploy = FOLDER / f"deploy.{environment}.json"
    if deploy.exists():
        layers.append(json.loads(deploy.read_text("utf-8")))
    return layers


def deep_merge(low: dict[str, Any], high: dict[str, Any]) -> dict[str, Any]:
    """Mappings are merged; every other value of the higher layer replaces the lower one."""
    result = dict(low)
    for key, value in high.items():
        both = isinstance(result.get(key), dict) and isinstance(value, dict)
        result[key] = deep_merge(result[key], value) if both else value
    return result


def assign(tree: dict[str, Any], name: str, text: str) -> None:
    """Put a variable where its name points: `ML_A_B` is `a.b`."""
    *sections, last = name[len(PREFIX) :].lower().split("_")
    for section in sections:
        tree = tree.setdefault(section, {})
    tree[last] = number_or_text(text)


def number_or_text(text: str) -> int | float | str:
    """An int when the text reads as one, else a float, else the text."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


if __name__ == "__main__":
    try:
        chosen = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ENVIRONMENT", "development")
        print(load(chosen).model_dump_json(indent=2))
    except ValidationError as error:
        # include_input=False: the values may be secrets.
        sys.exit(
            f"{error.title} for {chosen}:\n"
            + "\n".join(
                f"  {'.'.join(map(str, problem['loc']))}: {problem['msg']}"
                for problem in error.errors(include_input=False, include_url=False)
            )
        )
