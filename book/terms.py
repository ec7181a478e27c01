"""What was said of an engagement, checked: a nested table as TOML gives it ⇄ the subjects of the ledger.

A subject is the TOML's key path ("targets.2025-03"), its body a JSON value; lists (people, clauses) are one subject.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from book import value
from book.problem import (
    EngagementRefused,
    MissingKey,
    NotInOrder,
    OneOfThem,
    Problem,
    SaidTwice,
    UnknownKey,
    WrongValue,
)
from book.schema import OPEN_TABLES, PERSON, SECTIONS, TOLERANCE, TOP, ClauseKind, Field, clause_kinds
from book.value import Kind, Wrong
from warehouse import N_

Terms = dict[str, Any]  # subject → body
TABLE = N_("a table")
TABLES = N_("a list of tables")
FIGURE_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz_")
SHOWN = 80  # letters of a wrong value that are repeated


def checked(said: Mapping[str, Any]) -> Terms:
    """The subjects of what was said. Raises EngagementRefused with everything that is wrong."""
    reading = _Reading()
    terms = reading.all(said)
    if reading.problems:
        raise EngagementRefused(reading.problems)
    return terms


def path(subject: str) -> tuple[str, ...]:
    """The keys that lead to a subject: what people name themselves may hold dots."""
    for table in OPEN_TABLES:
        if subject.startswith(f"{table}."):
            return (*table.split("."), subject[len(table) + 1 :])
    return tuple(subject.split(".", 1))


def nested(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Subjects as the nested table that a TOML holds."""
    said: dict[str, Any] = {}
    for subject, body in terms.items():
        *above, last = path(subject)
        table = said
        for name in above:
            table = table.setdefault(name, {})
        table[last] = body
    return said


class _Reading:
    """One pass over what was said, which notes every problem and goes on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def all(self, said: Mapping[str, Any]) -> Terms:
        terms: Terms = {}
        self._known("", said, TOP)
        for name, fields in SECTIONS.items():
            table = self._table(name, said.get(name, {}))
            inner = [each.split(".")[1] for each in OPEN_TABLES if each.startswith(f"{name}.")]
            months = {key: each for key, each in table.items() if name == "targets" and key[:1].isdigit()}
            own = {key: each for key, each in table.items() if key not in inner and key not in months}
            terms |= {f"{name}.{key}": body for key, body in self._fields(name, own, fields, also=inner).items()}
            terms |= self._targets(months)
        package = self._table("package", said.get("package", {}))
        self._known("package", package, ("week", "month"))
        for name, kind in OPEN_TABLES.items():
            above, last = name.split(".")
            table = self._table(name, self._table(above, said.get(above, {}), quiet=True).get(last, {}))
            terms |= self._open(name, table, kind)
        for name, table in self._table("tolerances", said.get("tolerances", {})).items():
            if body := self._tolerance(f"tolerances.{name}", name, table):
                terms[f"tolerances.{name}"] = body
        for name, one in (("people", self._person), ("clauses", self._clause)):
            if entries := self._list(name, said.get(name, [])):
                terms[name] = [one(place, each) for place, each in entries]
        self._across(terms)
        return {subject: body for subject, body in terms.items() if body not in ([], {})}  # an empty list says nothing

    def _targets(self, months: Mapping[str, Any]) -> Terms:
        terms = {}
        for key, raw in months.items():
            if self._value(f"targets.{key}", key, value.MONTH_KIND) is not None:
                terms[f"targets.{key}"] = self._value(f"targets.{key}", raw, value.AMOUNT_KIND)
        return terms

    def _open(self, name: str, table: Mapping[str, Any], kind: Kind) -> Terms:
        terms = {}
        for key, raw in table.items():
            if self._value(name, key, value.TEXT) is not None:
                terms[f"{name}.{key.strip()}"] = self._value(f"{name}.{key}", raw, kind)
        return terms

    def _tolerance(self, key: str, name: str, table: Any) -> dict[str, Any]:
        if not set(name) <= FIGURE_LETTERS or not name:
            self._wrong("tolerances", name, N_("the name of a figure such as gross_sales"))
        return self._fields(key, self._table(key, table), TOLERANCE)

    def _person(self, key: str, table: Mapping[str, Any]) -> dict[str, Any]:
        return self._fields(key, table, PERSON)

    def _clause(self, key: str, table: Mapping[str, Any]) -> dict[str, Any]:
        said = dict(table)
        name = said.pop("kind", None)
        if name is None:
            self.problems.append(MissingKey(f"{key}.kind", wanted=value.ONE_OF, fields=_choices(clause_kinds())))
            return {}
        if not isinstance(name, str) or name not in clause_kinds():
            self._unknown(f"{key}.kind = {name}", str(name), clause_kinds())
            return {}
        kind = clause_kinds()[name]
        body = {"kind": name} | self._fields(key, said, kind.fields)
        self._rules(key, kind, said, body)
        return body

    def _rules(self, key: str, kind: ClauseKind, said: Mapping[str, Any], body: Mapping[str, Any]) -> None:
        if kind.one_of and sum(each in said for each in kind.one_of) != 1:
            self.problems.append(OneOfThem(key, fields=_choices(kind.one_of)))
        if any(each in said for each in kind.together):
            for each in kind.together:
                if each not in said:
                    self._missing(f"{key}.{each}", kind.fields[each])
        for first, last in kind.ordered:
            self._order(f"{key}.{last}", body.get(first), body.get(last))
        if "chosen" in body and "options" in body and body["chosen"] not in body["options"]:
            self._wrong(f"{key}.chosen", body["chosen"], value.ONE_OF, _choices(body["options"]))

    def _across(self, terms: Mapping[str, Any]) -> None:
        """What two keys say together."""
        self._order(
            "engagement.service_end", terms.get("engagement.service_start"), terms.get("engagement.service_end")
        )
        for month in terms.get("targets.interpolated") or ():
            if f"targets.{month}" not in terms:
                self.problems.append(MissingKey(f"targets.{month}", wanted=value.AMOUNT_KIND.wanted))
        names: set[str] = set()
        for place, person in enumerate(terms.get("people", ()), 1):
            name = person.get("name")
            if name in names:
                self.problems.append(SaidTwice(f"people[{place}].name", name))
            names.add(name)

    def _fields(
        self, key: str, said: Mapping[str, Any], fields: Mapping[str, Field], also: Iterable[str] = ()
    ) -> dict[str, Any]:
        self._known(key, said, (*fields, *also))
        body = {}
        for name, known in fields.items():
            if name in said:
                body[name] = self._value(f"{key}.{name}", said[name], known.kind, _choices(known.choices))
            elif known.required:
                self._missing(f"{key}.{name}", known)
        return body

    def _value(self, key: str, raw: Any, kind: Kind, fields: Mapping[str, Any] | None = None) -> Any:
        try:
            return kind.written(raw)
        except Wrong:
            self._wrong(key, raw, kind.wanted, fields)
            return None

    def _known(self, key: str, said: Mapping[str, Any], known: Iterable[str]) -> None:
        names = list(known)
        for each in said:
            if each not in names:
                self._unknown(f"{key}.{each}" if key else each, each, names)

    def _unknown(self, key: str, name: str, known: Iterable[str]) -> None:
        [nearest] = get_close_matches(name.lower(), list(known), 1, cutoff=0.0)
        self.problems.append(UnknownKey(key, fields={"nearest": nearest}))

    def _missing(self, key: str, known: Field) -> None:
        self.problems.append(MissingKey(key, wanted=known.kind.wanted, fields=_choices(known.choices)))

    def _wrong(self, key: str, raw: Any, wanted: str, fields: Mapping[str, Any] | None = None) -> None:
        found = str(raw)
        found = found if len(found) <= SHOWN else f"{found[:SHOWN]}…"
        self.problems.append(WrongValue(key, found, wanted, dict(fields or {})))

    def _order(self, key: str, first: str | None, last: str | None) -> None:
        if first and last and last < first:
            self.problems.append(NotInOrder(key, last, fields={"first": first}))

    def _table(self, key: str, raw: Any, *, quiet: bool = False) -> Mapping[str, Any]:
        if isinstance(raw, Mapping):
            return raw
        if not quiet:
            self._wrong(key, raw, TABLE)
        return {}

    def _list(self, key: str, raw: Any) -> list[tuple[str, Mapping[str, Any]]]:
        """The tables of a list, each under its place from 1."""
        if not isinstance(raw, list):
            self._wrong(key, raw, TABLES)
            return []
        placed = [(f"{key}[{place}]", each) for place, each in enumerate(raw, 1)]
        for place, each in placed:
            self._table(place, each)
        return [(place, each) for place, each in placed if isinstance(each, Mapping)]


def _choices(names: Iterable[str]) -> dict[str, str]:
    return {"choices": ", ".join(names)}
