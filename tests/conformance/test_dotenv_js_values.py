"""Variables in JavaScript: the values are those of npm dotenv's parse, and places hold what gives them."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inspector.config.formats import text_at
from inspector.config.formats.dotenv_js import parse
from tests.config.formats.trees import agrees, same
from tests.conformance.node_oracle import NodeOracle

_PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "A",
                "B",
                "key",
                "a.b",
                "x-y",
                "1",
                "2",
                "export ",
                "export\t",
                "=",
                ":",
                ": ",
                " = ",
                "=\n",
                "-",
                ".",
            ),
            *(
                "\n",
                "\n\n",
                "\r\n",
                "\r",
                " ",
                "\t",
                "#",
                " # c",
                "# c\n",
                "=#c",
                "'",
                '"',
                "`",
                "''",
                '""',
                "\\'",
            ),
            *(
                "'a b'",
                '"x\\ny"',
                '"a\nb"',
                "`c`",
                '\\"',
                "\\n",
                "\\r",
                "\\",
                "v",
                "${A}",
                "$B",
                "é",
                "'x\\'y'",
            ),
            *(
                "\u2028",
                "\u2029",
                "\ufeff",
                "\x85",
                "\xa0",
                "\x1c",
                "A=1\n",
                "B='x'\n",
                'C="y" # z\n',
                "A: v\n",
            ),
            *("__proto__=", "not a line\n"),
        ]
    ),
    max_size=14,
).map("".join)


@settings(deadline=None, max_examples=1500, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_PIECES)
@example("A=a #b\nB=1#c\nC='#'\nD=`x \"y' z`")
@example("A='open\nB=2\n")
@example("A=\"a\\nb\"\nB='a\\nb'\nC=a\\nb")
@example("A='a\nb' # c\nB='a' b'\n")
@example("export A=1\nexport =2\nexport B\n")
@example("A\n=\n'x'\n")
@example("2=b\nA=1\n1=a\n")
def test_any_text_is_read_as_dotenv_reads_it(node_oracle: NodeOracle, text: str) -> None:
    """Names, values and order are those that JavaScript gets."""
    document = parse(text, ".env")
    assert document.root is not None
    assert same(document.root.value, node_oracle.ask("dotenv-parse", text=text))
    assert agrees(document.root)
    seen = document.text.replace("\r\n", "\n").replace("\r", "\n")
    for name, node in document.root.entries:
        assert node.key_place is not None
        assert text_at(seen, node.key_place) == name
        assert text_at(document.text, node.place) == node.raw
    for finding in document.findings:
        assert finding.exception == ""
