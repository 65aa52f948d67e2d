"""Core 2: what happened, for which request, live. No Qt."""
