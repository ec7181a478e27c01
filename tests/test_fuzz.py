"""Mutated exports: a small part of `python -m fuzz`; and its oracle, workers and seeds are not blind."""

import os
from dataclasses import replace
from decimal import Decimal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from etl.formatfile import formats
from etl.loaded import Loaded
from etl.pipeline import load
from fuzz import trial, workers
from fuzz.meaning import ROWS, meaning
from fuzz.mutate import made
from fuzz.oracle import judged
from fuzz.reading import NotJudged, texts
from fuzz.seeds import seeds
from tests.etl.test_formats import content, golden
from tests.made import Desk, desk
from warehouse import Shop

__all__ = ["desk"]

SEED, FILES = 7, 100
FEN = Decimal("0.01")
NOT_JUDGED: dict[str, str] = {}  # format → the word of it that is too much for an oracle: none is
SAMPLES = [(name, sample) for name in sorted(set(formats()) - set(NOT_JUDGED)) for sample in golden(name)]


def test_mutated_files(desk: Desk) -> None:
    """No exception, no unclassified message, no accepted file whose total differs; most accepted ones are judged."""
    outcomes = trial.tried(SEED, range(FILES))
    assert [(each.number, each.how, each.findings) for each in outcomes if each.findings] == []
    accepted = [each for each in outcomes if "loaded" in each.statuses]
    not_judged = [each for each in accepted if each.judged.startswith("not")]
    assert len(accepted) > FILES // 5
    assert len(not_judged) < len(accepted) // 5, not_judged


def test_the_same_number_is_the_same_file() -> None:
    assert made(SEED, 3) == made(SEED, 3)
    assert made(SEED, 3).data != made(SEED + 1, 3).data
    assert {seed.format for seed in seeds()} == set(formats())


def test_a_format_with_an_unknown_word_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {}
    for name in formats():
        try:
            meaning(name)
        except NotJudged as reason:
            found[name] = str(reason)
    assert found == NOT_JUDGED
    monkeypatch.setattr("fuzz.meaning.ROWS", ROWS - {"fill_down"})
    with pytest.raises(NotJudged, match="fill_down"):
        meaning.__wrapped__("bundles")


@pytest.mark.parametrize(("name", "sample"), SAMPLES, ids=[f"{n}-{s['source']}" for n, s in SAMPLES])
def test_the_oracle_finds_what_the_goldens_say(name: str, sample: dict[str, Any]) -> None:
    data, is_grid = content(name, sample), sample["file"].endswith((".xls", ".xlsx"))
    if sample["file"].endswith(".xls"):  # a web page, whose cells are those of the text
        data = content(name, sample | {"file": "sample.csv"})
    [readings] = texts(data).values()
    held = judged(name, readings, is_grid=is_grid)
    assert held.rows == sample.get("read", len(sample["rows"]))  # a row of a statement may hold several entries
    if "sum" in sample:
        assert held.total == (Decimal(sample["sum"]) if sample["sum"] else None)


def test_a_fen_or_a_row_too_much_is_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loader's answer off by so little: every accepted file that was judged is a finding."""
    answers: list[tuple[list[Loaded], str | None]] = []

    def remembers(*said: Any, **more: Any) -> tuple[list[Loaded], str | None]:
        answers.append(load(*said, **more))
        return answers[-1]

    monkeypatch.setattr(trial, "load", remembers)
    agreed = [each.number for each in trial.tried(SEED, range(20)) if each.judged == "agrees"]
    assert agreed
    for wrong in ("fen", "row"):
        off = iter([([_off(each, wrong) for each in results], build) for results, build in answers])
        monkeypatch.setattr(trial, "load", lambda *said, off=off, **more: next(off))
        assert [each.number for each in trial.tried(SEED, range(20)) if each.findings] == agreed


def _off(loaded: Loaded, by: str) -> Loaded:
    if loaded.status != "loaded":
        return loaded
    return replace(loaded, rows=loaded.rows + 1) if by == "row" else replace(loaded, sum=(loaded.sum or 0) + FEN)


def test_an_exception_names_its_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(shop: Shop, paths: list[tuple[Path, str]], *said: Any, **more: Any) -> Any:
        if any(name.startswith("5/") for _, name in paths):
            raise ValueError("a fault of the loader")
        return load(shop, paths, *said, **more)

    monkeypatch.setattr(trial, "load", fails)
    [found] = [each for each in trial.tried(SEED, range(4, 7)) if each.findings]
    assert (found.number, found.statuses) == (5, ["exception"])
    assert "a fault of the loader" in found.findings[0]


def works(pipe: Connection, seed: int) -> None:
    """A worker that dies of file 3 and never returns from file 5."""
    while numbers := pipe.recv():
        for number in numbers:
            pipe.send(number)
            if number == 3:
                os.abort()
            if number == 5:
                pipe.recv()
        pipe.send(([trial.Outcome(number, ()) for number in numbers], 1))


def test_a_worker_that_dies_or_hangs_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workers, "work", works)
    monkeypatch.setattr(workers, "HANGS", 15)  # a busy computer may need seconds to start a worker
    tally = workers.run(SEED, range(8), 2)
    said = capsys.readouterr().out
    assert (tally.counts["files"], tally.findings, tally.counts["crash"], tally.counts["hang"]) == (8, 2, 1, 1)
    assert "--only 3" in said
    assert "--only 5" in said
