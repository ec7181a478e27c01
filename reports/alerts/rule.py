"""The rules of alerts.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from book.value import AMOUNT_KIND, COUNT, RATE, Kind

FOLDER = Path(__file__).parent
KINDS: Mapping[str, Kind] = MappingProxyType(
    {"money": AMOUNT_KIND, "rate": RATE, "count": COUNT, "days": COUNT, "hours": COUNT}
)


@dataclass(frozen=True)
class Rule:
    """One rule: its words (English source texts), its unit, and what holds where nobody says a number."""

    name: str
    label: str
    sentence: str
    said: Mapping[str, str]  # other sentences, by what they are for
    how: str
    unit: str  # money, rate, count, days, hours
    guard: str | None  # the number of the engagement that it watches
    threshold: Decimal | None  # None: the rule sleeps until somebody says a number
    fires: str  # above, below; at: month_budget alone
    scopes: tuple[str, ...]  # of shop, product, tag
    sides: tuple[str, ...]
    severity: str  # stop, decide, look
    adds: bool  # whether the money of several alerts about one subject adds up; else the newest speaks for them

    @property
    def kind(self) -> Kind:
        """What a threshold of it may be."""
        return KINDS[self.unit]

    def stricter(self, one: Decimal, other: Decimal) -> Decimal:
        """Of two thresholds the one that fires more often."""
        return max(one, other) if self.fires == "below" else min(one, other)


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its name, in the order of the file."""
    said = tomllib.loads((FOLDER / "alerts.toml").read_text("utf-8"))["rules"]
    return MappingProxyType({name: _rule(name, each) for name, each in said.items()})


def _rule(name: str, said: Mapping[str, Any]) -> Rule:
    threshold = said.get("threshold")
    return Rule(
        name=name,
        label=said["label"],
        sentence=said["sentence"],
        said={kind: each["sentence"] for kind, each in said.get("said", {}).items()},
        how=said["how"],
        unit=said["unit"],
        guard=said.get("guard"),
        threshold=None if threshold is None else Decimal(threshold),
        fires=said["fires"],
        scopes=tuple(said["scopes"]),
        sides=tuple(said["sides"]),
        severity=said["severity"],
        adds=said.get("adds", True),
    )
