"""One file, or some of them in one call of the loader: what became of each, held against the oracle."""

import re
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import warehouse
from etl.errors import Problem
from etl.loaded import Loaded
from etl.pipeline import Asked, load
from etl.sheet import PAGE
from fuzz.mutate import Made, made
from fuzz.oracle import Wrong, judged
from fuzz.reading import NotJudged, texts

INTERNAL = re.compile(r"Traceback|panicked|object at 0x|\{\w+\}|duckdb|unwrap\(\)|NoneType", re.IGNORECASE)
At = Callable[[int], None]  # told of each file before it is read


@dataclass
class Outcome:
    """What became of one file."""

    number: int
    how: tuple[str, ...]
    statuses: list[str] = field(default_factory=list)  # loaded, already loaded, or a problem's kind
    judged: str = ""  # of accepted files: "agrees", else why it was not judged
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # messages worth a look
    seconds: float = 0


def tried(seed: int, numbers: Sequence[int], at: At = lambda number: None) -> list[Outcome]:
    """Load these files in one call; where that fails, each on its own, so that the one to blame is named."""
    files = {number: made(seed, number) for number in numbers}
    try:
        return _together(files, at)
    except Exception:  # noqa: BLE001 - whatever leaves the loader is what is looked for
        fault = traceback.format_exc(limit=-4)
    outcomes = []
    for number, file in files.items():
        try:
            outcomes += _together({number: file}, at)
        except Exception:  # noqa: BLE001
            outcomes.append(Outcome(number, file.how, ["exception"], findings=[traceback.format_exc(limit=-4)]))
    if not any(each.findings for each in outcomes):
        outcomes[0].findings.append(f"only together with {numbers[0]}-{numbers[-1]}: {fault}")
    return outcomes


def _together(files: dict[int, Made], at: At) -> list[Outcome]:
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        paths = {number: Path(folder, str(number), file.name) for number, file in files.items()}
        for number, path in paths.items():
            path.parent.mkdir()
            path.write_bytes(files[number].data)
        outcomes = {number: Outcome(number, file.how) for number, file in files.items()}
        clock = _Clock(outcomes, at)
        # A name of its own for each file, and the platform's behind it: the name may tell the period.
        shown = [(path, f"{number}/{path.name}") for number, path in paths.items()]
        results, _ = load(
            warehouse.shop("fuzz", make=True), shown, Asked(dry_run=True), limits=PAGE, progress=clock.hears
        )
        clock.stops()
    for loaded in results:
        number = int(loaded.file.partition("/")[0])
        _look_at(outcomes[number], files[number], loaded)
    if len(files) > 1:  # a shop has one currency: whoever comes with another one is tried in an empty shop
        for number in [number for number, each in outcomes.items() if "other_currency" in each.statuses]:
            [outcomes[number]] = _together({number: files[number]}, at)
    return list(outcomes.values())


class _Clock:
    """How long each file took, by what the loader tells of its progress."""

    def __init__(self, outcomes: dict[int, Outcome], at: At) -> None:
        self.outcomes, self.at = outcomes, at
        self.number = next(iter(outcomes))
        self.since = time.monotonic()
        at(self.number)

    def hears(self, file: str, step: str) -> None:
        if step == "model":
            self.stops()
        elif step == "read":
            self.stops()
            self.number = int(file.partition("/")[0])
            self.at(self.number)

    def stops(self) -> None:
        now = time.monotonic()
        self.outcomes[self.number].seconds += now - self.since
        self.since = now


def _look_at(outcome: Outcome, file: Made, loaded: Loaded) -> None:
    if loaded.status == "refused":
        outcome.statuses += sorted({problem.kind for problem in loaded.problems})
        for problem in loaded.problems:
            _look_at_problem(outcome, problem)
        if not loaded.problems:
            outcome.findings.append("refused without a reason")
        return
    outcome.statuses.append(loaded.status)
    if loaded.status == "loaded" and loaded.format:
        if loaded.format.name != file.format:
            outcome.notes.append(f"{file.format} became {loaded.format.name}")
        try:
            readings = [[list(row) for row in file.rows]] if file.rows is not None else texts(file.data)[loaded.sheet]
            held = judged(loaded.format.name, readings, is_grid=file.how[0] not in ("csv", "zip"))
        except (NotJudged, KeyError) as reason:
            outcome.judged = f"not judged: {reason}"
        except Wrong as wrong:
            outcome.findings.append(f"accepted ({loaded.rows} rows, {loaded.sum}): {wrong}")
        else:
            if differs := difference(loaded, held.rows, held.total):
                outcome.findings.append(differs)
            outcome.judged = "agrees" if not differs else ""
        if outcome.judged.startswith("not") and file.rows is None and file.how[0] in ("xls", "html", "2003"):
            outcome.judged = f"not judged: {file.how[0]} with changed bytes"


def difference(loaded: Loaded, rows: int, total: object) -> str:
    """How the loader's answer differs from the oracle's; nothing where it does not."""
    if (loaded.rows, loaded.sum) == (rows, total):
        return ""
    return f"accepted with {loaded.rows} rows, {loaded.sum}; the oracle finds {rows} rows, {total}"


def _look_at_problem(outcome: Outcome, problem: Problem) -> None:
    try:
        message = problem.message
    except (KeyError, IndexError, ValueError) as fault:
        outcome.findings.append(f"{problem.kind} cannot be said: {fault!r}")
        return
    if type(problem) is Problem or not message or INTERNAL.search(message):
        outcome.findings.append(f"unclassified message ({problem.kind}): {message}")
    elif problem.kind in ("parser_failed", "rows_lost"):
        outcome.notes.append(f"{problem.kind}: {problem.fields.get('found')}")
