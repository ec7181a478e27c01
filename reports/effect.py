"""What changes when an upload is taken out: figures before and after, and the days that lose a source."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from reports.metric import Figures, metrics, plain
from reports.scope import Scope
from reports.weekly import Gap, Week, weekly
from warehouse import Reader, Shop

SHOWN = ("gross_sales", "refunds", "ad_spend", "net_profit", "net_profit_low", "net_profit_high")


@dataclass(frozen=True)
class Effect:
    """The weeks whose shown figures change, their totals over all weeks, and what is no longer covered."""

    weeks: tuple[tuple[date, Figures, Figures], ...]  # week, before, after
    before: Figures
    after: Figures
    lost: tuple[Gap, ...]

    def as_json(self) -> dict[str, Any]:
        """The figures of `undo --dry-run --json`."""
        return {
            "weeks": [
                {"week_start": week.isoformat(), "before": _json(before), "after": _json(after)}
                for week, before, after in self.weeks
            ],
            "total": {"before": _json(self.before), "after": _json(self.after)},
            "lost": [
                {"source": gap.source, "platform": gap.platform, "days": [day.isoformat() for day in gap.days]}
                for gap in self.lost
            ],
        }


def effect(shop: Shop, without: Reader) -> Effect:
    """Hold the shop's newest build against what an undo would leave. Raises NoBuild."""
    before, after = weekly(Scope(shop)), weekly(Scope(shop, source=without))
    old, new = _by_start(before.weeks), _by_start(after.weeks)
    nothing: Figures = dict.fromkeys(SHOWN)
    compared = [
        (
            week,
            _shown(old[week].figures) if week in old else nothing,
            _shown(new[week].figures) if week in new else nothing,
        )
        for week in sorted(old.keys() | new.keys())
    ]
    return Effect(
        weeks=tuple(each for each in compared if each[1] != each[2]),
        before=_shown(before.total),
        after=_shown(after.total),
        lost=tuple(_lost(Scope(shop).reader, without)),
    )


def _by_start(weeks: tuple[Week, ...]) -> dict[date, Week]:
    return {week.week_start: week for week in weeks}


def _shown(figures: Figures) -> Figures:
    return {name: figures[name] for name in SHOWN}


def _lost(before: Reader, after: Reader) -> list[Gap]:
    """Per source and platform, the days that only the earlier build covers."""
    asked = "select distinct source, platform, day from marts.coverage"
    left = {(each["source"], each["platform"], each["day"]) for each in after.rows(asked)}
    days = sorted({(each["source"], each["platform"], each["day"]) for each in before.rows(asked)} - left)
    return [
        Gap(source, platform, tuple(day for _, _, day in each))
        for (source, platform), each in groupby(days, lambda day: day[:2])
    ]


def _json(figures: Figures) -> dict[str, Any]:
    return {name: plain(value, metrics()[name].unit) for name, value in figures.items()}
