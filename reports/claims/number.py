"""A number as a report writes it → its exact value, its unit, and how far its digits reach."""

import re
from dataclasses import dataclass
from decimal import Decimal

SCALES = {"百万": 10**6, "千万": 10**7, "万": 10**4, "亿": 10**8, "千": 10**3, "k": 10**3, "w": 10**4, "m": 10**6}
ABOUT = r"大约是?|约为|大约|约|近|将近|差不多|about|around|approximately|approx\.?|circa|roughly|~|≈"
AFTER = r"左右|上下"
NOUNS = "(?:单|笔|件|人|位|个|次)(?![量数价均民])"
NUMBER = (
    rf"(?P<about>(?:{ABOUT})\s*)?(?P<currency>[¥$]|(?<![a-z])(?:rmb|cny)(?![a-z]))?\s*(?P<sign>[-−](?=[\d¥$]))?[¥$]?"
    r"(?P<one>1\s*[:：]\s*)?(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s*(?P<scale>百万|千万|万|亿|千|[kwm](?![a-z]))?\s*"
    rf"(?P<unit>元人民币|元钱|元|块钱|块|人民币|(?:rmb|cny|yuan)(?![a-z])|%|{NOUNS}|倍)?\s*(?P<after>{AFTER})?"
)
# What makes a number something else: a range, "more than", a second grouping, a full-width comma between digits.
TORN = r"(?:多|余|\+|以上|以下|[.,]\d|\s*[-~–—至到]\s*[¥$]?\d|，\d{3}(?!\d))"
NUMBER_PATTERN = re.compile(NUMBER, re.IGNORECASE)
TORN_PATTERN = re.compile(TORN)
WIDE = str.maketrans("０１２３４５６７８９．％￥＋－（）：～　", "0123456789.%¥+-():~ ")


@dataclass(frozen=True)
class Number:
    """A number of a text. `rounding` is half of its last digit's place: 12.34万 is 123,400 ± 50."""

    value: Decimal
    rounding: Decimal
    unit: str  # money, %, ratio, a counting word, or ""
    is_about: bool


def narrow(text: str) -> str:
    """Full-width digits and signs as plain ones; a full-width comma within full-width digits parts thousands."""
    text = re.sub(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))", ",", text)
    return text.translate(WIDE).replace("\u00a0", " ")


def number_at(text: str, place: int) -> tuple[Number, int] | None:
    """The number that begins at a place, and where it ends; None where there is none, or what is more than a number."""
    found = NUMBER_PATTERN.match(text, place)
    if not found or TORN_PATTERN.match(text, found.end()) or TORN_PATTERN.match(text, found.end("digits")):
        return None
    scale = Decimal(SCALES.get((found["scale"] or "").lower(), 1))
    digits = found["digits"].replace(",", "")
    is_about = bool(found["about"] or found["after"])
    value = Decimal(digits) * scale * (-1 if found["sign"] else 1)
    rounding = _last_place(digits, is_about) * scale / 2
    unit = _unit(found)
    if unit == "%":
        value, rounding = value / 100, rounding / 100
    return Number(value, rounding, unit, is_about), found.end()


def _last_place(digits: str, is_about: bool) -> Decimal:
    """The place of the last digit that counts; of a number said to be about, zeros at the end of whole digits do not."""
    whole, _, part = digits.partition(".")
    if part:
        return Decimal(1).scaleb(-len(part))
    zeros = len(whole) - len(whole.rstrip("0")) if is_about else 0
    return Decimal(1).scaleb(min(zeros, len(whole) - 1))


def _unit(found: re.Match[str]) -> str:
    unit = (found["unit"] or "").lower()
    if found["one"] or unit == "倍":
        return "ratio"
    if unit == "%" or re.fullmatch(NOUNS, unit):
        return unit
    return "money" if unit or found["currency"] else ""
