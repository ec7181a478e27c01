"""The engagement in force: who runs the shop for whom, since when, for what targets, budget, clauses and guards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from book.ledger import Book, book
from book.schema import OPEN_TABLES, PERSON, SECTIONS, TOLERANCE, Field, clause_kinds
from book.terms import Terms, path
from warehouse import Shop

KIND = "engagement"  # of the ledger's entries; their subjects are the keys of the TOML, as in "targets.2025-03"


@dataclass(frozen=True)
class Person:
    """Somebody who may submit (agency) or confirm (merchant) a week."""

    name: str
    side: str  # agency, merchant
    role: str = ""


@dataclass(frozen=True)
class Clause:
    """One clause of the contract: its kind, and what it says, as clauses.toml lists it (amounts Decimal, days date).

    Fields with a default are always there; "engagement.…" defaults are filled in when the engagement is read.
    """

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
    categories: tuple[str, ...] = ()  # in which products may be sold; none: any
    people: tuple[Person, ...] = ()
    package: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # "week" | "month" → deliverable → count
    targets: Mapping[str, Decimal] = field(default_factory=dict)  # "2025-03" → amount; a month not named has no target
    interpolated: tuple[str, ...] = ()  # months whose target nobody typed
    sales_basis: str = "net_sales"  # or gross_sales: what sales the targets and rates mean
    book: str = "cleaned"  # or claimed
    budget: Mapping[str, Decimal] = field(default_factory=dict)  # total_per_month
    clauses: tuple[Clause, ...] = ()
    guards: Mapping[str, Any] = field(default_factory=dict)  # ad_cap_per_product_day, stock_threshold, price_floor …
    tolerances: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)  # figure → "amount", "rate"

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


def engagement(of: Book | Shop, as_of: int | None = None) -> Engagement:
    """The engagement in force in a shop's book; with `as_of` as it was when that entry was the newest."""
    return from_terms(terms(of, as_of))


def terms(of: Book | Shop, as_of: int | None = None) -> Terms:
    """The engagement in force as the ledger has it: subject → body."""
    ledger = book(of) if isinstance(of, Shop) else of
    return {subject: entry.body for subject, entry in ledger.in_force(KIND, as_of).items()}


def from_terms(said: Mapping[str, Any]) -> Engagement:
    """The engagement that checked subjects describe."""
    read: dict[str, dict[str, Any]] = {name: {} for name in ("engagement", "targets", "budget", "guards", "tolerances")}
    opened: dict[str, dict[str, Any]] = {name: {} for name in OPEN_TABLES}
    for subject, body in said.items():
        *above, name = path(subject)
        section = ".".join(above)
        if section in OPEN_TABLES:
            opened[section][name] = OPEN_TABLES[section].value(body)
        elif section == "tolerances":
            read[section][name] = _values(TOLERANCE, body)
        elif section:
            known = SECTIONS[section].get(name)
            read[section][name] = known.kind.value(body) if known else Decimal(body)  # a month's target
    targets = read["targets"]
    defaults = {name: targets.pop(name, SECTIONS["targets"][name].default) for name in ("sales_basis", "book")}
    if floors := opened.pop("guards.price_floor"):
        read["guards"]["price_floor"] = MappingProxyType(floors)
    package = {name.split(".")[1]: MappingProxyType(table) for name, table in opened.items() if table}
    return Engagement(
        **read["engagement"],
        **defaults,
        interpolated=targets.pop("interpolated", ()),
        people=tuple(Person(**_values(PERSON, each)) for each in said.get("people", ())),
        package=MappingProxyType(package),
        targets=MappingProxyType(dict(sorted(targets.items()))),
        budget=MappingProxyType(read["budget"]),
        clauses=tuple(_clause(each, defaults) for each in said.get("clauses", ())),
        guards=MappingProxyType(read["guards"]),
        tolerances=MappingProxyType(read["tolerances"]),
    )


def _clause(said: Mapping[str, Any], defaults: Mapping[str, str]) -> Clause:
    fields = clause_kinds()[said["kind"]].fields
    held = {name: _default(each, defaults) for name, each in fields.items() if each.default is not None}
    return Clause(said["kind"], MappingProxyType(held | _values(fields, said)))


def _default(known: Field, defaults: Mapping[str, str]) -> Any:
    if isinstance(known.default, str) and known.default.startswith("engagement."):
        return defaults[known.default.removeprefix("engagement.")]
    return known.kind.value(known.default)


def _values(fields: Mapping[str, Field], said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fields[name].kind.value(body) for name, body in said.items() if name in fields}
