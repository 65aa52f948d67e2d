"""Settings side by side."""
