"""One measured figure: how long something takes, or how often it errs, beside what it is compared with."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from warehouse import Shop, drop_readers, reader


@dataclass(frozen=True)
class Figure:
    """`amount` beside that of a plain reference measured in the same run; without a reference the amount itself counts."""

    name: str
    what: str
    amount: float | None  # seconds, or what `unit` says
    aim: float  # of the ratio, or of the amount where there is no reference
    reference: str = ""
    reference_amount: float | None = None
    runs: int = 1  # the amount is the median of so many
    note: str = ""
    unit: str = "s"
    others: dict[str, float] = field(default_factory=dict)  # the same amount by other methods, measured in the same run

    @property
    def value(self) -> float | None:
        """What is held against the aim; None where it was not measured."""
        if self.amount is None or not self.reference:
            return self.amount
        return self.amount / self.reference_amount if self.reference_amount else None

    def as_json(self) -> dict[str, Any]:
        """All of it, with `value` and whether it reaches its aim."""
        return asdict(self) | {"value": self.value, "reached": None if self.value is None else self.value <= self.aim}

    def row(self) -> tuple[str, ...]:
        """The cells of its row in the table: name, value, aim, amount, reference amount, what."""
        unit = "×" if self.reference else f" {self.unit}".rstrip()
        said = f"{self.what} ÷ {self.reference}" if self.reference else self.what
        note = f" ({self.note})" if self.note else ""
        others = "".join(f" · {name} {amount:.3g}" for name, amount in self.others.items())
        return (
            self.name,
            "not measured" if self.value is None else f"{self.value:.3g}{unit}",
            f"≤ {self.aim:.3g}{unit}",
            "" if self.amount is None else f"{self.amount:.3f}",
            "" if self.reference_amount is None else f"{self.reference_amount:.3f}",
            said + others + note,
        )


def timed(call: Callable[[], Any]) -> float:
    """The seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def timed_anew(shop: Shop, call: Callable[[], Any]) -> float:
    """The seconds of a question that nobody has asked this build yet: its blocks are read, no answer is kept."""
    before = reader(shop)  # DuckDB keeps what it has read while anybody has the file open
    drop_readers(before.path)
    reader(shop)
    seconds = timed(call)
    before.connection.close()
    return seconds


def middle(seconds: list[float]) -> float:
    """The median, which one disturbed run does not move."""
    return float(median(seconds))


TITLE = ("figure", "value", "aim", "measured", "reference", "what")


def table(figures: list[Figure]) -> str:
    """The figures as aligned text."""
    rows = [TITLE, *(figure.row() for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(TITLE) - 1)]
    return "\n".join("  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[-1]]) for row in rows)
