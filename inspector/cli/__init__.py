"""The command line: text or JSON, no screen."""
