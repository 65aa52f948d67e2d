"""Settings side by side: environments, process environments, or rules."""
