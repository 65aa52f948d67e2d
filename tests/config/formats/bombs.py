"""Texts made to exhaust a reader. Run as a module, each is read under limits of memory and processor time."""

from __future__ import annotations

import json
import resource
import sys
import time

from inspector.config.formats import parse

MEMORY_BYTES = 1024**3
SECONDS_EACH = 20

_DEPTH = 10_000
_ANCHORS = "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" if n else "a0: &a0 [x, x]\n" for n in range(12)
)
_MERGES = "".join(f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}\n" for n in range(1, 12))

_IN_YAML = {
    "aliases": _ANCHORS,
    "merges": "m0: &m0 {x: 1, y: 2}\n" + _MERGES,
    "flow lists": "a: " + "[" * _DEPTH + "]" * _DEPTH,
    "flow mappings": "a: " + "{a: " * _DEPTH + "}" * _DEPTH,
    "open flow": "a: " + "[{" * _DEPTH,
    "block lists": "- " * _DEPTH,
    "block mappings": "".join(f"{' ' * depth}a:\n" for depth in range(2000)),
    "explicit keys": "? " * _DEPTH,
    "self": "a: &a [*a]\n",
    "sexagesimal": "a: " + "1:" * 1_000_000 + "1\n",
    "directives": "".join(f"%TAG !a{n}! tag:x{n}\n" for n in range(150_000)) + "---\na: 1\n",
    "errors": "a: @\n" * 200_000,
    "quotes": "a: '" * 200_000,
}
_IN_JSON = {
    "lists": '{"a": ' + "[" * _DEPTH + "]" * _DEPTH + "}",
    "mappings": '{"a": ' * _DEPTH + "1" + "}" * _DEPTH,
    "open": '{"a": [' * _DEPTH,
    "open lists": "[" * 500_000,
    "commas": '{"a": 1' + "," * 500_000,
    "errors": "{" + '"a": x,\n' * 100_000 + "}",
    "closed": "{" + "]" * 500_000,
    "digits": '{"a": ' + "1" * 1_000_000 + "}",
    "comment": "{/*" + "*" * 500_000,
}
_IN_DOTENV = {
    "growth": "A=xxxxxxxxxx\n" + "A=${A}${A}\n" * 60,
    "self": "A=${A}\nB=${C}\nC=${B}\n",
    "nested": "A=" + "${A:-" * _DEPTH + "}" * _DEPTH,
    "open": "A=" + "${" * 200_000,
    "quotes": "A='" * 200_000,
    "lines": "A='\\\n" * 100_000,
    "space": "A=" + " " * 500_000 + "x\n",
    "no names": "=\n" * 100_000,
}
BOMBS: dict[str, dict[str, str]] = {
    "yaml": _IN_YAML,
    "yaml-1.2": _IN_YAML,
    "yaml-js": _IN_YAML,
    "json": _IN_JSON,
    "jsonc": _IN_JSON,
    "json5": _IN_JSON,
    "toml": {
        "lists": "a = " + "[" * _DEPTH + "]" * _DEPTH,
        "open lists": "a = " + "[" * 500_000,
        "headers": "[" * _DEPTH,
        "lists of tables": "[[[[" * _DEPTH,
        "inline tables": "a = " + "{a = " * _DEPTH + "1" + "}" * _DEPTH,
        "dotted key": ".".join(["a"] * _DEPTH) + " = 1\n",
        "dotted header": "[" + ".".join(["a"] * _DEPTH) + "]\n",
        "quoted dotted key": " . ".join(["'a'"] * _DEPTH) + " = 1\n",
        "long lines": ("a." * 99 + "b = 1\n") * 2,
        "errors": "a = x\n" * 100_000,
        "repeated": "a = 1\n" * 100_000,
        "digits": "a = " + "1" * 1_000_000 + "\n",
        "hexadecimal": "a = 0x" + "f" * 1_000_000 + "\n",
        "quotes": 'a = """\n' * 100_000,
    },
    "dotenv": _IN_DOTENV,
    "dotenv-js": _IN_DOTENV,
    "dotenv-ruby": _IN_DOTENV,
}


def main() -> None:
    """Print what was found in each, one JSON line a bomb."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    for name in sys.argv[1:]:
        for kind, text in BOMBS[name].items():
            start = time.process_time()
            document = parse(text.encode(), "bomb", name)
            seconds = time.process_time() - start
            codes = sorted({finding.code for finding in document.findings})
            print(json.dumps([kind, codes, round(seconds, 2)]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
