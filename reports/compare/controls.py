"""What else went up and down in the same weeks: other shops as an index that names none of them, or a typed category index."""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

import warehouse
from book.engagement import Engagement, engagement
from reports.compare import index
from reports.compare.model import Weeks
from reports.compare.series import series, usable, weekly
from reports.compare.structuralmodel import Array
from reports.period import Period
from reports.scope import Scope

FEWEST_SHOPS = 3


@dataclass(frozen=True, eq=False)
class Controls:
    """Valid control series as the model takes them, or none; and why other shops were left out."""

    kind: str | None = None  # own_shops, agency_shops, index
    z: Array | None = None  # one row per series
    valid_shops: int = 0
    left_out: tuple[tuple[str, int], ...] = ()  # reason (service_changed, weeks_missing, nothing_loaded) → shops
    index_weeks_missing: int | None = None  # of the usable weeks; None where no index was typed

    @property
    def count(self) -> int:
        """How many series the model gets."""
        return 0 if self.z is None else len(self.z)


def controls(scope: Scope, metric: str, weeks: Weeks, spoken: Period, service: Period, plain: Set[date]) -> Controls:
    """The shops whose service did not begin or end within the days that are compared, three at least; else the index.

    `spoken` are the days of the series, `plain` those without a promotion. Raises BookUnreachable.
    """
    mine = engagement(scope.shop)
    found, reasons = [], Counter[str]()
    for name in warehouse.shop_names():
        other = warehouse.shop(name)
        if name == scope.shop.name or other.is_demo != scope.shop.is_demo:
            continue
        agreed = engagement(other)
        if _served(agreed, spoken) is None:
            reasons["service_changed"] += 1
            continue
        try:
            asked = Scope(other, refunds=scope.refunds, book=scope.book)
            beside = weekly(series(asked, metric, spoken), service, plain)
        except (warehouse.NoBuild, warehouse.MissingTable):
            reasons["nothing_loaded"] += 1
            continue
        if (usable(weeks) & ~usable(beside)).any():
            reasons["weeks_missing"] += 1
        else:
            found.append((beside.z, agreed.merchant == mine.merchant))
    kind = "own_shops" if all(is_own for _z, is_own in found) else "agency_shops"
    shops = np.array([z for z, _is_own in found])
    typed, missing = _typed(scope, weeks, service, spoken, plain)
    left_out = tuple(sorted(reasons.items()))
    if len(found) >= FEWEST_SHOPS:
        return Controls(kind, shops, len(found), left_out, missing)
    if missing == 0:
        return Controls("index", typed, len(found), left_out, missing)
    return Controls(None, None, len(found), left_out, missing)


def _served(agreed: Engagement, days: Period) -> bool | None:
    """Whether an agency served on all of these days, or on none of them; None where that changed within."""
    if agreed.service_start is None or agreed.service_start > days.last:
        return False
    if agreed.service_end is not None and agreed.service_end < days.first:
        return False
    is_whole = agreed.service_start <= days.first and (agreed.service_end is None or agreed.service_end >= days.last)
    return True if is_whole else None


def _typed(
    scope: Scope, weeks: Weeks, service: Period, spoken: Period, plain: Set[date]
) -> tuple[Array | None, int | None]:
    """The typed index in the model's weeks, and of how many usable ones it says nothing."""
    known = index.index(scope.shop)
    if not known:
        return None, None
    z = index.by_week(known, first_days(weeks, service), (day for day in spoken if day not in plain))
    missing = int((usable(weeks) & np.isnan(z)).sum())
    return np.array([z]), missing


def first_days(weeks: Weeks, service: Period) -> list[date]:
    """The first day of each week of the model."""
    before = int((~weeks.is_service).sum())
    return [service.first + timedelta(days=7 * (number - before)) for number in range(len(weeks.z))]
