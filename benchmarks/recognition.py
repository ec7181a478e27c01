"""Recognising a sheet must not take longer the more formats there are."""

from collections.abc import Iterator, Mapping
from unittest.mock import patch

from benchmarks.figure import Figure, middle, timed
from etl import recognise
from etl.formatfile import formats

RUNS = 5
SHEETS = 40
WIDTH = 60


def measure_recognition() -> Iterator[Figure]:
    """`recognise`: a head of 30 rows among all formats ÷ the same among those of orders only."""
    header = [name for names in formats()["taobao__orders"].columns.values() for name in names]
    head = [[*header, *(f"列{i}" for i in range(WIDTH))], *([f"{row}.{i}" for i in range(WIDTH)] for row in range(29))]
    few = {name: each for name, each in formats().items() if each.entity in ("orders", "order_lines")}
    everything, some = _seconds(head, formats()), _seconds(head, few)
    what = f"recognising a sheet among {len(formats())} formats"
    yield Figure("recognise", what, everything / SHEETS, 1.2, f"among {len(few)} of them", some / SHEETS, RUNS)


def _seconds(head: list[list[str]], known: Mapping[str, object]) -> float:
    with patch.object(recognise, "formats", lambda: known):
        recognise.by_rarest_name.cache_clear()
        recognise.recognise(head)
        seconds = middle([timed(lambda: [recognise.recognise(head) for _ in range(SHEETS)]) for _ in range(RUNS)])
    recognise.by_rarest_name.cache_clear()
    return seconds
