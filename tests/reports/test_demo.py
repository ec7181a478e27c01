"""The demo shop is loaded from its files and says week for week what its story meant."""

import json
from decimal import Decimal
from typing import Any

import warehouse
from etl.demo import SAMPLE, make_demo
from reports.scope import Scope
from reports.weekly import Weekly, weekly
from tests.made import Desk

TRUTH: dict[str, Any] = json.loads((SAMPLE / "truth.json").read_text("utf-8"))
FIGURES = ("orders", "units", "unpaid_orders", "gross_sales", "ad_spend", "sales_without_cost")


def of_answer(answer: Weekly, name: str) -> dict[str, Decimal]:
    """Per week; nothing known is nothing here, as in the truth."""
    return {str(week.week_start): Decimal(week.figures[name] or 0) for week in answer.weeks}


def of_truth(name: str) -> dict[str, Decimal]:
    return {week: Decimal(figures[name]) for week, figures in TRUTH["weeks"].items()}


def test_the_demo_says_what_its_story_meant(desk: Desk) -> None:
    """One test, because loading the demo takes seconds; it names every figure and basis that is wrong."""
    demo = warehouse.shop(make_demo())
    answers = {basis: weekly(Scope(demo, refunds=basis)) for basis in ("accounting", "order")}
    wanted = {(basis, name): of_truth(name) for basis in answers for name in FIGURES}
    wanted["accounting", "refunds"], wanted["order", "refunds"] = of_truth("refunds"), of_truth("refunds_order_basis")
    sold, back = of_truth("product_cost"), of_truth("product_cost_given_back")
    wanted["accounting", "product_cost"] = {week: sold[week] - back[week] for week in sold}
    wrong = [key for key, figures in wanted.items() if of_answer(answers[key[0]], key[1]) != figures]

    last = answers["accounting"].weeks[-1]
    missing = [str(day) for gap in last.gaps if gap.source == "ads" and gap.platform == "pinduoduo" for day in gap.days]
    assert missing == TRUTH["story"]["ads_missing"]["pinduoduo"]
    assert last.state == "provisional"

    assert demo.is_demo
    builds = demo.builds()
    make_demo()
    is_same = demo.builds() == builds  # all of it is known: nothing to build
    assert (wrong, is_same) == ([], True)
