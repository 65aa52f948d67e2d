"""`inspector logs …`."""

import typer

from inspector.cli.help import PlainCommand
from inspector.cli.logs.cache import cache
from inspector.cli.logs.histogram import histogram
from inspector.cli.logs.requests import requests
from inspector.cli.logs.show import show
from inspector.cli.logs.stats import stats
from inspector.cli.logs.top import top

app = typer.Typer(
    help="What happened, for which request, live.",
    add_completion=False,
    rich_markup_mode=None,
)
for command in (show, requests, stats, histogram, top, cache):
    app.command(cls=PlainCommand)(command)
