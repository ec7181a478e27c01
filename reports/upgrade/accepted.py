"""Upgrades of a shop with who accepted them: an entry of the book each, with the whole comparison attached."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from book import Change, Entry, book
from reports.metric import Figure, catalogue, difference
from warehouse import Shop, Told, access, upgrades
from warehouse.upgrades import Upgrade

KIND = "upgrade"  # of the ledger's entries; their subjects are the names of the upgrades


class NoSuchUpgrade(Told):
    """There is no newer version to accept in {}: its figures were computed by the version that is in use."""

    kind = "no_such_upgrade"


@dataclass(frozen=True)
class Moved:
    """One figure of one week, as the earlier version told it and as the newer one does."""

    week_start: date
    figure: str
    before: Figure
    after: Figure

    @property
    def difference(self) -> Decimal | None:
        """By how much it is another one; None where one of them is not known."""
        return difference(self.after, self.before)

    def as_json(self) -> dict[str, Any]:
        """One figure of `etl upgrade --json`."""
        by = self.difference
        said = {"before": self.before, "after": self.after, "difference": by}
        return {
            name: value if value is None or isinstance(value, int) else f"{value:.2f}" for name, value in said.items()
        }


@dataclass(frozen=True)
class Known:
    """One upgrade, and its acceptance where there is one."""

    upgrade: Upgrade
    accepted: Entry | None

    @property
    def waits(self) -> bool:
        """Whether somebody has to look: it changes figures, or nobody knows whether it does, and nobody accepted it."""
        return self.accepted is None and not self.upgrade.changes_nothing


def known(shop: Shop) -> list[Known]:
    """Every upgrade of a shop, the oldest first. Raises BookUnreachable."""
    found = [upgrades.read(shop, each) for each in upgrades.names(shop)]
    accepted = book(shop).in_force(KIND) if found else {}
    return [Known(each, accepted.get(each.name)) for each in found]


def waiting(shop: Shop) -> list[Known]:
    """The upgrades that nobody has accepted yet; every page asks, so the accepted ones are not read. Raises BookUnreachable."""
    names = upgrades.names(shop)
    accepted = book(shop).in_force(KIND) if names else {}
    found = [Known(upgrades.read(shop, name), None) for name in names if name not in accepted]
    return [each for each in found if each.waits]


def moved(upgrade: Upgrade, refunds: str, book: str) -> list[Moved]:
    """What an upgrade changed on one basis of refunds and in one book, the newest week first, figures as in the ladder."""
    for each in upgrade.body["figures"] or ():
        if (each["refunds"], each["book"]) == (refunds, book):
            return [
                Moved(date.fromisoformat(week), name, *map(_figure, pair))
                for week, figures in sorted(each["weeks"].items(), reverse=True)
                for name, pair in sorted(figures.items(), key=lambda one: list(catalogue()).index(one[0]))
                if name in catalogue()
            ]
    return []


def weeks(upgrade: Upgrade) -> set[date]:
    """The weeks that an upgrade changed on any basis."""
    return {date.fromisoformat(week) for each in upgrade.body["figures"] or () for week in each["weeks"]}


def accept(shop: Shop, upgrade: Upgrade, who: str, why: str = "") -> Entry:
    """Write down that somebody accepts what an upgrade changed; once. Raises ChangedMeanwhile, NotGranted, NotYou."""
    access.demand(access.AGREE, shop.name)
    access.demand(access.SEE_COSTS, shop.name)
    body = {
        "before": upgrade.body["before"],
        "after": upgrade.body["after"],
        "at": upgrade.body["at"],
        "weeks": sorted(week.isoformat() for week in weeks(upgrade)),
        "compared": upgrade.sha256,
    }
    change = Change(KIND, upgrade.name, body, since=0)
    [entry] = book(shop).append([change], who, why, {upgrade.sha256: upgrade.content})
    return entry


def _figure(said: Any) -> Figure:
    return Decimal(said) if isinstance(said, str) else said
