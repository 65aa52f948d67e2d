"""Findings over the resolved tree: one file per family."""
