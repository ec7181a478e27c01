"""Workers that try batches of files, and who watches them: one that dies or says nothing for a minute is a finding."""

import os
import resource
import tempfile
import time
from multiprocessing import connection, get_context

from fuzz.mutate import made
from fuzz.tally import Tally
from fuzz.trial import Outcome, tried

BATCH = 40
HANGS = 60  # seconds without a word from a worker
SPAWN = get_context("spawn")


def work(pipe: connection.Connection, seed: int) -> None:
    """In a worker: batches of numbers in, the number that is being read and then the outcomes out."""
    folder = tempfile.mkdtemp(prefix="fuzz-data-", dir=os.environ.get("FUZZ_FOLDER"))
    os.environ["DUIZHANG_DATA"] = folder
    while numbers := pipe.recv():
        outcomes = tried(seed, numbers, pipe.send)
        own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        pipe.send((outcomes, max(own, children) // 1024))


class Worker:
    """One worker and what it is at."""

    def __init__(self, seed: int) -> None:
        self.pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=work, args=(theirs, seed), daemon=True)
        self.process.start()
        theirs.close()
        self.batch: list[int] = []
        self.at = 0
        self.heard = time.monotonic()

    def give(self, batch: list[int]) -> None:
        """Numbers to try; none ends it."""
        self.batch, self.heard = batch, time.monotonic()
        self.at = batch[0] if batch else 0
        self.pipe.send(batch)


def run(seed: int, numbers: range, jobs: int, minutes: float = 600) -> Tally:
    """Try all these files in that many workers, or as many as the minutes allow.

    A worker that dies or says nothing for a minute is a finding.
    """
    tally = Tally(seed)
    batches = [list(numbers[start : start + BATCH]) for start in range(0, len(numbers), BATCH)]
    workers = [Worker(seed) for _ in range(min(jobs, len(batches)))]
    for worker in workers:
        worker.give(batches.pop(0))
    while workers:
        if time.monotonic() - tally.began > minutes * 60:
            batches.clear()
        ready = connection.wait([worker.pipe for worker in workers], timeout=1)
        for worker in list(workers):
            if worker.pipe in ready and _hear(worker, tally):
                if worker.batch:
                    continue
                if batches:
                    worker.give(batches.pop(0))
                else:
                    worker.give([])
                    worker.process.join(30)
                    workers.remove(worker)
            elif worker.pipe in ready or time.monotonic() - worker.heard > HANGS:
                workers.remove(worker)
                batches += [[number] for number in worker.batch if number != worker.at]
                _bury(worker, tally)
                if batches:
                    workers.append(fresh := Worker(seed))
                    fresh.give(batches.pop(0))
    return tally


def _hear(worker: Worker, tally: Tally) -> bool:
    """Take one message; whether the worker is alive."""
    try:
        said = worker.pipe.recv()
    except (EOFError, OSError):
        return False
    worker.heard = time.monotonic()
    if isinstance(said, int):
        worker.at = said
    else:
        outcomes, memory = said
        worker.batch = []
        tally.memory = max(tally.memory, memory)
        for outcome in outcomes:
            tally.add(outcome)
    return True


def _bury(worker: Worker, tally: Tally) -> None:
    worker.process.join(1)
    how = "hang" if worker.process.is_alive() else "crash"
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
    ended = f"{how}: the worker ended with {worker.process.exitcode}"
    tally.add(Outcome(worker.at, made(tally.seed, worker.at).how, [how], findings=[ended]))
