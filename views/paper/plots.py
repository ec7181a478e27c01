"""What a chart shows, exact: the drawing, the workbook's own chart and the table beside them are made of the same values."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.metric import Figure
from views.waterfall import ROOM

Row = tuple[str | Figure, ...]


@dataclass(frozen=True)
class Mark:
    """Something that happened: bands over a time line, or one line at the beginning of the first span.

    Places count the times from 0; a time reaches from half a place before to half a place after.
    """

    words: str
    spans: tuple[tuple[float, float], ...]
    is_band: bool


@dataclass(frozen=True)
class Weeks:
    """Bars and a line over time; bars that may still change are hatched. `highs` stand where a bar is only a range's upper end."""

    times: tuple[str, ...]
    bars: tuple[str, tuple[Figure, ...]]  # name, values
    line: tuple[str, tuple[Figure, ...]]
    highs: tuple[str, tuple[Figure, ...]] | None = None
    provisional: frozenset[int] = frozenset()
    marks: tuple[Mark, ...] = ()
    unit: str = "money"

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns of `rows`, the first is that of the times and empty."""
        return ("", self.bars[0], *((self.highs[0],) if self.highs else ()), self.line[0])

    @property
    def rows(self) -> tuple[Row, ...]:
        """The same as a table."""
        columns = [self.bars[1], *([self.highs[1]] if self.highs else []), self.line[1]]
        return tuple(zip(self.times, *columns, strict=True))


@dataclass(frozen=True)
class Step:
    """One bar of a waterfall: a total stands on nothing, any other goes on from where the one before it ended."""

    name: str
    amount: Decimal
    is_total: bool = False


@dataclass(frozen=True)
class Waterfall:
    """The way from one amount to another."""

    steps: tuple[Step, ...]
    header: tuple[str, ...]  # what, how much
    unit: str = "money"

    @property
    def rows(self) -> tuple[Row, ...]:
        """The same as a table."""
        return tuple((each.name, each.amount) for each in self.steps)

    def spans(self) -> tuple[tuple[Step, Decimal, Decimal], ...]:
        """Each bar with where it begins and ends."""
        found, at = [], Decimal(0)
        for step in self.steps:
            begin, at = (Decimal(0), step.amount) if step.is_total else (at, at + step.amount)
            found.append((step, begin, at))
        return tuple(found)

    @property
    def base(self) -> Decimal | None:
        """Where totals begin that are cut short, because the steps would be too small beside them; None: they are whole."""
        reached = [end for _step, _begin, end in self.spans()]
        low, high = min(reached), max(reached)
        return low - (high - low) / 2 if low > 0 and high - low < ROOM * high else None


@dataclass(frozen=True)
class Reached:
    """How far something is on the way to a target; both are amounts. `note` is said behind the bar."""

    name: str
    value: Figure
    target: Figure
    note: str = ""


@dataclass(frozen=True)
class Attainment:
    """Bars against their targets."""

    bars: tuple[Reached, ...]
    header: tuple[str, ...]  # what, reached, target
    unit: str = "money"

    @property
    def rows(self) -> tuple[Row, ...]:
        """The same as a table."""
        return tuple((each.name, each.value, each.target) for each in self.bars)


@dataclass(frozen=True)
class Ranged:
    """An estimate between its bounds."""

    name: str
    low: Figure
    middle: Figure
    high: Figure


@dataclass(frozen=True)
class Interval:
    """Estimates with their intervals about zero."""

    ranges: tuple[Ranged, ...]
    header: tuple[str, ...]  # what, at least, estimate, at most
    unit: str = "rate"

    @property
    def rows(self) -> tuple[Row, ...]:
        """The same as a table."""
        return tuple((each.name, each.low, each.middle, each.high) for each in self.ranges)


Plot = Weeks | Waterfall | Attainment | Interval


def known(values: Sequence[Figure]) -> list[Decimal]:
    """The values that are known, exact."""
    return [Decimal(str(each)) for each in values if each is not None]
