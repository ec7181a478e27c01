"""What waits for somebody: the alerts of the last weeks, those of one rule about one subject together, most money first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from reports.alerts.alert import Alert, Alerts
from reports.alerts.alerts import alerts
from reports.scope import Scope, span
from warehouse import Shop, reader

RECENT = 28  # days, to the last of which anything is known
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Need:
    """The alerts of one rule about one subject; the first is told in words: the largest, or the newest where they do not add up."""

    alerts: tuple[Alert, ...]

    @property
    def worst(self) -> Alert:
        """The alert that is told in words."""
        return self.alerts[0]

    @property
    def since(self) -> date:
        """The first day."""
        return min(each.day for each in self.alerts)

    @property
    def money(self) -> Decimal | None:
        """What they come to; None where no effect in money can be said."""
        counted = self.alerts if self.worst.of.adds else self.alerts[:1]
        known = [each.money for each in counted if each.money is not None]
        return sum(known, ZERO) if known else None


def recent(shop: Shop, book: str, today: date, days: int | None = RECENT) -> Alerts:
    """The alerts of the last days of which anything is known, or all. Raises NoBuild, BookUnreachable."""
    known = span(reader(shop))
    first = known[1] - timedelta(days=days - 1) if known and days else None
    return alerts(Scope(shop, first, book=book), today)


def grouped(found: Iterable[Alert]) -> list[Need]:
    """Alerts of one rule and subject together; those with most money first, then the newest."""
    groups: dict[tuple[str, str], list[Alert]] = {}
    for each in found:
        groups.setdefault((each.rule, each.subject), []).append(each)
    needed = [Need(tuple(sorted(group, key=_speaks_first))) for group in groups.values()]
    return sorted(needed, key=lambda need: (-(need.money or ZERO), -need.worst.day.toordinal()))


def _speaks_first(alert: Alert) -> tuple[Decimal, int]:
    return -(alert.money or ZERO) if alert.of.adds else ZERO, -alert.day.toordinal()
