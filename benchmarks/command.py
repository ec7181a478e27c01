"""Which figures are measured, where their data lie, how they are printed."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.alerts import measure_alerts
from benchmarks.answers import measure_answers
from benchmarks.brushing import measure_brushing
from benchmarks.figure import Figure, table
from benchmarks.lift import measure_lift
from benchmarks.loads import measure_loads
from benchmarks.pages import measure_pages
from benchmarks.recognition import measure_recognition
from benchmarks.ripeness import measure_ripeness
from benchmarks.sessions import measure_sessions
from benchmarks.settlement import measure_settlement
from benchmarks.workbooks import measure_workbooks

GROUPS = (
    "load",
    "weekly",
    "workbook",
    "page",
    "recognise",
    "settle",
    "lift",
    "ripeness",
    "brushing",
    "alerts",
    "sessions",
)
WORKBOOK_SHARE = 5  # a workbook holds one line for so many of the text file


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and say by the exit code whether every aim that was measured is reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Ratios against plain references.")
    parser.add_argument("--lines", type=int, default=1_000_000, help="order lines of the large file")
    parser.add_argument("--only", metavar="NAME", choices=GROUPS, help="one group only")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(arguments)
    figures = measure(asked.lines, asked.only)
    print(json.dumps([each.as_json() for each in figures], ensure_ascii=False) if asked.json else table(figures))
    return 0 if all(each.value is None or each.value <= each.aim for each in figures) else 1


def measure(lines: int, only: str | None = None) -> list[Figure]:
    """The figures of one group or of all, on made data in a temporary folder."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="duizhang-benchmarks-") as temporary:
        folder = Path(temporary)
        os.environ["DUIZHANG_DATA"] = str(folder / "data")  # nobody's shops are touched
        groups: dict[str, Callable[[], Iterator[Figure]]] = {
            "load": lambda: measure_loads(folder, lines),
            "weekly": lambda: measure_answers(folder, lines),
            "workbook": lambda: measure_workbooks(folder, lines // WORKBOOK_SHARE),
            "page": lambda: measure_pages(folder),
            "recognise": measure_recognition,
            "settle": lambda: measure_settlement(folder, lines),
            "lift": measure_lift,
            "ripeness": measure_ripeness,
            "brushing": lambda: measure_brushing(folder),
            "alerts": lambda: measure_alerts(folder, lines),
            "sessions": lambda: measure_sessions(folder, lines),
        }
        for name, group in groups.items():
            if only in (None, name):
                for figure in group():
                    print(figure.row(), file=sys.stderr)
                    figures.append(figure)
    return figures
