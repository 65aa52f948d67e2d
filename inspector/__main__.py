"""The front door: `config` and `logs` as the first word go to the command line, all else opens the window."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program; returns the exit code of the command line contract."""
    if sys.argv[1:2] in (["config"], ["logs"]):
        from inspector.cli import run

        return run(sys.argv[1:])
    from inspector.app import run as run_app

    return run_app(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
