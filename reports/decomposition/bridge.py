"""The one shape of every decomposition: where it starts, what each part adds, where it ends. Exact to the fen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

Exact = Fraction | int
TINY = Fraction(1, 10**20)  # what the logarithms of a chain leave; every other formula is exact


@dataclass(frozen=True)
class Bar:
    """What one part adds, in money; below zero it takes away."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Bridge:
    """`start` and the bars add up to `end`, always; the bars stand in the order in which they are drawn."""

    start: Decimal
    bars: tuple[Bar, ...]
    end: Decimal

    def __post_init__(self) -> None:
        reached = sum((bar.amount for bar in self.bars), self.start)
        if reached != self.end:
            raise ValueError(f"the bars lead to {reached}, not to {self.end}")

    @property
    def change(self) -> Decimal:
        """All bars together."""
        return self.end - self.start

    def __getitem__(self, name: str) -> Decimal:
        """What the bar of this name adds. Raises KeyError."""
        for bar in self.bars:
            if bar.name == name:
                return bar.amount
        raise KeyError(name)

    def as_json(self) -> dict[str, Any]:
        """Money as text with two decimals, the bars in their order."""
        bars = [{"name": bar.name, "amount": f"{bar.amount:.2f}"} for bar in self.bars]
        return {"start": f"{self.start:.2f}", "bars": bars, "end": f"{self.end:.2f}"}


def bridge(start: Exact, parts: Mapping[str, Exact], end: Exact) -> Bridge:
    """The bridge of exact amounts in fen; they are rounded to whole ones so that the bars still lead from start to end.

    Raises ValueError where the parts are not the change: rounding must not hide what a formula lost.
    """
    first, last = rounded(start), rounded(end)
    fen = in_whole(list(parts.values()), end - start, last - first)
    bars = (Bar(name, _yuan(amount)) for name, amount in zip(parts, fen, strict=True))
    return Bridge(_yuan(first), tuple(bars), _yuan(last))


def in_whole(parts: Sequence[Exact], change: Exact, total: int) -> list[int]:
    """Whole numbers nearest to the parts that add up to `total`, which is their sum, `change`, less than 1 off.

    Parts are rounded half away from zero; what is left over goes to the largest remainders, of equal ones to the first.
    With every sign turned, every result is turned; a part of nothing stays nothing. Raises ValueError for another sum.
    """
    denominator = lcm(*(part.denominator for part in parts))
    above = [part.numerator * (denominator // part.denominator) for part in parts]
    whole = [_divided(part, denominator) for part in above]
    if abs(Fraction(sum(above), denominator) - change) > TINY or abs(Fraction(total - change)) > 1:
        raise ValueError("the parts are not the whole change")
    left = total - sum(whole)
    sign = 1 if left > 0 else -1
    remainders = [sign * (part - each * denominator) for part, each in zip(above, whole, strict=True)]
    for place in sorted(range(len(parts)), key=lambda place: -remainders[place])[: abs(left)]:
        whole[place] += sign
    return whole


def rounded(value: Exact) -> int:
    """The nearest whole number, half away from zero."""
    return _divided(value.numerator, value.denominator)


def _divided(above: int, below: int) -> int:
    size = (2 * abs(above) + below) // (2 * below)
    return size if above >= 0 else -size


def in_fen(amount: Decimal | int | None) -> int:
    """Money to the fen as a whole number; nothing known counts as nothing."""
    return int((amount or 0) * 100)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
