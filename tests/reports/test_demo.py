"""The demo shop is loaded from its files and says week for week what its story meant."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import warehouse
from etl.demo import SAMPLE, make_demo
from reports.compare.period import Period
from reports.compare.raw import raw
from reports.scope import Scope
from reports.settlement.settle import ALARMING, settle
from reports.weekly import Weekly, weekly
from tests.made import Desk

TRUTH: dict[str, Any] = json.loads((SAMPLE / "truth.json").read_text("utf-8"))
SUPPLIERS = ("through_agency", "overdue")
FIGURES = ("orders", "units", "unpaid_orders", "gross_sales", "ad_spend", "sales_without_cost")


def of_answer(answer: Weekly, name: str) -> dict[str, Decimal]:
    """Per week; nothing known is nothing here, as in the truth."""
    return {str(week.week_start): Decimal(week.figures[name] or 0) for week in answer.weeks}


def of_truth(name: str) -> dict[str, Decimal]:
    return {week: Decimal(figures[name]) for week, figures in TRUTH["weeks"].items()}


def cleaned(name: str) -> dict[str, Decimal]:
    """The truth without the orders on the brushing list."""
    listed = TRUTH["brushing"]["weeks"]
    return {week: amount - Decimal(listed.get(week, {}).get(name, 0)) for week, amount in of_truth(name).items()}


def test_the_demo_says_what_its_story_meant(desk: Desk) -> None:
    """One test, because loading the demo takes seconds; it names every figure and basis that is wrong."""
    demo = warehouse.shop(make_demo())
    answers = {basis: weekly(Scope(demo, refunds=basis)) for basis in ("accounting", "order")}
    wanted = {(basis, name): cleaned(name) for basis in answers for name in FIGURES}
    wanted["accounting", "refunds"], wanted["order", "refunds"] = cleaned("refunds"), cleaned("refunds_order_basis")
    sold, back = cleaned("product_cost"), cleaned("product_cost_given_back")
    wanted["accounting", "product_cost"] = {week: sold[week] - back[week] for week in sold}
    answers["claimed"] = weekly(Scope(demo, book="claimed"))
    wanted |= {("claimed", name): of_truth(name) for name in FIGURES}
    wrong = [key for key, figures in wanted.items() if of_answer(answers[key[0]], key[1]) != figures]

    fees = TRUTH["settlement"]["fees_by_week"]
    told = of_answer(answers["accounting"], "platform_fees")
    assert {week: told[week] for week in fees} == {week: Decimal(amount) for week, amount in fees.items()}

    last = answers["accounting"].weeks[-1]
    missing = [str(day) for gap in last.gaps if gap.source == "ads" and gap.platform == "pinduoduo" for day in gap.days]
    assert missing == TRUTH["story"]["ads_missing"]["pinduoduo"]
    assert last.state == "provisional"
    _settlement_finds_the_planted_faults(demo)
    _visits_and_stock_are_those_of_the_story(demo)

    assert demo.is_demo
    builds = demo.builds()
    make_demo()
    is_same = demo.builds() == builds  # all of it is known: nothing to build
    assert (wrong, is_same) == ([], True)


def _settlement_finds_the_planted_faults(demo: warehouse.Shop) -> None:
    """Exactly those: no other order alarms."""
    story, found = TRUTH["settlement"], settle(Scope(demo))
    buckets = {"another_amount": "amount_differs", "never_paid": "only_in_orders", "paid_twice": "doubled"}
    assert {(row["bucket"], row["platform"], row["unit"], row["expected"], row["difference"]) for name in ALARMING for row in found.of(name)} == {
        (buckets[fault["kind"]], fault["platform"], fault["order"], Decimal(fault["expected"]), _difference(fault))
        for fault in story["faults"]
    }  # fmt: skip
    assert found.alarms.units == len(story["faults"])
    on_the_way = found.buckets["in_transit"]
    assert (on_the_way.units, on_the_way.expected) == (
        story["in_transit"]["orders"],
        Decimal(story["in_transit"]["expected"]),
    )
    funds = found.funds
    assert [row["amount"] for row in funds.deductions] == [Decimal(story["deduction"])]
    lost = [row["amount"] for row in funds.withdrawals if row["state"] != "arrived"]
    assert (len(funds.withdrawals), lost) == (story["withdrawals"]["rows"], [Decimal(story["withdrawals"]["missing"])])
    bills = {name: [row["amount"] for row in funds.suppliers if row["state"] == name] for name in SUPPLIERS}
    assert bills == {name: [Decimal(story["suppliers"][name])] for name in SUPPLIERS}


def _visits_and_stock_are_those_of_the_story(demo: warehouse.Shop) -> None:
    """The raw table over the whole story adds up to the truth; the stock of each day of counting is worth what it says."""
    days = TRUTH["story"]
    first, start, last = (date.fromisoformat(days[name]) for name in ("first_day", "service_start", "last_day"))
    found = raw(Scope(demo), Period(first, start - timedelta(days=1)), Period(start, last))
    told = TRUTH["traffic"].values()
    for name in ("visitors", "page_views"):
        row = found.row(name)
        ends = [sum(platform[side][name] for platform in told) for side in ("before", "after")]
        assert [row.before.value, row.after.value] == ends
    conversion = found.row("conversion")
    assert (conversion.before.above, conversion.after.above) == tuple(
        sum(platform[side]["buyers"] for platform in told) for side in ("before", "after")
    )
    assert conversion.low is not None
    assert conversion.low > 0  # the story's better pages: 1.35 to the power .62
    counted = warehouse.reader(demo).rows("select * from marts.stock")
    assert {f"{row['day']}": (row["units"], row["stock_value"], row["units_without_cost"]) for row in counted} == {
        day: (each["units"], Decimal(each["value"]), each["units_without_cost"]) for day, each in TRUTH["stock"].items()
    }


def _difference(fault: dict[str, str]) -> Decimal:
    """What was settled less what was expected."""
    signs = {"another_amount": 0, "never_paid": -1, "paid_twice": 1}
    return Decimal(fault.get("difference", 0)) + signs[fault["kind"]] * Decimal(fault["expected"])
