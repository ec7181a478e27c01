"""A weekly report in free words → what it claims, and every piece with a number that was not understood, never guessed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from reports.claims.number import Number, narrow, number_at
from reports.claims.period import Period, periods, whole_week
from reports.claims.word import claimable, meanings, plain_word, word_pattern

SIGNED = ("net_profit", "gross_profit", "net_margin", "contribution")
# Commas within numbers and between a word and its number stay; the others part the pieces of a sentence.
BREAK = re.compile(
    r"[;；。!！?？、|\t（）()【】\[\]{}]|(?<!\d)，|，(?!\d{3}(?!\d))|,(?!\d)|(?<=[^\d\s]),(?=\s)|\.(?=\s|$)|(?<![a-z])and(?![a-z]|\s+packing)",
    re.IGNORECASE,
)
UNIT_NOTE = re.compile(r"[(（]\s*(?:元|¥|%|单|件|人|笔|rmb|cny|yuan|人民币)\s*[)）]", re.IGNORECASE)
LIST_MARK = re.compile(r"^\s*(?:[(（]?\d{1,2}\s*(?:[)）、:：]|\.(?!\d))|[①-⑳]|[-*•·●▪])\s*")
# What may stand around a figure without changing it.
FILLER = re.compile(
    r"为|是|达到|达|实现|完成|做到|做了|共计|总计|合计|一共|总共|共|总|了|的|有|在|是在|我们|店铺|全店|本店|整体|已|：|:|=|,|-|–|—|~|"
    r"(?<![a-z])(?:was|were|is|are|of|at|came to|come to|reached|totalled|totaled|total|the|our|we had|we|had|made|with|in|a|an|to|shop|store)(?![a-z])|\s|[\"'“”]",
    re.IGNORECASE,
)
COMPARED = re.compile(
    r"环比|同比|[较比](?=\s)|对比|相比|上升|下降|增长|增加|减少|提升|上涨|下跌|涨幅|降幅|(?<![a-z])(?:compared|versus|vs|up|down|than|growth|increase|decrease|rose|fell|grew)(?![a-z])|[↑↓▲▼]|(?<![\d.])\+\s*\d",
    re.IGNORECASE,
)
AIMED = re.compile(
    r"目标|预计|计划|预算|预期|下周|争取|(?<![a-z])(?:target|goal|planned|plan|budget|forecast|expected|next week)(?![a-z])",
    re.IGNORECASE,
)
CHINESE_NUMBER = re.compile(r"[一二两三四五六七八九十百千几]+(?:万|亿|千|百)|[一二两三四五六七八九]+十")
FEN = Decimal("0.01")


@dataclass(frozen=True)
class Claimed:
    """One number of a report: a figure, its days, its value. `rounding`: half of the last digit's place."""

    metric: str
    first: date
    last: date
    value: Decimal
    rounding: Decimal
    given: str  # the words it was read from
    is_about: bool = False

    @property
    def subject(self) -> str:
        """How the book calls it."""
        return f"{self.first}..{self.last} {self.metric}"

    def as_json(self) -> dict[str, Any]:
        """The claim as the book and the command line write it."""
        unit = claimable()[self.metric].unit
        return {
            "metric": self.metric,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "value": written(self.value, unit),
            "unit": unit,
            "rounding": f"{self.rounding:f}",
            "given": self.given,
        }


@dataclass(frozen=True)
class Unread:
    """A piece of a report that holds a number and is no claim, and why."""

    text: str
    why: str  # comparison, aim, other_period, unit, two_words, no_word, unclear, twice


@dataclass(frozen=True)
class Report:
    """What was understood of a report, and what was not."""

    claims: tuple[Claimed, ...] = ()
    unread: tuple[Unread, ...] = ()


def written(value: Decimal, unit: str) -> str:
    """A value as the book keeps it: money with two decimals, counts whole, shares and ratios with all their digits."""
    if unit == "money":
        return f"{value.quantize(FEN, ROUND_HALF_UP):f}"
    return f"{value.quantize(Decimal(1)):f}" if unit == "count" else f"{value.normalize():f}"


def understood(text: str, week: date) -> Report:
    """What a report in free words claims of a week, or of other days that it names."""
    found, unread = [], []
    standing: Period | None = None  # a line of its own that names days holds for the lines below
    for line in text.splitlines():
        plain = LIST_MARK.sub("", UNIT_NOTE.sub(" ", narrow(line)))
        named = periods(plain, week)
        bare = _without(plain, named)
        if named and not re.search(r"\d", bare) and not CHINESE_NUMBER.search(bare):
            standing = named[-1]
            continue
        for given, piece, period in _pieces(plain, named, standing):
            claims, why = _read(piece, period, week)
            found += [replace(claim, given=given) for claim in claims]
            if why:
                unread.append(Unread(given, why))
    return reported(found, unread)


def reported(found: Iterable[Claimed], unread: Iterable[Unread]) -> Report:
    """A report of each figure once: one that is claimed twice with two values is not understood."""
    kept: dict[str, Claimed] = {}
    doubled: dict[str, list[str]] = {}
    for claim in found:
        first = kept.setdefault(claim.subject, claim)
        if first.value != claim.value:
            doubled.setdefault(claim.subject, [first.given]).append(claim.given)
    twice = [Unread(" / ".join(given), "twice") for given in doubled.values()]
    return Report(tuple(each for name, each in kept.items() if name not in doubled), (*unread, *twice))


def one(metric: str, text: str, days: tuple[date, date]) -> Claimed | None:
    """What was typed as the value of a figure; None where it is no number of its unit."""
    plain = narrow(text).strip()
    read = number_at(plain, 0)
    if not read or plain[read[1] :].strip():
        return None
    number = read[0]
    if claimable()[metric].unit == "rate" and number.unit == "":  # in a field of per cent the sign may be left out
        number = replace(number, value=number.value / 100, rounding=number.rounding / 100, unit="%")
    return claim_of(metric, 1, number, days, text.strip())


def claim_of(metric: str, sign: int, number: Number, days: tuple[date, date], given: str) -> Claimed | None:
    """A number as a claim of a figure; None where its unit, its sign or its decimals do not fit."""
    figure = claimable()[metric]
    value = number.value * sign
    if not figure.fits(number.unit) or (value < 0 and metric not in SIGNED):
        return None
    if figure.unit == "count" and value != value.to_integral_value():
        return None
    rounding = number.rounding
    if figure.unit == "count" and rounding < 1:
        rounding = Decimal(0)
    if figure.unit == "money" and rounding < FEN:
        rounding = Decimal(0)
    return Claimed(metric, *days, value, rounding.normalize(), given, number.is_about)


def _without(text: str, named: Sequence[Period]) -> str:
    for each in reversed(named):
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text


def _pieces(text: str, named: Sequence[Period], standing: Period | None) -> list[tuple[str, str, Period | None]]:
    """The pieces of a line between its commas and stops: as given, without the days, and the days that hold there."""
    bare = _without(text, named)
    pieces, start = [], 0
    for end, after in [*(found.span() for found in BREAK.finditer(bare)), (len(bare), len(bare))]:
        piece = bare[start:end]
        compared = COMPARED.search(piece)  # days that it is compared with are not its own
        before = [each for each in named if each.start < (start + compared.start() if compared else end)]
        pieces.append((text[start:end].strip(), piece, before[-1] if before else standing))
        start = after
    return pieces


def _read(piece: str, period: Period | None, week: date) -> tuple[list[Claimed], str]:
    """The claims of one piece, and why it, or the rest of it, is none."""
    compared = COMPARED.search(piece)
    if compared:
        claims, why = _read(piece[: compared.start()], period, week)
        return claims, why or ("comparison" if _has_number(piece[compared.start() :]) else "")
    if not _has_number(piece):
        return [], ""
    if AIMED.search(piece):
        return [], "aim"
    if period and period.days is None:
        return [], "other_period"
    tokens, why = _tokens(piece)
    if why:
        return [], why
    pairs, why = _paired(tokens)
    days = period.days if period and period.days else whole_week(week)
    claims = []
    for word, number in pairs:
        claim, wrong = _claim(word, number, days, piece.strip())
        if claim is None:
            return [], wrong
        claims.append(claim)
    return claims, why


def _has_number(text: str) -> bool:
    return bool(re.search(r"\d", text)) or bool(CHINESE_NUMBER.search(text) and re.search(word_pattern(), text.lower()))


def _tokens(piece: str) -> tuple[list[str | Number], str]:
    """A piece as words and numbers; not understood when it holds anything else."""
    words = re.compile(word_pattern(), re.IGNORECASE)
    tokens: list[str | Number] = []
    place = 0
    while place < len(piece):
        if word := words.match(piece, place):
            tokens.append(plain_word(word[0]))
            place = word.end()
        elif read := number_at(piece, place):
            tokens.append(read[0])
            place = read[1]
        elif filler := FILLER.match(piece, place):
            place = filler.end()
        else:
            return [], "unclear"
    return tokens, ""


def _paired(tokens: Sequence[str | Number]) -> tuple[list[tuple[str, Number]], str]:
    """Each word with its number: word before number throughout, or number before word throughout."""
    words = [each for each in tokens if isinstance(each, str)]
    numbers = [each for each in tokens if isinstance(each, Number)]
    if not words and len(numbers) == 1 and numbers[0].unit in ("单", "件"):
        return [({"单": "订单", "件": "件数"}[numbers[0].unit], numbers[0])], ""
    if not words:
        return [], "no_word"
    alternate = all(isinstance(a, str) != isinstance(b, str) for a, b in pairwise(tokens))
    if len(words) != len(numbers) or not alternate:
        return [], "two_words" if len(words) > len(numbers) else "unclear"
    return list(zip(words, numbers, strict=True)), ""


def _claim(word: str, number: Number, days: tuple[date, date], given: str) -> tuple[Claimed | None, str]:
    fitting = [
        claim for metric, sign in meanings()[word] if (claim := claim_of(metric, sign, number, days, given)) is not None
    ]
    if len(fitting) == 1:
        return fitting[0], ""
    return None, "unclear" if fitting else "unit"
