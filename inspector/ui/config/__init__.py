"""The config workbench."""
