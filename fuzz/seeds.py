"""What is mutated: the samples of every format, as rows of text. A new format joins with its golden.json."""

import csv
import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[1] / "tests" / "etl" / "formats"


@dataclass(frozen=True)
class Seed:
    """One sample of a format: the name its platform gives the file, and its rows."""

    format: str
    name: str
    sheet: str
    rows: tuple[tuple[str, ...], ...]


@cache
def seeds() -> tuple[Seed, ...]:
    """Every sample that a golden names and that is a csv in git."""
    found = []
    for golden in sorted(SAMPLES.glob("*/golden.json")):
        for sample in json.loads(golden.read_text("utf-8")):
            source = golden.parent / str(sample["source"])
            if source.suffix == ".csv" and source.exists():
                rows = tuple(map(tuple, csv.reader(io.StringIO(source.read_text("utf-8")))))
                name = str(sample.get("file", source.name)).rpartition(".")[0]
                found.append(Seed(golden.parent.name, name, str(sample.get("sheet", "Sheet1")), rows))
    return tuple(found)
