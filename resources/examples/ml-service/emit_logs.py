"""Writes the example's logs: an API and a worker that serve the same requests, one file each.

    python emit_logs.py                 makes logs/ again, always the same
    python emit_logs.py --live          goes on writing below logs/live, with rotation, until Ctrl-C

The service is played, the logging is real: one formatter, one rotating file a service, request IDs in a
context variable. All passwords and tokens are made up.
"""

from __future__ import annotations

import argparse
import contextvars
import heapq
import itertools
import json
import logging
import random
import sys
import time
import traceback
from collections.abc import Generator, MutableMapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

LOGS = Path(__file__).resolve().parent / "logs"
SERVICES = ("api", "worker")
START = datetime(2025, 11, 18, 10, 28, tzinfo=UTC).timestamp()
SECONDS = 600
RECORDS_PER_SECOND = 6.9
RECORDS_PER_ARRIVAL = 8.0
MODEL = "ticket-classifier-v2"

Steps = Generator[float, None, None]  # something that happens; it yields the seconds until it goes on

service = contextvars.ContextVar("service", default="api")
request_id: contextvars.ContextVar[str | None] = contextvars.ContextVar("request_id", default=None)

access = logging.getLogger("http.access")
serving = logging.getLogger("api.serving")
cache = logging.getLogger("cache")
pool = logging.getLogger("db.pool")
features = logging.getLogger("feature.store")
queue = logging.getLogger("queue.worker")
trainer = logging.getLogger("trainer")
metrics = logging.getLogger("metrics")


class JsonFormatter(logging.Formatter):
    """One JSON object a record: the usual fields, the request, then whatever was passed as `extra`."""

    _own = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName", "request_id"}

    def format(self, record: logging.LogRecord) -> str:
        stamp = datetime.fromtimestamp(record.created, UTC)
        document: dict[str, Any] = {
            "timestamp": stamp.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "module": record.module,
            "function": record.funcName,
            "line": record.lineno,
        }
        current = request_id.get()
        if current is not None:
            document["request_id"] = current
        document.update((key, value) for key, value in vars(record).items() if key not in self._own)
        if record.exc_info and record.exc_info[1] is not None:
            document["exception"] = traceback_text(record.exc_info[1])
        return json.dumps(document, ensure_ascii=False, default=str)


def traceback_text(error: BaseException) -> str:
    """A traceback with file names instead of paths, and without the marks that differ between Pythons."""
    before = ""
    if error.__cause__ is not None:
        joint = "The above exception was the direct cause of the following exception:"
        before = f"{traceback_text(error.__cause__)}\n\n{joint}\n\n"
    frames = traceback.extract_tb(error.__traceback__)
    plain = [(Path(frame.filename).name, frame.lineno or 0, frame.name, frame.line) for frame in frames]
    stack = "".join(traceback.StackSummary.from_list(plain).format())
    name = type(error).__qualname__
    return f"{before}Traceback (most recent call last):\n{stack}{name}: {error}"


class JobAdapter(logging.LoggerAdapter[logging.Logger]):
    """Adds the job's fields to those of each record."""

    def process(self, msg: str, kwargs: MutableMapping[str, Any]) -> tuple[str, MutableMapping[str, Any]]:
        kwargs["extra"] = {**(self.extra or {}), **kwargs.get("extra", {})}
        return msg, kwargs


class OneService(logging.Filter):
    """Passes what one service logs; records are stamped with the played time when there is one."""

    def __init__(self, name: str, play: Play) -> None:
        super().__init__()
        self.service = name
        self.play = play

    def filter(self, record: logging.LogRecord) -> bool:
        if not self.play.live:
            record.created = self.play.now
        return service.get() == self.service


class GpuMemoryError(RuntimeError):
    """The model does not fit beside the others."""


class PoolTimeout(Exception):  # noqa: N818 - named as such libraries name it
    """No connection became free."""


class Play:
    """What happens, as steps in the order of their time. Live, it waits for that time to come."""

    def __init__(self, seed: int, start: float, live: bool) -> None:
        self.random = random.Random(seed)
        self.now = self.start = start
        self.live = live
        self._steps: list[tuple[float, int, contextvars.Context, Steps]] = []
        self._order = itertools.count()

    def begin(self, steps: Steps, delay: float = 0.0) -> None:
        """Start something in a copy of the present context: its request goes on, its changes stay its own."""
        entry = (self.now + delay, next(self._order), contextvars.copy_context(), steps)
        heapq.heappush(self._steps, entry)

    def run(self, until: float) -> None:
        while self._steps and self._steps[0][0] <= until:
            due, _, context, steps = heapq.heappop(self._steps)
            if self.live:
                time.sleep(max(0.0, due - time.time()))
            self.now = due
            delay = context.run(next, steps, None)
            if delay is not None:
                heapq.heappush(self._steps, (due + delay, next(self._order), context, steps))

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def milliseconds(self, low: float, high: float) -> float:
        return self.random.uniform(low, high) / 1000

    def since(self, started: float) -> int:
        """Milliseconds since then."""
        return round((self.now - started) * 1000)

    @property
    def trouble(self) -> bool:
        """The graphics card is short of memory for one minute in ten; live, for ten seconds in sixty."""
        age = self.now - self.start
        return 45 <= age % 60 < 55 if self.live else 390 <= age % 600 < 450

    # What the services do.

    def boot(self) -> Steps:
        write_plainly("api", "INFO:     Uvicorn running on http://0.0.0.0:8080 (Press CTRL+C to quit)")
        serving.info("Service starts", extra={"version": "2.4.1", "environment": "production"})
        yield 0.21
        serving.info("Model loaded", extra={"model": MODEL, "load_ms": 1874})
        service.set("worker")
        write_plainly("worker", "ml-service worker 2.4.1\n  queues: training, storage\n  concurrency: 4")
        queue.info("Worker is ready", extra={"worker": 3})
        yield 0.4
        # A mistake: a password in a message.
        pool.debug("Connecting to postgresql://tickets:Regnbue-2031@db.internal:5432/tickets")

    def arrivals(self, per_second: float) -> Steps:
        while True:
            yield self.random.expovariate(per_second / RECORDS_PER_ARRIVAL)
            kind = self.random.random()
            steps = self.health() if kind < 0.22 else self.train() if kind > 0.965 else self.predict()
            self.begin(steps)

    def heartbeat(self) -> Steps:
        while True:
            yield 5.0
            for name in SERVICES:
                service.set(name)
                used = self.random.gauss(22.9 if self.trouble else 14.2, 0.3)
                metrics.debug("Memory", extra={"gpu_gib": round(used, 2)})
                if used > 22:
                    metrics.warning("Graphics memory is nearly full", extra={"gpu_gib": round(used, 2)})

    def library_noise(self) -> Steps:
        """A library that knows nothing of our logging and writes to the stream."""
        while True:
            yield self.random.uniform(70, 130)
            try:
                _flush_telemetry(self.random.choice(["collector.internal:4317", "10.0.7.14:4317"]))
            except ConnectionError as error:
                write_plainly("api", traceback_text(error))
            yield self.random.uniform(5, 20)
            write_plainly("worker", "UserWarning: padding side 'left' is slow here\n  warnings.warn(message)")

    def health(self) -> Steps:
        self.identify()
        started = self.now
        yield self.milliseconds(0.4, 3)
        access.info("GET /health 200", extra={"status": 200, "latency_ms": self.since(started)})

    def predict(self) -> Steps:
        self.identify()
        started = self.now
        ticket = self.random.randint(10_000, 99_999)
        access.debug("POST /predict accepted", extra={"client": f"10.0.3.{self.random.randint(2, 90)}"})
        yield self.milliseconds(0.3, 2)
        asked = {"model": MODEL, "input": self.random.choice([128, 256, 512])}
        serving.info("Model prediction requested", extra=asked)
        yield self.milliseconds(1, 5)
        status = 200
        try:
            yield from self.load_features(ticket)
            yield self.milliseconds(18, 90)
            _run_model(self.random.randint(8, 64), fails=self.trouble and self.chance(0.55))
        except GpuMemoryError:
            yield self.milliseconds(600, 2600)
            status = 500
            serving.exception("Model prediction failed", extra={"latency_ms": self.since(started)})
            if self.chance(0.2):
                self.begin(self.restart(), delay=0.01)
        except PoolTimeout:
            status = 503
            serving.error("No database connection, giving up", extra={"latency_ms": self.since(started)})
        else:
            label = self.random.choice(["billing", "outage", "question", "other"])
            score = round(self.random.uniform(0.52, 0.99), 3)
            serving.info("Model prediction completed: %s", label, extra={"score": score})
            if score < 0.6:
                serving.warning("Score is below the threshold", extra={"score": score, "ticket": ticket})
            self.begin(self.store(ticket, label), delay=self.milliseconds(5, 400))
        answer = {"status": status, "latency_ms": self.since(started)}
        access.log(
            logging.INFO if status < 500 else logging.WARNING, "POST /predict %d", status, extra=answer
        )

    def load_features(self, ticket: int) -> Steps:
        key = f"ticket:{ticket}"
        if self.chance(0.6):
            cache.debug("Cache hit for key %s", key)
            return
        cache.info("Cache miss for key %s", key)
        yield from self.connect()
        yield self.milliseconds(4, 25)
        if self.chance(0.02):
            # A mistake: headers as they are in a record.
            headers = {"accept": "application/json", "authorization": "Bearer 4f9d0c1b7a26e83590ab"}
            features.warning("Feature store answered 401, trying again", extra={"headers": headers})
            yield self.milliseconds(80, 200)
        features.debug("Features loaded", extra={"ticket": ticket, "columns": 4})

    def connect(self) -> Steps:
        wait = self.random.expovariate(1 / (0.5 if self.trouble else 0.02))
        yield wait
        if wait > 1.5:
            pool.error("Connection pool exhausted, gave up after %d ms", wait * 1000, extra={"size": 10})
            raise PoolTimeout(f"no connection within {wait:.1f} s")
        if wait > 0.12:
            pool.warning("Connection pool exhausted, waited %d ms", wait * 1000, extra={"size": 10})
        else:
            pool.debug("Connection taken", extra={"wait_ms": round(wait * 1000, 1)})

    def store(self, ticket: int, label: str) -> Steps:
        service.set("worker")
        job = JobAdapter(queue, {"job": f"store-{ticket}"})
        job.debug("Job taken", extra={"queue": "storage"})
        started = self.now
        try:
            yield from self.connect()
            yield self.milliseconds(3, 30)
        except PoolTimeout as error:
            job.error("Job failed, goes back to the queue", exc_info=error, extra={"attempt": 1})
            yield self.random.uniform(1, 4)
        job.info("Prediction stored: %s", label, extra={"duration_ms": self.since(started)})

    def train(self) -> Steps:
        self.identify()
        access.info("POST /train 202", extra={"status": 202, "latency_ms": 7})
        yield self.milliseconds(100, 900)
        service.set("worker")
        job = JobAdapter(trainer, {"job": f"train-{self.random.randint(100, 999)}"})
        batch_size = self.random.choice([96, 128])
        job.info("Training starts", extra={"batch_size": batch_size, "epochs": 10})
        loss = self.random.uniform(0.6, 0.9)
        for epoch in range(1, 11):
            yield self.random.uniform(1.5, 4.5)
            loss *= self.random.uniform(0.7, 1.02)
            job.debug("Epoch %d, step 100", epoch, extra={"loss": round(loss, 4)})
            yield self.random.uniform(0.4, 1.8)
            try:
                _run_model(batch_size, fails=self.trouble and self.chance(0.5))
            except GpuMemoryError:
                job.critical("Training stops, batch size %d is too large", batch_size, exc_info=True)
                return
            job.info("Epoch %d/10 completed, loss %.4f", epoch, loss, extra={"loss": round(loss, 4)})
        job.info("Training completed", extra={"loss": round(loss, 4), "checkpoint": "models/next"})

    def restart(self) -> Steps:
        service.set("worker")
        queue.critical("Worker restarts: graphics card lost", extra={"worker": self.random.randint(1, 4)})
        yield self.random.uniform(2, 4)
        queue.info("Worker is ready")

    def identify(self) -> None:
        service.set("api")
        request_id.set(f"req-{self.random.getrandbits(40):010x}")


def _run_model(batch: int, *, fails: bool) -> None:
    try:
        _allocate(batch * 96, fails=fails)
    except MemoryError as error:
        raise GpuMemoryError("CUDA out of memory") from error


def _allocate(mebibytes: int, *, fails: bool) -> None:
    if fails:
        raise MemoryError(f"tried to allocate {mebibytes} MiB, 312 MiB free")


def _flush_telemetry(address: str) -> None:
    raise ConnectionError(f"cannot reach {address}: connection refused")


def write_plainly(name: str, text: str) -> None:
    """Write beside the handler, as libraries do."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, RotatingFileHandler) and handler.name == name:
            print(text, file=handler.stream, flush=True)


def configure(play: Play, folder: Path, rotate_bytes: int) -> None:
    """One rotating file a service; live they are appended to, else made anew."""
    folder.mkdir(parents=True, exist_ok=True)
    mode = "a" if play.live else "w"
    handlers = []
    for name in SERVICES:
        handler = RotatingFileHandler(folder / f"{name}.jsonl", mode, rotate_bytes, 3, "utf-8")
        handler.set_name(name)
        handler.setFormatter(JsonFormatter())
        handler.addFilter(OneService(name, play))
        handlers.append(handler)
    logging.basicConfig(level=logging.DEBUG, handlers=handlers, force=True)


def perform(play: Play, until: float, per_second: float) -> None:
    """Play both services until then."""
    for steps in (play.boot(), play.arrivals(per_second), play.heartbeat(), play.library_noise()):
        play.begin(steps)
    play.run(until)


def again(folder: Path) -> None:
    play = Play(seed=20251118, start=START, live=False)
    configure(play, folder, rotate_bytes=0)
    perform(play, START + SECONDS, RECORDS_PER_SECOND)


def live(folder: Path, rate: float, rotate_bytes: int, seconds: float) -> None:
    play = Play(seed=time.time_ns(), start=time.time(), live=True)
    configure(play, folder, rotate_bytes)
    print(f"Writing about {rate:g} records a second until Ctrl-C. To look at them:")
    print("inspector", *(folder / f"{name}.jsonl" for name in SERVICES), flush=True)
    try:
        perform(play, play.start + seconds, rate)
    except KeyboardInterrupt:
        print()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--live", action="store_true", help="go on writing in real time, with rotation")
    parser.add_argument("--directory", type=Path, help="folder to write to (default: logs, live: logs/live)")
    parser.add_argument("--rate", type=float, default=20, help="live: records a second, about (default: 20)")
    parser.add_argument("--rotate-kib", type=int, default=256, help="live: size at which a file is rotated")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="live: stop after so long")
    options = parser.parse_args()
    if options.rate <= 0:
        parser.error("--rate must be more than 0")
    folder = options.directory or (LOGS / "live" if options.live else LOGS)
    try:
        if options.live:
            live(folder, options.rate, options.rotate_kib * 1024, options.seconds)
        else:
            again(folder)
    except OSError as error:
        sys.exit(f"Cannot write to {folder}: {error.strerror}. Name another folder with --directory.")
    logging.shutdown()


if __name__ == "__main__":
    main()
