"""Composition root: start, wiring, quit, crash, resources."""
