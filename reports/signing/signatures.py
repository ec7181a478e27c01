"""The signatures that stand in a shop's book: who signed which week, when, over what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pyarrow as pa

from book import Entry, book
from reports.carried import Carried
from reports.metric import Figure, Figures, derived, metrics
from reports.signing.evidence import from_parquet
from warehouse import Shop, access

KIND = "sign_off"  # of the ledger's entries; their subjects are the Mondays of the weeks
STEPS = ("submitted", "confirmed", "returned")
SHOP_TIME = timezone(timedelta(hours=8))  # Asia/Shanghai, which knows no summer time


@dataclass(frozen=True)
class Signature:
    """One step of one week: an entry of the book in the words of the reports."""

    entry: Entry

    @property
    def week_start(self) -> date:
        """The Monday of the week."""
        return date.fromisoformat(self.entry.subject)

    @property
    def step(self) -> str:
        """submitted, confirmed or returned."""
        return str(self.entry.body["step"])

    @property
    def version(self) -> int:
        """1 for the first time a week is signed, then one more for each time it is signed anew."""
        return int(self.entry.body["version"])

    @property
    def signer(self) -> str:
        """The name of who signed."""
        return str(self.entry.body["signer"])

    @property
    def at(self) -> datetime:
        """When, in the shop's own time."""
        return local(self.entry.written_at)

    @property
    def fingerprint(self) -> str:
        """Of the rows."""
        return str(self.entry.body["fingerprint"])

    @property
    def figures(self) -> Figures:
        """The figures as they were signed; the ratios follow from them."""
        said = self.entry.body["figures"]
        amounts: Figures = {name: figure(name, said.get(name)) for name, metric in metrics().items() if not metric.over}
        return derived(amounts) | amounts

    @property
    def carried(self) -> tuple[Carried, ...]:
        """What earlier weeks left to this one."""
        return tuple(
            Carried(date.fromisoformat(each["week"]), each["figure"], each["cause"], Decimal(each["amount"]))
            for each in self.entry.body["carried"]
        )

    def __getitem__(self, name: str) -> Any:
        return self.entry.body[name]

    def rows(self, shop: Shop) -> pa.Table:
        """The rows as they were signed."""
        content = book(shop).attachment(self.entry.body["rows"])
        assert content is not None, "an attachment is written with its entry"
        return from_parquet(content)


@dataclass(frozen=True)
class Signed:
    """Everything that was ever signed of one week, the oldest first."""

    week_start: date
    steps: tuple[Signature, ...] = ()

    @property
    def in_force(self) -> Signature | None:
        """The confirmation that holds; a later submission does not touch it before it is confirmed itself."""
        return next((each for each in reversed(self.steps) if each.step == "confirmed"), None)

    @property
    def pending(self) -> Signature | None:
        """The submission that waits for the merchant."""
        return self.steps[-1] if self.steps and self.steps[-1].step == "submitted" else None

    @property
    def returned(self) -> Signature | None:
        """The merchant's refusal that the agency has not answered yet."""
        return self.steps[-1] if self.steps and self.steps[-1].step == "returned" else None

    @property
    def seen(self) -> int:
        """The number of the newest entry: what a signer has seen."""
        return self.steps[-1].entry.number if self.steps else 0

    @property
    def version(self) -> int:
        """The version in force; 0 where none is."""
        return self.in_force.version if self.in_force else 0


def local(moment: datetime) -> datetime:
    """A moment of the book or the register in the shop's own time."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(SHOP_TIME)


def signatures(shop: Shop) -> dict[date, Signed]:
    """Every week with a signature, by its Monday; none for those who do not see the costs that were signed."""
    if not access.current().may(access.SEE_COSTS, shop.name):
        return {}
    steps: dict[date, list[Signature]] = {}
    for entry in book(shop).entries(KIND):
        steps.setdefault(date.fromisoformat(entry.subject), []).append(Signature(entry))
    return {week: Signed(week, tuple(found)) for week, found in sorted(steps.items())}


@dataclass(frozen=True)
class Step:
    """That somebody signed: no figure, no word and no fingerprint of what it was, so that nothing of the costs is told."""

    step: str
    version: int
    signer: str
    side: str
    at: datetime


def steps(shop: Shop, week_start: date) -> list[Step]:
    """Who signed a week and when, the oldest first, for whoever may see the shop."""
    return [
        Step(each.step, each.version, each.signer, str(each["side"]), each.at)
        for each in map(Signature, book(shop).entries(KIND))
        if each.week_start == week_start
    ]


def confirmed(found: Mapping[date, Signed]) -> dict[date, Signature]:
    """The confirmations in force."""
    return {week: each.in_force for week, each in found.items() if each.in_force}


def first_unsigned(after: date, signed: Mapping[date, Signature], never: Sequence[date] = ()) -> date:
    """The first week after a signed one that is not signed itself: the one its restatements are carried into."""
    week = after + timedelta(days=7)
    while week in signed and week not in never:
        week += timedelta(days=7)
    return week


def figure(name: str, said: Any) -> Figure:
    """A summed figure as the book keeps it: money as text, counts as numbers."""
    if said is None:
        return None
    return int(said) if metrics()[name].unit == "count" else Decimal(said)
