"""Core 1: which value wins, where it was written, why the others lost. No Qt."""
