"""What a format file may say: how an export is known and how its columns become those of a staging table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from etl.names import bare, normalised, spellings
from etl.personal import is_personal


@dataclass(frozen=True)
class Identity:
    """A sum that must hold on every row, or once per order: Σ left = Σ right wherever `when` is filled."""

    sentence: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    when: str | None = None
    with_lines: bool = False  # once per order, Σ quantity × unit price of its lines being on the left too


@dataclass(frozen=True)
class Entry:
    """One amount among several in a row of a statement: its kind of fee and the columns that hold it, "-" turns the sign."""

    fee_kind: str
    amounts: tuple[str, ...]


@dataclass(frozen=True)
class Footer:
    """A line around the rows, mostly below them, that states a sum: a pattern with one group, and the column it sums."""

    pattern: str
    column: str


@dataclass(frozen=True)
class Format:
    """One export: how to know it and how its columns become those of a staging table. Everything here is data."""

    name: str
    entity: str
    platform: str
    columns: Mapping[str, tuple[str, ...]]  # staging column → the headers that fill it, the first filled cell wins
    grade: str = "map"
    number: str = ""
    label: str = ""
    where: tuple[str, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()  # every entry is a choice of names of which one must be there
    one_of: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    exactly: frozenset[str] = frozenset()  # all of the header's names: how a column map knows its table again
    # Column → (headers, pattern), in order; the cells of several headers are joined with "|".
    extract: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, Any] = field(default_factory=dict)
    currency: str | None = None
    refund: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Any] = field(default_factory=dict)
    date_order: str | None = None
    period_is_stated: bool = False  # where a file states several days and its rows name one, they are of all of them
    order_id_date: str | None = None  # how the leading digits of an order number tell its day, where no column does
    short_rows_are_missing: bool = False
    identities: tuple[Identity, ...] = ()
    footers: tuple[Footer, ...] = ()
    entries: tuple[Entry, ...] = ()
    personal: frozenset[str] = (
        frozenset()
    )  # normalised headers that hold personal data in this export, though not in all
    key: tuple[str, ...] = ()  # columns that name a row across files, where the entity's own do not
    order: "Format | None" = None  # what the rows of a line export say of their whole order
    sums: tuple[str, ...] = ()  # of an order's columns those that its rows tell in parts

    @cached_property
    def musts(self) -> tuple[frozenset[str], ...]:
        """`must`, normalised."""
        return tuple(frozenset(map(normalised, choice)) for choice in self.must)

    @cached_property
    def known_names(self) -> frozenset[str]:
        """Every header name the format knows, normalised."""
        names = [*self.columns.values(), *self.must, self.one_of, self.extracted_from]
        names += self.order.columns.values() if self.order else ()
        return frozenset(normalised(name) for each in names for name in each)

    def hides(self, header: str) -> bool:
        """Whether a column of this name holds personal data, here or in every export."""
        return is_personal(header) or normalised(header) in self.personal

    @cached_property
    def extracted_from(self) -> tuple[str, ...]:
        """The headers of all cells that patterns look into."""
        return tuple(name for sources in self.extract.values() for names, _ in sources for name in names)

    def misses(self, names: set[str]) -> list[str]:
        """The names of `must` that are not among these normalised names."""
        return [choice[0] for choice, plain in zip(self.must, self.musts, strict=True) if not plain & names]

    def fits(self, header: Iterable[str]) -> bool:
        """Whether a header satisfies must, one_of and never."""
        return self.fits_names(spellings(header))

    def fits_names(self, names: set[str]) -> bool:
        """The same for the normalised names of a header."""
        some = not self.one_of or any(normalised(name) in names for name in self.one_of)
        return some and not self.misses(names) and not any(normalised(name) in names for name in self.never)

    def ends_at(self, first_cell: str) -> bool:
        """Whether a line below the rows begins what follows them: a summary with columns of its own."""
        text = normalised(first_cell)
        return any(text.startswith(normalised(word)) for word in self.endings)

    @property
    def endings(self) -> tuple[str, ...]:
        """How a line begins that ends the rows: [rows] ends_at."""
        said = self.rows.get("ends_at", ())
        return (said,) if isinstance(said, str) else tuple(said)

    def places(self, header: Sequence[str]) -> dict[str, list[int]]:
        """Staging column → the positions in this header that fill it, best first; columns without one are left out."""
        found = {column: positions_of(names, header) for column, names in self.columns.items()}
        for column, sources in self.extract.items():
            found[column] = found.get(column) or positions_of((name for names, _ in sources for name in names), header)
        return {column: positions for column, positions in found.items() if positions}

    def used(self, header: Sequence[str]) -> set[int]:
        """Every position of the header that the format reads."""
        used = {i for positions in self.places(header).values() for i in positions}
        used |= set(positions_of(self.extracted_from, header))
        return used | (self.order.used(header) if self.order else set())


def positions_of(names: Iterable[str], header: Sequence[str]) -> list[int]:
    """Where these names stand in a header, in the order of the names; a name without its unit will do."""
    plain = [normalised(name) for name in header]
    found: dict[int, None] = {}
    for wanted in map(normalised, names):
        hits = [i for i, name in enumerate(plain) if name == wanted]
        hits = hits or [i for i, name in enumerate(plain) if bare(name) == bare(wanted)]
        found |= dict.fromkeys(hits)
    return list(found)
