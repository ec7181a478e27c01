"""One measured figure: how long something takes, and how many times what it is compared with."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """`seconds` beside those of a plain reference measured in the same run; without a reference the seconds themselves count."""

    name: str
    what: str
    seconds: float | None
    aim: float  # of the ratio, or of the seconds where there is no reference
    reference: str = ""
    reference_seconds: float | None = None
    runs: int = 1  # the seconds are the median of so many
    note: str = ""

    @property
    def value(self) -> float | None:
        """What is held against the aim; None where it was not measured."""
        if self.seconds is None or not self.reference:
            return self.seconds
        return self.seconds / self.reference_seconds if self.reference_seconds else None

    def as_json(self) -> dict[str, Any]:
        """All of it, with `value` and whether it reaches its aim."""
        return asdict(self) | {"value": self.value, "reached": None if self.value is None else self.value <= self.aim}

    def row(self) -> tuple[str, ...]:
        """The cells of its row in the table: name, value, aim, seconds, reference seconds, what."""
        unit = "×" if self.reference else " s"
        said = f"{self.what} ÷ {self.reference}" if self.reference else self.what
        note = f" ({self.note})" if self.note else ""
        return (
            self.name,
            "not measured" if self.value is None else f"{self.value:.3g}{unit}",
            f"≤ {self.aim:.3g}{unit}",
            "" if self.seconds is None else f"{self.seconds:.3f}",
            "" if self.reference_seconds is None else f"{self.reference_seconds:.3f}",
            said + note,
        )


def timed(call: Callable[[], Any]) -> float:
    """The seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def middle(seconds: list[float]) -> float:
    """The median, which one disturbed run does not move."""
    return float(median(seconds))


TITLE = ("figure", "value", "aim", "seconds", "reference", "what")


def table(figures: list[Figure]) -> str:
    """The figures as aligned text."""
    rows = [TITLE, *(figure.row() for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(TITLE) - 1)]
    return "\n".join("  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[-1]]) for row in rows)
