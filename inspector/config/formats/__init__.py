"""Bytes to trees of nodes with places: one file per format."""
