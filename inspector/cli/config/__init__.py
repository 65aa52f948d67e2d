"""`inspector config …`."""

import typer

from inspector.cli.config.check import check
from inspector.cli.config.diff import diff
from inspector.cli.config.explain import explain
from inspector.cli.config.show import show
from inspector.cli.config.variables import variables
from inspector.cli.help import PlainCommand

app = typer.Typer(
    help="Which value wins, where it was written, why the others lost, and whether it is valid.",
    add_completion=False,
    rich_markup_mode=None,
)
for command in (show, explain, check, diff, variables):
    app.command(cls=PlainCommand)(command)
