"""The rows behind a figure: they exist in the files, and they sum to the figure."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from reports.metric import metrics
from reports.products import PRODUCT_FIGURES, products
from reports.scope import Scope
from reports.trace import NoSuchFigure, NotASum, trace
from tests import oracle, story
from tests.made import Desk, cost, pinduoduo_ads, sheet, taobao_line, taobao_order, typed_cost

SUMMED = [name for name, metric in metrics().items() if not metric.over]


def full(desk: Desk, seed: int) -> story.Story:
    told = story.make(seed, 15)
    typed = [
        typed_cost("platform_fee_rate", cost_platform="taobao", rate="0.05", start_date="2026-06-01"),
        typed_cost("per_shipped_order", "快递", amount="4.20", per="order", start_date="2026-06-01"),
        typed_cost("service_fee", amount="5000.00", per="month", start_date="2026-06-01"),
        typed_cost("other_costs", amount="99.99", per="once", start_date="2026-06-03", end_date="2026-06-17"),
    ]
    account = [pinduoduo_ads("7.77", f"2026-06-{day:02}") for day in range(1, 12)]
    items = [pinduoduo_ads("7.00", f"2026-06-{day:02}", "9001") for day in range(1, 6)]
    desk.accept(*told.files, ("typed.csv", sheet(typed)), ("account.csv", sheet(account)), ("items.csv", sheet(items)))
    return told


@pytest.mark.parametrize("basis", ["accounting", "order"])
def test_the_rows_sum_to_every_figure_of_every_week(basis: str, desk: Desk) -> None:
    full(desk, 2)
    wrong = []
    for week in Random(5).sample(desk.weekly(refunds=basis).weeks, k=3):
        for name in SUMMED:
            answer = trace(Scope(desk.shop, week.first, week.last, basis), name)
            figure = week.figures[name]
            assert (
                answer.sum == sum((row["amount"] for row in answer.rows.to_pylist()), Decimal(0)) or answer.sum is None
            )
            if figure is not None and (answer.sum or 0) != figure:
                wrong.append((str(week.week_start), name, figure, answer.sum))
    assert wrong == []


def test_a_traced_row_stands_in_its_file(desk: Desk) -> None:
    told = full(desk, 3)
    texts = {name: oracle.rows_of(text) for name, text in told.files}
    rows = trace(Scope(desk.shop, date(2026, 6, 1), date(2026, 6, 30)), "gross_sales").rows.to_pylist()
    assert rows
    for row in rows:
        source = texts[row["file"]][row["row"] - 2]
        assert row["subject"] in source.values()
        if row["split_by_file"]:
            split = texts[row["split_by_file"]][row["split_by_row"] - 2]
            assert split["主订单编号"] == row["subject"]


def test_a_product_cost_names_the_row_of_its_price(desk: Desk) -> None:
    desk.accept(
        ("items.csv", sheet([taobao_line("1", "1", quantity="3")])),
        ("costs.csv", sheet([cost("CUP", "1"), cost("LAMP", "2")])),
    )
    [row] = trace(Scope(desk.shop, date(2026, 6, 1), date(2026, 6, 7)), "product_cost").as_json()["rows"]
    assert (row["amount"], row["priced_by_file"], row["priced_by_row"]) == ("6.00", "costs.csv", 3)


def test_a_derived_figure_lists_its_parts_signed(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", "60.00", "40.00")])))
    answer = trace(Scope(desk.shop, date(2026, 6, 1), date(2026, 6, 7)), "net_sales").as_json()
    assert [(row["part"], row["amount"]) for row in answer["rows"]] == [
        ("gross_sales", "100.00"),
        ("refunds", "-40.00"),
    ]
    assert answer["sum"] == "60.00"


def test_the_sum_of_no_rows_is_the_figure_too(desk: Desk) -> None:
    """The week's refunds are "0.00": so is the sum of the rows behind them."""
    desk.accept(("a.csv", sheet([taobao_order("1", "60.00")])))
    assert desk.weekly().as_json()["weeks"][0]["refunds"] == "0.00"
    assert trace(Scope(desk.shop, date(2026, 6, 1), date(2026, 6, 7)), "refunds").as_json()["sum"] == "0.00"


def test_a_figure_that_is_not_known_is_not_summed_as_if_it_were(desk: Desk) -> None:
    """Without a unit cost the week's net profit is null; its trace must not say a number."""
    desk.accept(("a.csv", sheet([taobao_order("1", "60.00")])))
    scope = Scope(desk.shop, date(2026, 6, 1), date(2026, 6, 7))
    assert desk.weekly().weeks[0].figures["net_profit"] is None
    assert trace(scope, "net_profit").as_json()["sum"] is None


def test_ratios_and_unknown_names_are_refused(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", "60.00")])))
    scope = Scope(desk.shop, date(2026, 6, 1), date(2026, 6, 7))
    with pytest.raises(NotASum):
        trace(scope, "refund_rate")
    with pytest.raises(NoSuchFigure):
        trace(scope, "happiness")


@pytest.mark.parametrize("basis", ["accounting", "order"])
def test_products_sum_to_the_week_and_are_traced(basis: str, desk: Desk) -> None:
    full(desk, 4)
    first, last = date(2026, 6, 1), date(2026, 6, 1) + timedelta(days=20)
    scope = Scope(desk.shop, first, last, basis)
    answer, total = products(scope), desk.weekly(first=first, last=last, refunds=basis).total
    for name in ("units", "gross_sales", "refunds", "net_sales", "product_cost", "sales_without_cost", "ad_spend"):
        assert sum((Decimal(each.figures[name] or 0) for each in answer.products), Decimal(0)) == (total[name] or 0), (
            name
        )
    some: Any = next(each for each in answer.products if each.key == "LAMP")
    for name in ("units", "gross_sales", "refunds", "product_cost"):
        assert (trace(scope, name, "LAMP").sum or 0) == (some.figures[name] or 0), name
    assert answer.as_json()["products"][0].keys() == {"product", "name", *PRODUCT_FIGURES}
