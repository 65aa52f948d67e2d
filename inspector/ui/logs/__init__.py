"""The log workbench."""
