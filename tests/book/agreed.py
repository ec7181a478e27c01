"""Engagements as people write them, and a strategy that makes any."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from book.schema import DELIVERABLES, ClauseKind, Field, clause_kinds

SAMPLE = """
[engagement]
agency = "蓝海代运营"
merchant = "灯具店老板"
service_start = 2025-03-10
service_end = 2025-09-09
platforms = ["taobao", "pinduoduo"]
[[people]]
name = "小李"
side = "agency"
role = "运营"
[[people]]
name = "王老板"
side = "merchant"
[package.week]
titles = 5
picture_tests = 2
"直播.场次" = 1
[package.month]
test_products = 3
[targets]
sales_basis = "net_sales"
book = "cleaned"
interpolated = ["2025-04"]
"2025-03" = "80000.00"
2025-04 = 90000
2025-05 = 100000.5
[budget]
total_per_month = "50,000.00"
[[clauses]]
kind = "fixed"
amount = "5000.00"
wording = "每月基础费 5000 元"
[[clauses]]
kind = "rate_on_excess"
rate = "0.10"
[[clauses]]
kind = "tiers"
tiers = [{ from = 0, rate = "0.1" }, { from = "10万", rate = 0.08 }]
[[clauses]]
kind = "refund_if_streak"
months = 2
below = "0.80"
refund = "0.50"
of = "base"
scope = "streak"
[[clauses]]
kind = "term_discount"
options = { month = "0.95", quarter = "0.9", year = "0.8" }
chosen = "quarter"
[guards]
ad_cap_per_product_day = "500.00"
stock_threshold = 50
purchase_price_share = "0.50"
[guards.price_floor]
"SKU-1" = "99.00"
"SKU.2" = 12.5
[tolerances.gross_sales]
amount = "1.00"
rate = "0.005"
"""

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(str.strip).filter(bool)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
months = days.map(lambda day: f"{day:%Y-%m}")
amounts = st.decimals(0, 10**9, places=2)
shares = st.decimals(0, 1, places=4)
counts = st.integers(0, 1000)


def _steps(drawn: list[tuple[Decimal, Decimal]]) -> list[dict[str, Any]]:
    rising = {amount: {"from": amount, "rate": rate} for amount, rate in drawn}
    return [rising[amount] for amount in sorted(rising)]


VALUES = {
    "text": words,
    "day": days,
    "amount": amounts.map(str) | amounts,
    "rate": shares.map(str) | shares,
    "growth": shares,
    "count": counts,
    "positive": st.integers(1, 24),
    "flag": st.booleans(),
    "months": st.lists(months, max_size=3),
    "tiers": st.lists(st.tuples(amounts, shares), min_size=1, max_size=4).map(_steps),
    "rates": st.dictionaries(words, shares, min_size=1, max_size=3),
}


def _value(field: Field) -> st.SearchStrategy[Any]:
    return st.sampled_from(field.choices) if field.choices else VALUES[field.kind.name]


@st.composite
def clauses(draw: st.DrawFn) -> dict[str, Any]:
    kind: ClauseKind = draw(st.sampled_from(list(clause_kinds().values())))
    ruled = {*kind.one_of, *kind.together}
    said = {
        name for name, field in kind.fields.items() if field.required or (name not in ruled and draw(st.booleans()))
    }
    if kind.one_of:
        chosen = draw(st.sampled_from(kind.one_of))
        said |= {chosen} | (set(kind.together) if chosen in kind.together else set())
    clause = {"kind": kind.name} | {name: draw(_value(kind.fields[name])) for name in kind.fields if name in said}
    for first, last in kind.ordered:
        if first in clause and last in clause:
            clause[first], clause[last] = sorted((clause[first], clause[last]))
    if "chosen" in clause:
        clause["chosen"] = draw(st.sampled_from(sorted(clause["options"])))
    return clause


@st.composite
def engagements(draw: st.DrawFn) -> dict[str, Any]:
    """What a TOML file may hold, as tomllib would give it."""
    start = draw(days)
    targets = draw(st.dictionaries(months, amounts, max_size=6))
    tables = {
        "engagement": {
            "agency": draw(words),
            "service_start": start,
            "service_end": start + timedelta(days=draw(st.integers(0, 900))),
            "platforms": draw(st.lists(words, max_size=3)),
        },
        "people": [
            {"name": name, "side": draw(st.sampled_from(["agency", "merchant"])), "role": draw(words)}
            for name in draw(st.lists(words, max_size=4, unique=True))
        ],
        "package": {
            span: draw(st.dictionaries(st.sampled_from(DELIVERABLES) | words, counts, max_size=4))
            for span in ("week", "month")
        },
        "targets": {
            **targets,
            "interpolated": sorted(targets)[1:2],
            "sales_basis": draw(st.sampled_from(["net_sales", "gross_sales"])),
        },
        "budget": {"total_per_month": draw(amounts)},
        "clauses": draw(st.lists(clauses(), max_size=5)),
        "guards": {
            "stock_threshold": draw(counts),
            "margin_floor": draw(shares),
            "price_floor": draw(st.dictionaries(words, amounts, max_size=4)),
        },
        "tolerances": draw(
            st.dictionaries(
                st.sampled_from(["gross_sales", "ad_spend"]),
                st.fixed_dictionaries({"amount": amounts}, optional={"rate": shares}),
            )
        ),
    }
    kept = draw(st.sets(st.sampled_from(sorted(tables))))
    return {name: table for name, table in tables.items() if name in kept}
