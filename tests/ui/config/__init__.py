"""The Config workbench."""
