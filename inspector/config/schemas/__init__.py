"""Schemas: constraints, defaults and validation."""
