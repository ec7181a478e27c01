"""What the sample cells of a column look like, whatever the column is called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.cell import AMOUNT, FULL_WIDTH, NOTHING, WHOLE

CLOCK = r"([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?"
YEAR_FIRST = re.compile(rf"\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?{CLOCK}|20\d{{2}}[01]\d[0-3]\d(\d{{6}})?")
YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}|\d{{2}}){CLOCK}")
SERIAL = re.compile(r"[3-7]\d{4}(\.\d+)?")  # a day as a spreadsheet counts it
SIGNS = str.maketrans(*FULL_WIDTH)
MONEY = re.compile(r"^(?:¥|￥|\$|CNY|RMB) *| *元$")
AROUND = " \t\r\n\u00a0\u3000\ufeff\u200b\"=`'"
ENOUGH = 0.8  # the share of the filled cells that makes a column one of dates, amounts, numbers


@dataclass(frozen=True)
class Content:
    """Shares from 0 to 1: of all cells those that are filled, of the filled ones what they look like."""

    filled: float
    different: float
    times: float
    serials: float
    amounts: float
    whole: float
    percents: float
    long_ids: float
    dates: str  # the order of day and month: "ymd", "dmy", "mdy", or "ambiguous" where no cell decides

    def fits(self, kind: str, share: float = ENOUGH) -> bool:
        """Whether this share of the cells can be read as a staging column's SQL type; an empty column contradicts nothing."""
        if not self.filled:
            return True
        if kind in ("timestamp", "date"):
            return max(self.times, self.serials) >= share
        if kind.startswith("decimal"):
            return self.amounts >= share and self.long_ids < ENOUGH
        if kind == "bigint":
            return self.whole >= share and self.long_ids < ENOUGH
        return self.times < ENOUGH

    def looks(self, kind: str) -> bool:
        """Whether the cells alone suggest a column of this type."""
        if kind in ("timestamp", "date"):
            return self.times >= ENOUGH
        return self.amounts >= ENOUGH > self.whole if kind.startswith("decimal") else self.long_ids >= ENOUGH


def content(cells: Sequence[str]) -> Content:
    """What these cells look like."""
    plain = [each.strip(AROUND).translate(SIGNS) for each in cells]
    said = [each for each in plain if each not in NOTHING]
    numbers = [MONEY.sub("", each) for each in said]

    def share(hits: int) -> float:
        return hits / len(said) if said else 0.0

    return Content(
        filled=len(said) / len(cells) if cells else 0.0,
        different=share(len(set(said))),
        times=share(sum(bool(YEAR_FIRST.fullmatch(each) or YEAR_LAST.fullmatch(each)) for each in said)),
        serials=share(sum(bool(SERIAL.fullmatch(each)) for each in said)),
        amounts=share(sum(bool(re.fullmatch(AMOUNT, each)) for each in numbers)),
        whole=share(sum(bool(re.fullmatch(WHOLE, each)) for each in said)),
        percents=share(sum(each.endswith("%") for each in said)),
        long_ids=share(sum(each.isdigit() and len(each) >= 11 for each in said)),
        dates=date_order(said),
    )


def date_order(cells: Sequence[str]) -> str:
    """Which of day and month stands first: a number above 12 decides; where none does, or two disagree, it is ambiguous."""
    found = [(int(hit[1]), int(hit[2])) for hit in map(YEAR_LAST.fullmatch, cells) if hit]
    if not found:
        return "ymd"
    day_first = any(first > 12 for first, _ in found)
    month_first = any(second > 12 for _, second in found)
    if day_first == month_first:
        return "ambiguous"
    return "dmy" if day_first else "mdy"
