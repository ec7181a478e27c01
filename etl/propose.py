"""Which column of an unknown table may be which of ours: by its name first, then by what stands in it.

A proposal is a help for the reader, never a decision: nothing is loaded by it. A column that holds personal data is proposed
for nothing.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from etl.content import ENOUGH, Content, content
from etl.entity import columns_of
from etl.formatfile import formats
from etl.names import bare, normalised
from etl.personal import is_personal
from etl.recognise import HEADER_ROWS

ALIKE = 0.82  # how much of two names must be equal before one is taken for a slip of the other
LEAST = 0.62  # below this a name says too little
HALF = 0.5  # of the cells may be wrong where the name leaves no doubt: the reader should see which
SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Proposal:
    """A header for a column of ours; `reason` is "name", "similar" or "content"."""

    header: str
    reason: str
    score: float


def propose(entity: str, header: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, Proposal]:
    """Our column → their header, each header at most once. `samples` are rows below the header."""
    known = contents(header, samples)
    types = columns_of(entity)
    hits = [
        (score, name, column)
        for column, kind in types.items()
        for name, seen in known.items()
        if (score := likeness(entity, column, name)) >= LEAST and seen.fits(kind, HALF if score == 1 else ENOUGH)
    ]
    order = {column: place for place, column in enumerate([*main_columns(entity), *types])}
    found: dict[str, Proposal] = {}
    for score, name, column in sorted(hits, key=lambda hit: (-hit[0], order[hit[2]])):
        if column not in found and name not in {each.header for each in found.values()}:
            found[column] = Proposal(name, "name" if score >= 0.95 else "similar", score)
    for column in _lacking(entity, found):
        free = known.keys() - {each.header for each in found.values()}
        alike = [name for name in free if known[name].looks(types[column])]
        if len(alike) == 1:  # of two that look alike neither is proposed
            found[column] = Proposal(alike[0], "content", 0.3)
    return found


def _lacking(entity: str, found: Mapping[str, Proposal]) -> list[str]:
    """The first column of each choice that is needed and has no proposal."""
    return [choice[0] for choice in needed(entity) if not found.keys() & set(choice)]


def likely_entity(header: Sequence[str], samples: Sequence[Sequence[str]]) -> str:
    """The kind of table whose columns explain this header best."""
    scores = {entity: _explained(entity, header, samples) for entity in kinds()}
    return max(scores, key=lambda entity: scores[entity])


def _explained(entity: str, header: Sequence[str], samples: Sequence[Sequence[str]]) -> float:
    found = propose(entity, header, samples)
    main = main_columns(entity)
    score = sum(each.score * (1.0 if column in main else 0.5) for column, each in found.items())
    score += sum(1.0 if found.keys() & set(choice) else -1.5 for choice in needed(entity))
    if "order_id" in found and entity in ("orders", "order_lines"):
        repeats = contents(header, samples)[found["order_id"].header].different < 1
        score += 0.5 if repeats == (entity == "order_lines") else 0.0
    return score


def likely_header(rows: Sequence[Sequence[str]]) -> int:
    """The place of the row that looks most like a header: known names first, then many different words above values."""
    best, place = -1.0, 0
    for i, row in enumerate(rows[:HEADER_ROWS]):
        names = [normalised(cell) for cell in row if cell.strip()]
        words = [name for name in names if not content([name]).amounts and not content([name]).times]
        score = len(set(words)) + 2 * len(set(map(_plain, names)) & _every_name())
        score += sum(map(is_personal, names)) - (len(names) - len(words)) * 2
        if score > best:
            best, place = score, i
    return place


def contents(header: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, Content]:
    """What each column of a table looks like; those that hold personal data are not looked at."""
    return {name: content(cells) for name, cells in sample_cells(header, samples).items()}


def sample_cells(header: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Header → its sample cells, without blank names and personal columns; of two columns of one name the first."""
    found: dict[str, list[str]] = {}
    for i, name in enumerate(header):
        if name.strip() and not is_personal(name):
            found.setdefault(name.strip(), [row[i] if i < len(row) else "" for row in samples])
    return found


def likeness(entity: str, column: str, name: str) -> float:
    """From 0 to 1: how much a header is like the names that people have for a column of ours."""
    theirs = _plain(name)
    if not theirs:
        return 0.0
    names = names_of(entity, column)
    if theirs in names:
        return 1.0
    if theirs.endswith("id") and not column.endswith(("_id", "_key")):
        return 0.0
    return max((_alike(theirs, ours) for ours in names), default=0.0)


def _alike(theirs: str, ours: str) -> float:
    """One name within the other counts by how much of the longer it is; else how many letters agree."""
    short, long = sorted((theirs, ours), key=len)
    if len(short) >= (2 if not short.isascii() else 4) and short in long:
        tail = 0.08 if long.endswith(short) else 0.0  # "Online_Spend" is a spend, "花费占比" is a share
        base = 0.55 if long == theirs else 0.4  # "平台" may be any part of "平台订单号"
        return min(base + tail + 0.3 * len(short) / len(long), 0.94)
    matcher = SequenceMatcher(None, theirs, ours)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio * 0.9 if ratio >= ALIKE else 0.0


def _plain(name: str) -> str:
    return SIGNS.sub("", bare(normalised(name)))


# --- the words -----------------------------------------------------------------------------------


@cache
def said() -> dict[str, Any]:
    """etl/synonyms.toml."""
    return tomllib.loads((Path(__file__).parent / "synonyms.toml").read_text("utf-8"))


@cache
def names_of(entity: str, column: str) -> frozenset[str]:
    """Every name by which a column of ours is known, plain: our own word, everyday words, the formats' headers."""
    own = said()["own"].get(entity, {}).get(column)
    names = [column, *(own or said()["names"].get(column, ()))]
    for each in formats().values():
        for whole in (each, each.order):
            if whole and whole.entity == entity:
                names += whole.columns.get(column, ())
    return frozenset(map(_plain, names)) - {""}


@cache
def _every_name() -> frozenset[str]:
    return frozenset().union(*(names_of(entity, column) for entity in kinds() for column in columns_of(entity)))


def kinds() -> tuple[str, ...]:
    """The kinds of tables that people make or get outside the known exports."""
    return tuple(said()["main"])


def main_columns(entity: str) -> list[str]:
    """The columns that are asked for first, in their order."""
    return list(said()["main"][entity])


def needed(entity: str) -> list[list[str]]:
    """Of each choice one column must be there before the table tells a figure."""
    return list(said()["needed"][entity])


def words_for(entity: str, columns: Iterable[str]) -> dict[str, dict[str, str]]:
    """What everyday words in these columns mean, as `[values]` of a format; fees have words of their own."""
    words = said()["words"]
    known = columns_of(entity)
    return {column: dict(words[column]) for column in columns if column in words and column in known}
