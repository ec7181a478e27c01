"""The engagement as TOML: a text → subjects of the ledger, and the same subjects → the same text."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from book.problem import EngagementRefused, NotToml
from book.schema import PERSON, SECTIONS, clause_kinds
from book.terms import Terms, checked, nested

BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
DAYS = frozenset({"service_start", "service_end", "starts", "ends", "baseline_from", "baseline_to"})


def read(text: str | bytes) -> Terms:
    """The subjects that a TOML text describes. Raises EngagementRefused with everything that is wrong in it."""
    try:
        decoded = text if isinstance(text, str) else text.decode("utf-8-sig")
        said = tomllib.loads(decoded.removeprefix("\ufeff"), parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise EngagementRefused([NotToml("", str(fault))]) from fault
    except RecursionError as fault:
        raise EngagementRefused([NotToml("", "nested too deeply")]) from fault
    return checked(said)


def written(terms: Mapping[str, Any]) -> str:
    """The engagement as a TOML text; reading it again gives the same subjects."""
    said = nested(terms)
    blocks = [
        _table("engagement", said, SECTIONS["engagement"]),
        *(_entry("people", person, PERSON) for person in said.get("people", ())),
        *(_table(f"package.{span}", said.get("package", {}), {}) for span in ("week", "month")),
        _table("targets", said, SECTIONS["targets"]),
        _table("budget", said, SECTIONS["budget"]),
        *(
            _entry("clauses", clause, ("kind", *clause_kinds()[clause["kind"]].fields))
            for clause in said.get("clauses", ())
        ),
        _table("guards", said, SECTIONS["guards"]),
        _table("guards.price_floor", said.get("guards", {}), {}),
        *(_table(f"tolerances.{name}", said["tolerances"], {}) for name in sorted(said.get("tolerances", ()))),
    ]
    return "\n".join("\n".join(block) + "\n" for block in blocks if block)


def _table(name: str, above: Mapping[str, Any], order: Mapping[str, Any]) -> list[str]:
    """The lines of one table, its known keys in their order, the others by name; none for an empty one."""
    table = dict(above.get(name.rpartition(".")[2], {}))
    if name == "guards":
        table.pop("price_floor", None)  # a table of its own
    keys = [*(key for key in order if key in table), *sorted(set(table) - set(order))]
    return [f"[{name}]", *(f"{_key(key)} = {_value(key, table[key])}" for key in keys)] if keys else []


def _entry(name: str, body: Mapping[str, Any], order: Any) -> list[str]:
    return [f"[[{name}]]", *(f"{_key(key)} = {_value(key, body[key])}" for key in order if key in body)]


def _value(key: str, body: Any) -> str:
    if key in DAYS and isinstance(body, str):
        return body
    if isinstance(body, str):
        return _string(body)
    if isinstance(body, list):
        return f"[{', '.join(_value('', each) for each in body)}]"
    if isinstance(body, Mapping):
        return "{ " + ", ".join(_pairs(body)) + " }"
    return json.dumps(body)  # true, false, whole numbers: as in TOML


def _pairs(body: Mapping[str, Any]) -> Iterator[str]:
    return (f"{_key(key)} = {_value('', each)}" for key, each in body.items())


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else _string(key)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
