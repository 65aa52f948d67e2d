"""Runs a command and writes seconds, peak memory and exit code to a file: launcher.py FILE COMMAND….

A process of its own, because Linux counts the memory of the process that starts another as the other's.
Only what is loaded anyway is imported, to be small.
"""

import os
import sys
import time


def main() -> int:
    """Run the command; its exit code is ours."""
    result, *command = sys.argv[1:]
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - start
    peak_bytes = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    with open(result, "w", encoding="ascii") as file:  # noqa: PTH123 - pathlib would double our size
        file.write(f"{seconds} {peak_bytes}")
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
