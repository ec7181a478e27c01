"""The workbook parser in processes of its own: one that waits and forks where the system can, else a fresh one each time."""

import atexit
import json
import os
import select
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from threading import Lock

from etl.table import Limits

ROOT = Path(__file__).resolve().parents[1]
FRESH = ["-m", "etl.workbook"]
WAITING = ["-m", "etl.forking"]
CAN_FORK = sys.platform == "linux"  # macOS has fork, but its frameworks do not survive it
MOST_IDLE = 2  # each holds the parser's libraries in memory
GRACE = 30  # seconds for importing, and for saying that the time is over
# The parser needs no keys and tokens of the server's.
KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH")


def parse(kind: str, path: Path, folder: Path, limits: Limits) -> int | None:
    """Let `etl.workbook` leave its manifest in the folder; how its process ended, None where it took too long."""
    said = [kind, str(path), str(folder), json.dumps(asdict(limits))]
    if CAN_FORK:
        return _by_waiting(said, limits.seconds)
    command = [sys.executable, *FRESH, *said]
    nothing = subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=_environment(), stdin=nothing, stdout=nothing, stderr=nothing, timeout=limits.seconds
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    # Each thread reserves address space, and that is what is limited; a process that forks must have no other thread.
    return kept | {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "PYTHONUTF8": "1"}


class _Gone(Exception):
    """The waiting process ended without an answer."""


class _Parser:
    """One waiting process; it reads one workbook at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *WAITING],
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )

    def read(self, said: list[str], seconds: float) -> int | None:
        """How the fork for this workbook ended. Raises _Gone."""
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(json.dumps(said).encode() + b"\n")
        except OSError:
            raise _Gone from None
        answer, until = b"", time.monotonic() + seconds + GRACE
        while not answer.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, until - time.monotonic()))
            if not ready:
                return None
            piece = self.process.stdout.read(100)
            if not piece:
                raise _Gone
            answer += piece
        code: int | None = json.loads(answer)
        return code

    def end(self) -> None:
        """Stop it, and a workbook it may be reading with it."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        try:
            self.process.wait(1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


_idle: list[_Parser] = []
_lock = Lock()  # held for a list's push or pop, never while a workbook is read


def _by_waiting(said: list[str], seconds: float) -> int | None:
    """Ask an idle process, or a new one where every other is busy; one that died while it was idle is replaced once."""
    try:
        return _ask(_taken(), said, seconds)
    except _Gone:
        parser = _Parser()
        try:
            return _ask(parser, said, seconds)
        except _Gone:
            return parser.process.returncode


def _ask(parser: _Parser, said: list[str], seconds: float) -> int | None:
    is_well = False
    try:
        code = parser.read(said, seconds)
        is_well = True
        return code
    finally:
        if not is_well or not _put_back(parser):
            parser.end()


def _taken() -> _Parser:
    with _lock:
        if _idle:
            return _idle.pop()
    return _Parser()


def _put_back(parser: _Parser) -> bool:
    with _lock:
        if len(_idle) < MOST_IDLE:
            _idle.append(parser)
            return True
    return False


@atexit.register
def _end_all() -> None:
    with _lock:
        parsers, _idle[:] = _idle[:], []
    for parser in parsers:
        parser.end()
