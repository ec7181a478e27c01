"""What duties.toml says: the clocks, the usual package, the steps of the work log."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FILE = Path(__file__).parent / "duties.toml"


@dataclass(frozen=True)
class Clock:
    """One duty with a time: whose it is, after how many hours it is overdue and from how many on due soon."""

    name: str
    side: str
    label: str
    hours: int
    remind: int | None


@cache
def clocks() -> Mapping[str, Clock]:
    """The usual clocks by name: reply, solution, answer."""
    return MappingProxyType(
        {name: Clock(name, **({"remind": None} | each)) for name, each in _said()["clocks"].items()}
    )


@cache
def usual_package() -> Mapping[str, Mapping[str, int]]:
    """What an agency usually owes: "week" | "month" → deliverable → count."""
    return MappingProxyType({name: MappingProxyType(each) for name, each in _said()["package"].items()})


@cache
def steps() -> Mapping[str, str]:
    """The steps of the work log and what they are called."""
    return MappingProxyType({name: each["label"] for name, each in _said()["steps"].items()})


def warn_days(unit: str) -> int:
    """How many days before the end of a week or a month a warning is due."""
    return int(_said()["warn"][unit])


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
