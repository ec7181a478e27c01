"""The figures that a weekly report may claim, and the words that mean them (claims.toml)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reports.metric import metrics

UNITS = {"money": "money", "money_rate": "money", "count": "count", "rate": "rate", "ratio": "ratio"}


@dataclass(frozen=True)
class Claimable:
    """One figure that may be claimed; `label` is English source text."""

    name: str
    label: str
    unit: str  # money, count, rate (a fraction), ratio
    words: tuple[str, ...]
    needs: tuple[str, ...]
    others: tuple[str, ...]
    losses: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    grows: bool = False

    def fits(self, unit: str) -> bool:
        """Whether a number with this unit ("" where it has none) can be one of this figure."""
        if self.unit == "rate":
            return unit == "%"
        if self.unit == "ratio":
            return unit in ("", "ratio")
        if self.unit == "money":
            return unit in ("", "money")
        return unit == "" or unit in self.nouns


@cache
def claimable() -> dict[str, Claimable]:
    """Every figure that may be claimed, by name, in the order of the file."""
    said = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    return {name: _claimable(name, each) for name, each in said.items()}


def _claimable(name: str, said: dict[str, Any]) -> Claimable:
    known = metrics().get(name)
    label = known.label if known else said.pop("label")
    unit = UNITS[known.unit if known else said.pop("unit")]
    lists = {key: tuple(value) for key, value in said.items() if isinstance(value, list)}
    return Claimable(name=name, label=label, unit=unit, grows=bool(said.get("grows")), **lists)


@cache
def meanings() -> dict[str, tuple[tuple[str, int], ...]]:
    """What each word may mean: (figure, sign), the word in small letters without blanks."""
    found: dict[str, list[tuple[str, int]]] = {}
    for figure in claimable().values():
        for sign, words in ((1, figure.words), (-1, figure.losses)):
            for word in words:
                found.setdefault(plain_word(word), []).append((figure.name, sign))
    return {word: tuple(dict.fromkeys(each)) for word, each in found.items()}


def plain_word(word: str) -> str:
    """A word as it is looked up."""
    return re.sub(r"\s+", "", word.lower())


@cache
def word_pattern() -> str:
    """A regular expression for any of the words, the longest first; English ones stand alone."""
    words = {word for figure in claimable().values() for word in (*figure.words, *figure.losses)}
    return "|".join(
        rf"(?<![a-z]){re.escape(word).replace(chr(92) + ' ', r'[ ]+')}(?![a-z])" if word.isascii() else re.escape(word)
        for word in sorted(words, key=lambda word: (-len(word), word))
    )
