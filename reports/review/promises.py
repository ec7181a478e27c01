"""Promises of a review: dated items of one side, measured by a figure or a plain deed; changed and taken back in the open."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from book import Change, Entry, book
from book.engagement import Engagement
from reports.contract.month import Month
from reports.metric import catalogue
from reports.people import sides
from reports.review.rules import (
    DueTooEarly,
    NoSuchPromise,
    NotScoredByHand,
    NotTheirSide,
    UnknownPerson,
    WordsNeeded,
    WrongMeasure,
)
from warehouse import Shop

PROMISE, WORD = "promise", "promise_word"  # a word: what one side says came of a deed
RESULTS = ("kept", "missed")
BOUNDS = ("at_least", "at_most")


@dataclass(frozen=True)
class Measure:
    """A figure of the shop that shall be at least or at most so much; shares as fractions."""

    metric: str
    bound: str
    value: Decimal

    def as_json(self) -> dict[str, str]:
        """As the book keeps it."""
        return {"metric": self.metric, "bound": self.bound, "value": str(self.value)}


@dataclass(frozen=True)
class Word:
    """What somebody says came of a promise."""

    side: str
    by: str
    result: str  # kept, missed
    note: str
    about: int  # the entry of the promise that it is about; once the promise is changed it says nothing
    number: int


@dataclass(frozen=True)
class Promise:
    """One promise as it holds now. It was given in the review of `month`, for what comes after it."""

    name: str  # "2026-10 2"
    month: Month
    what: str
    side: str
    by: str
    due: date
    measure: Measure | None  # None: a plain deed, scored by both sides' words
    at: datetime
    words: tuple[Word, ...]
    changes: int  # how often it was changed after it was first given
    number: int  # of the newest entry: what a writer has seen

    def as_json(self) -> dict[str, Any]:
        """As `reports review --json` tells it."""
        return {
            "promise": self.name,
            "what": self.what,
            "side": self.side,
            "by": self.by,
            "due": self.due.isoformat(),
            "measure": self.measure.as_json() if self.measure else None,
            "changes": self.changes,
        }

    def word_of(self, side: str) -> Word | None:
        """What a side says came of it as it holds now."""
        return next((each for each in self.words if each.side == side and each.about == self.number), None)

    def seen_of(self, side: str) -> int:
        """A side's newest word, also about what the promise was before: what a writer has seen."""
        return next((each.number for each in self.words if each.side == side), 0)


@dataclass(frozen=True)
class Given:
    """The promises of a shop, and how many of each month's review were taken back."""

    promises: tuple[Promise, ...]
    withdrawn: dict[Month, int]

    def of(self, month: Month) -> tuple[Promise, ...]:
        """Those that the review of a month gave."""
        return tuple(each for each in self.promises if each.month == month)

    def scored_in(self, month: Month) -> tuple[Promise, ...]:
        """Those that the review of a month looks back on: the last review's, and older ones that are due in it or were not yet."""
        last = month.after(-1)
        return tuple(
            each for each in self.promises if each.month == last or (each.month < last and each.due >= month.first)
        )


def given(shop: Shop) -> Given:
    """Every promise, the oldest review first."""
    words: dict[str, list[Word]] = {}
    for subject, entry in book(shop).in_force(WORD).items():
        name, _blank, side = subject.rpartition(" ")
        said = entry.body
        words.setdefault(name, []).append(
            Word(side, said["by"], said["result"], said["note"], said["about"], entry.number)
        )
    histories: dict[str, list[Entry]] = {}
    for entry in book(shop).entries(PROMISE):
        histories.setdefault(entry.subject, []).append(entry)
    found, withdrawn = [], dict[Month, int]()
    for name, history in histories.items():
        month = Month.named(name.split(" ")[0])
        if history[-1].body is None:
            withdrawn[month] = withdrawn.get(month, 0) + 1
        else:
            found.append(_promise(name, month, history, tuple(words.get(name, ()))))
    return Given(tuple(sorted(found, key=_place)), withdrawn)


def promise(
    shop: Shop,
    month: Month,
    what: str,
    by: str,
    side: str,
    due: date,
    agreed: Engagement,
    measure: Measure | None = None,
    *,
    name: str | None = None,
    seen: int = 0,
) -> Entry:
    """Give a promise in the review of a month, or change the one of this name. Raises Refused, ChangedMeanwhile, BookUnreachable."""
    _on_side(agreed, by, side)
    if not what.strip():
        raise WordsNeeded
    if due <= month.last:
        raise DueTooEarly(month)
    if name is None:
        name, seen = f"{month} {_next(shop, month)}", 0
    body = {
        "what": what.strip(),
        "side": side,
        "by": by,
        "due": due.isoformat(),
        "measure": measure.as_json() if measure else None,
    }
    [entry] = book(shop).append([Change(PROMISE, name, body, seen)], by)
    return entry


def withdraw(shop: Shop, name: str, by: str, agreed: Engagement, why: str) -> None:
    """Take a promise back, with a reason; its entries stay. Raises Refused, ChangedMeanwhile, BookUnreachable."""
    found = _named(shop, name)
    _on_side(agreed, by, found.side)
    if not why.strip():
        raise WordsNeeded
    book(shop).append([Change(PROMISE, name, None, found.number)], by, why.strip())


def say_result(
    shop: Shop, name: str, result: str, by: str, side: str, agreed: Engagement, note: str = "", seen: int = 0
) -> Entry:
    """What a side says came of a deed; `seen` is that side's newest word. Raises Refused, ChangedMeanwhile, BookUnreachable."""
    found = _named(shop, name)
    _on_side(agreed, by, side)
    if found.measure:
        raise NotScoredByHand(found.what)
    body = {"result": result, "by": by, "note": note.strip(), "about": found.number}
    [entry] = book(shop).append([Change(WORD, f"{name} {side}", body, seen)], by)
    return entry


def measured(metric: str, bound: str, value: str) -> Measure:
    """What somebody typed, as a measure; a share is typed as 3% or 0.03. Raises WrongMeasure."""
    known = catalogue().get(metric)
    said = unicodedata.normalize("NFKC", value).strip().replace(",", "").removeprefix("¥")
    is_percent = said.endswith("%")
    try:
        number = Decimal(said.removesuffix("%"))
    except InvalidOperation:
        raise WrongMeasure(value) from None
    if known is None or bound not in BOUNDS or not number.is_finite():
        raise WrongMeasure(value)
    if is_percent if known.unit != "rate" else not is_percent and abs(number) > 1:
        raise WrongMeasure(value)  # a share of 3 may be 3 or 3 %: nobody knows
    return Measure(metric, bound, number / 100 if is_percent else number)


def _promise(name: str, month: Month, history: list[Entry], words: tuple[Word, ...]) -> Promise:
    now = history[-1]
    said = now.body
    measure = said["measure"]
    return Promise(
        name=name,
        month=month,
        what=said["what"],
        side=said["side"],
        by=said["by"],
        due=date.fromisoformat(said["due"]),
        measure=Measure(measure["metric"], measure["bound"], Decimal(measure["value"])) if measure else None,
        at=history[0].written_at,
        words=words,
        changes=len(history) - 1,
        number=now.number,
    )


def _place(each: Promise) -> tuple[Month, int]:
    return each.month, int(each.name.split(" ")[1])


def _next(shop: Shop, month: Month) -> int:
    taken = [int(name.split(" ")[1]) for name in book(shop).newest(PROMISE) if name.startswith(f"{month} ")]
    return max(taken, default=0) + 1


def _named(shop: Shop, name: str) -> Promise:
    found = next((each for each in given(shop).promises if each.name == name), None)
    if found is None:
        raise NoSuchPromise(name)
    return found


def _on_side(agreed: Engagement, by: str, side: str) -> None:
    known = sides(agreed, by)
    if not known:
        raise UnknownPerson(by)
    if side not in known:
        raise NotTheirSide(by)
