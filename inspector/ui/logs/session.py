"""An open log over time: preview, first pass, answers to the present query, new records, another epoch."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inspector.logs.query import Query, QueryError, VoidRowsError, Watermark
from inspector.ui.kit.jobs import Jobs, Latest
from inspector.ui.logs.cache import LineCache
from inspector.ui.logs.model import RecordModel
from inspector.ui.logs.opening import FIRST_RECORDS, PREVIEW_RECORDS, Following, Logs, Opened, Opener
from inspector.ui.logs.rows import RowBuffer
from inspector.ui.logs.table import RecordTable, Spot
from inspector.ui.logs.work import Answer, Ask, Begin, Beginning, End, Peek, Peeked, same_records

if TYPE_CHECKING:
    from inspector.logs.follow import LogState

_log = logging.getLogger(__name__)

# At most 20 looks a second while something changes, fewer while nothing does.
_BUSY_MS, _IDLE_MS = 50, 120
_IDLE_AFTER = 40
# While the first pass lasts, every so many looks: are there newer records?
_LOOKS_A_PEEK = 6


class Session(QObject):
    """Keeps the table's rows true to the query and to the files.

    Nothing calls back from threads: a timer asks the feed for its state, and jobs bring answers.
    """

    began = Signal()
    """A preview is on screen."""
    state_changed = Signal(object)
    """The new LogState."""
    answered = Signal()
    """The rows shown are the answer to the present query."""
    rejected = Signal(object)
    """The query is wrong; the text says why. The rows stay what they were."""
    troubled = Signal(object)
    """Something could not be read; a sentence."""
    stopped = Signal()
    """Reading was stopped before its end; resume() goes on."""
    grew = Signal()
    """New rows came in."""

    def __init__(
        self,
        jobs: Jobs,
        opener: Opener,
        cache_folder: Path | None,
        lines: LineCache,
        model: RecordModel,
        table: RecordTable,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._opener, self._cache_folder = jobs, opener, cache_folder
        self._lines, self._model, self._table = lines, model, table
        self._question = Latest(jobs)
        self._peeking = Latest(jobs)
        self._opening = 0
        self._opened: Opened | None = None
        self._feed: Following | None = None
        self._views: list[_View] = []
        self._quiet_looks = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        lines.failed.connect(self.troubled)
        self._forget()

    def _forget(self) -> None:
        self.state: LogState | None = None
        self.query = Query()
        self.halted = False
        self._shown_query = Query()
        self._asked_revision = -1
        self._failed_revision = -1
        self._full_wanted = False
        self._paths: tuple[Path, ...] = ()
        self._preview_size = 0
        self._peeked_sizes: tuple[int, ...] = ()
        self._looks = 0
        self._views.clear()

    @property
    def logs(self) -> Logs | None:
        """What is open."""
        return None if self._opened is None else self._opened.logs

    @property
    def searching(self) -> bool:
        """True while the rows are not yet the answer to the present query."""
        return self._full_wanted or (self._question.active and self.query != self._shown_query)

    @property
    def depth(self) -> int:
        """How many views one can go back."""
        return len(self._views)

    # Opening and closing

    def open(self, paths: Sequence[Path]) -> None:
        """Close what is open and begin with these files."""
        self.close()
        self._paths = tuple(paths)
        peek = Peek(self._opener, self._paths, self._lines.reveal, FIRST_RECORDS)
        self._peeking.start(peek, self._first_seen, self._not_begun)

    @Slot(object)
    def _first_seen(self, peeked: object) -> None:
        assert isinstance(peeked, Peeked)
        self._take_preview(peeked)
        self.began.emit()
        begin = Begin(self._opener, self._paths, self._cache_folder, self._opening)
        self._jobs.start(begin, self._begun, self._not_begun)

    @Slot(object)
    def _begun(self, beginning: object) -> None:
        assert isinstance(beginning, Beginning)
        if beginning.number != self._opening:
            self._jobs.start(End(None, beginning.opened.logs), self._ended)
            return
        self._opened = beginning.opened
        self._lines.use(beginning.opened.logs)
        self._feed = beginning.opened.follow()
        self._feed.start()
        self._full_wanted = not self.query.everything
        self._timer.start(_BUSY_MS)
        self.look()

    @Slot(object)
    def _not_begun(self, error: Exception) -> None:
        _log.warning("cannot open the log: %s", error)
        self.troubled.emit(f"The log cannot be opened: {error}")

    def close(self) -> None:
        """Forget the log; files are closed by a job."""
        feed, logs = self._let_go()
        if logs is not None:
            self._jobs.start(End(feed, logs), self._ended)

    def shutdown(self) -> None:
        """Close the log at once: when the program ends, no job runs any more."""
        feed, logs = self._let_go()
        if feed is not None:
            feed.stop()
        if logs is not None:
            logs.close()

    def _let_go(self) -> tuple[Following | None, Logs | None]:
        self._opening += 1
        self._timer.stop()
        self._question.cancel()
        self._peeking.cancel()
        feed, logs = self._feed, self.logs
        self._feed, self._opened = None, None
        self._forget()
        self._lines.use(None)
        self._model.show_rows(None)
        return feed, logs

    @Slot(object)
    def _ended(self, _nothing: object) -> None:
        _log.debug("log closed")

    # Indexing can be stopped, and go on

    @Slot()
    def halt(self) -> None:
        """Stop reading; what is indexed so far is shown."""
        if self._feed is not None:
            self._jobs.start(End(self._feed, None), self._stopped)
            self._feed = None

    @Slot(object)
    def _stopped(self, _nothing: object) -> None:
        if self._opened is not None:
            self.halted = True
            self._full_wanted = True
            self.stopped.emit()
            self.look()

    def resume(self) -> None:
        """Read on after a halt."""
        if self._opened is not None and self._feed is None:
            self.halted = False
            self._feed = self._opened.follow()
            self._feed.start()

    # How the log is read

    def use_request_key(self, key: str) -> None:
        """Take the request ID from this field. What is shown stays until the log is read in this way."""
        if self.logs is not None:
            self.logs.choose(replace(self.logs.chosen, request_key=key))

    # The present query

    def set_query(self, query: Query) -> None:
        """Show what matches this; the rows stay until the answer is here."""
        if query == self.query:
            return
        self.query = query
        self._question.cancel()
        self._failed_revision = -1
        self._full_wanted = True
        self.look()

    def visit(self, query: Query) -> None:
        """Show this, and keep the present view to come back to."""
        if query != self.query:
            self._views.append(_View(self.query, self._model.buffer, self._table.spot()))
            self.set_query(query)

    def back(self) -> bool:
        """Return to the view before the last visit; False when there is none."""
        if not self._views:
            return False
        view = self._views.pop()
        self._question.cancel()
        self.query = self._shown_query = view.query
        self._asked_revision = -1
        self._full_wanted = False
        if view.buffer is not None and self.state is not None and view.buffer.epoch == self.state.epoch:
            self._model.show_rows(view.buffer)
            self._table.go_to(view.spot)
        elif view.buffer is None:
            self._model.show_preview(self._preview_size)
            self._table.go_to(view.spot)
        else:
            self._full_wanted = True
        self.answered.emit()
        self.look()
        return True

    def forget_views(self) -> None:
        """There is nothing to come back to any more."""
        self._views.clear()

    # Looking

    @Slot()
    def look(self) -> None:
        """Ask the feed for its state, and the log for what follows from it."""
        if self._opened is None:
            return
        state = self._opened.logs.state() if self._feed is None else self._feed.state()
        changed = self.state is None or state.revision != self.state.revision
        self._quiet_looks = 0 if changed else self._quiet_looks + 1
        interval = _IDLE_MS if self._quiet_looks > _IDLE_AFTER else _BUSY_MS
        if self._timer.isActive() and self._timer.interval() != interval:
            self._timer.setInterval(interval)
        if changed:
            self.state = state
            self._lines.expire_newest()
            self._model.want_again()
            self.state_changed.emit(state)
        self._ask_if_due(state)
        self._peek_if_due(state)

    def _ask_if_due(self, state: LogState) -> None:
        buffer = self._model.buffer
        if self._question.active or state.revision == self._failed_revision:
            return
        if self.query.everything and state.first_pass and not self.halted:
            # The preview shows the end of the log; rows from its beginning would be no gain.
            if self._full_wanted and self._preview_size:
                self._full_wanted = False
                self._show_preview()
        elif self._full_wanted or buffer is None or buffer.epoch != state.epoch:
            self._ask(state, after=None)
        elif self._asked_revision != state.revision:
            self._ask(state, after=buffer.mark)

    def _peek_if_due(self, state: LogState) -> None:
        """The first pass over a large log takes a while: what is written meanwhile shows all the same."""
        self._looks += 1
        shown = self._model.buffer is None and self._table.following and not self._views
        if not state.first_pass or not shown or self._question.active or self._peeking.active:
            return
        if self._looks % _LOOKS_A_PEEK == 1:
            peek = Peek(self._opener, self._paths, self._lines.reveal, PREVIEW_RECORDS, self._peeked_sizes)
            self._peeking.start(peek, self._seen_more)

    @Slot(object)
    def _seen_more(self, peeked: object) -> None:
        if not isinstance(peeked, Peeked) or self._model.buffer is not None or self._question.active:
            return
        self._peeked_sizes = peeked.sizes
        spot, old = self._table.spot(), self._lines.preview_records()
        self._take_preview(peeked)
        self._table.go_to(spot.moved(same_records(old, self._lines.preview_records())))
        self.grew.emit()

    def _take_preview(self, peeked: Peeked) -> None:
        self._lines.show_preview(peeked.lines)
        if peeked.reveal != self._lines.reveal:  # changed meanwhile
            self._lines.set_reveal(self._lines.reveal)
        self._preview_size = len(peeked.lines)
        self._model.show_preview(self._preview_size)

    def _show_preview(self) -> None:
        self._shown_query = self.query
        self._model.show_preview(self._preview_size)
        self._table.follow()
        self.answered.emit()

    def _ask(self, state: LogState, after: Watermark | None) -> None:
        logs = self.logs
        assert logs is not None
        self._asked_revision = state.revision
        if after is not None:
            ask = Ask(logs, self.query, self._lines.reveal, after)
            self._question.start(ask, self._got_more, self._not_answered)
            return
        self._full_wanted = False
        spot = self._table.spot()
        preview = self._lines.preview_records() if self._model.buffer is None else ()
        around = None if spot.following else spot.anchor
        ask = Ask(logs, self.query, self._lines.reveal, None, around, preview)
        self._question.start(ask, self._got_all, self._not_answered)

    @Slot(object)
    def _got_all(self, answer: object) -> None:
        assert isinstance(answer, Answer)
        if self.state is None:
            return
        spot, old = self._table.spot(), self._model.buffer
        if old is None:
            spot = spot.moved(answer.matched)
        elif old.epoch != answer.rows.epoch:
            self._lines.clear()
            spot = spot.moved({})
        self._lines.epoch = answer.rows.epoch
        self._lines.put(answer.lines)
        if self._shown_query != self.query:
            spot = replace(spot, waiting=0)  # they were new to another view
        self._shown_query = self.query
        several = len(self.state.sources) > 1
        self._model.show_rows(RowBuffer(answer.rows, by_time=several, most=self._table.most_rows))
        self._table.go_to(spot)
        self.answered.emit()
        self.look()

    @Slot(object)
    def _got_more(self, answer: object) -> None:
        assert isinstance(answer, Answer)
        buffer = self._model.buffer
        if buffer is None or buffer.epoch != answer.rows.epoch:
            self._full_wanted = True
            self.look()
            return
        self._lines.put(answer.lines)
        buffer.mark = answer.rows.mark
        if len(answer.rows.ids):
            spot, left_out = self._table.spot(), buffer.left_out
            self._model.insert(buffer.blocks(answer.rows))
            if buffer.left_out > left_out:
                self._table.go_to(spot)
            self.grew.emit()

    @Slot(object)
    def _not_answered(self, error: Exception) -> None:
        if isinstance(error, VoidRowsError):
            self._full_wanted = True
            return
        self.query = self._shown_query
        if isinstance(error, QueryError):
            self.rejected.emit(str(error))
            return
        # Asked again when the log has changed, not over and over.
        self._failed_revision = self._asked_revision
        _log.error("the log cannot be searched", exc_info=error)
        self.troubled.emit(f"The log cannot be searched: {error}")


@dataclass(frozen=True, slots=True)
class _View:
    """A view to come back to; no buffer means the preview."""

    query: Query
    buffer: RowBuffer | None
    spot: Spot
