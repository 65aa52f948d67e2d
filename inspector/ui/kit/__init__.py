"""Qt building blocks without domain words."""
