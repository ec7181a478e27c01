"""The engagement in force: who runs the shop for whom, since when, for what targets, budget, clauses and guards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

KIND = "engagement"  # of the ledger's entries; their subjects are the keys of the TOML, as in "targets.2025-03"


@dataclass(frozen=True)
class Person:
    """Somebody who may submit (agency) or confirm (merchant) a week."""

    name: str
    side: str  # agency, merchant
    role: str = ""


@dataclass(frozen=True)
class Clause:
    """One clause of the contract: its kind, and what it says, as clauses.toml lists it (amounts Decimal, days date)."""

    kind: str
    said: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.said[name]

    def get(self, name: str, otherwise: Any = None) -> Any:
        """What the clause says of something, or what holds where it is silent."""
        return self.said.get(name, otherwise)


@dataclass(frozen=True)
class Engagement:
    """Everything that was agreed, as it holds now. Amounts in the shop's currency, shares as fractions (0.80)."""

    agency: str | None = None
    merchant: str | None = None
    service_start: date | None = None
    service_end: date | None = None  # the last day of service; None: it runs
    platforms: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    package: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # "week" | "month" → deliverable → count
    targets: Mapping[str, Decimal] = field(default_factory=dict)  # "2025-03" → amount; a month not named has no target
    sales_basis: str = "net_sales"  # or gross_sales: what sales the targets and rates mean
    book: str = "cleaned"  # or claimed
    budget: Mapping[str, Decimal] = field(default_factory=dict)  # total_per_month
    clauses: tuple[Clause, ...] = ()
    guards: Mapping[str, Any] = field(default_factory=dict)  # ad_cap_per_product_day, stock_threshold, price_floor …

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever agreed."""
        return self == Engagement()

    def side_of(self, name: str) -> str | None:
        """Which side a person is on."""
        return next((person.side for person in self.people if person.name == name), None)

    def has(self, kind: str) -> bool:
        """Whether any clause is of this kind."""
        return any(clause.kind == kind for clause in self.clauses)

    def of(self, kinds: Iterable[str]) -> tuple[Clause, ...]:
        """The clauses of some kinds, in the order of the contract."""
        wanted = set(kinds)
        return tuple(clause for clause in self.clauses if clause.kind in wanted)
