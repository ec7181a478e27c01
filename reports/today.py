"""The ten minutes of a day: the newest day's three figures, which source is late, and how the week goes."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from book.engagement import engagement
from reports.claims.promised import share_of_days
from reports.metric import Figures
from reports.period import Period
from reports.scope import Scope, currency, monday
from reports.signing.sign import WeekState, now, states
from reports.weekly import figures_json, weekly

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Late:
    """A source of a platform that does not reach to the evening before; `days` of it are missing."""

    source: str
    platform: str
    last: date
    days: int

    def as_json(self) -> dict[str, Any]:
        """One entry of `reports today --json`."""
        return {"source": self.source, "platform": self.platform, "last": self.last.isoformat(), "days": self.days}


@dataclass(frozen=True)
class Today:
    """The answer on a morning. `day` is the newest day before it of which an order file tells; figures are money or None."""

    shop: str
    currency: str
    morning: date
    day: date
    figures: Figures
    week_before: Figures  # of the same weekday a week before; every figure None where nothing is known of it
    week: Period  # from its Monday to `day`
    so_far: Figures
    basis: str  # the figure that the targets are about: net_sales or gross_sales
    target: Decimal | None  # of the days of `week`; None where no target was agreed
    target_whole: Decimal | None  # of its seven days
    late: tuple[Late, ...]  # those that lag most first
    last_week: WeekState | None  # None where the shop knows nothing of it

    @property
    def age(self) -> int:
        """How many days lie between the newest day and the evening before; 0 when the files are up to date."""
        return max(0, (self.morning - DAY - self.day).days)

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports today --json`."""
        return {
            "shop": self.shop,
            "currency": self.currency,
            "day": self.day.isoformat(),
            "days_old": self.age,
            "figures": figures_json(self.figures),
            "same_day_week_before": figures_json(self.week_before),
            "week": self.week.as_json() | {"figures": figures_json(self.so_far)},
            "sales_basis": self.basis,
            "target": _money(self.target),
            "target_whole_week": _money(self.target_whole),
            "late": [each.as_json() for each in self.late],
            "last_week": self.last_week.as_json() if self.last_week else None,
        }


def today(scope: Scope, morning: date | None = None) -> Today | None:
    """What the scope's shop looks like on a morning (the shop's own day); None before its first order is known.

    The scope's bounds are not looked at. Raises NoBuild, BookUnreachable.
    """
    morning = morning or now()
    source, agreed = scope.reader, engagement(scope.shop)
    known = source.rows(
        "select source, platform, max(day) as last, "
        "max(day) filter (where day < $1) as before from marts.coverage group by source, platform",
        [morning],
    )
    told = [each for each in known if each["source"] == "orders"]
    if not told:
        return None
    day = max((each["before"] for each in told if each["before"]), default=max(each["last"] for each in told))
    start = monday(day)
    found = states(Scope(scope.shop, start - WEEK, start - DAY, scope.refunds, scope.book, scope.source), morning)
    return Today(
        shop=scope.shop.name,
        currency=currency(source),
        morning=morning,
        day=day,
        figures=_figures(scope, day, day),
        week_before=_figures(scope, day - WEEK, day - WEEK),
        week=Period(start, day),
        so_far=_figures(scope, start, day),
        basis=agreed.sales_basis,
        target=share_of_days(agreed.targets, start, day),
        target_whole=share_of_days(agreed.targets, start, start + WEEK - DAY),
        late=tuple(sorted(_late(known, morning - DAY), key=lambda each: (-each.days, each.source, each.platform))),
        last_week=next((each for each in found if each.week_start == start - WEEK), None),
    )


def _figures(scope: Scope, first: date, last: date) -> Figures:
    return weekly(Scope(scope.shop, first, last, scope.refunds, scope.book, scope.source)).total


def _late(known: list[dict[str, Any]], evening: date) -> list[Late]:
    return [
        Late(each["source"], each["platform"], each["last"], (evening - each["last"]).days)
        for each in known
        if each["last"] < evening
    ]


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
