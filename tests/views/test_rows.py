"""The rows behind a figure as CSV: a spreadsheet program runs nothing of it, numbers stay numbers, the sum is the figure."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from reports.out import harmless
from reports.scope import Scope
from reports.trace import Trace, trace
from tests import made
from tests.made import Desk
from views import rows

FORMULA = '@HYPERLINK("http://example.invalid","x")'


def downloaded(found: Trace) -> list[dict[str, str]]:
    content = rows._csv(found.rows)
    assert content.startswith(b"\xef\xbb\xbf"), "Excel reads UTF-8 only with a mark"
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def loaded(desk: Desk) -> Desk:
    orders = [
        made.taobao_order(FORMULA, "10.10"),
        made.taobao_order("T2", "20.20", "7.07", 确认收货时间="2026-06-03 10:00:00"),
        made.taobao_order("T3", "0.03", day="2026-06-02"),
    ]
    desk.accept(("+orders.csv", made.sheet(orders)))
    return desk


def found(desk: Desk, figure: str) -> Trace:
    return trace(Scope(desk.shop, date(2026, 6, 1), date(2026, 6, 7)), figure)


@pytest.mark.parametrize("figure", ["gross_sales", "net_sales", "refunds", "orders", "net_profit_high"])
def test_the_amounts_sum_to_the_figure(loaded: Desk, figure: str) -> None:
    answer = loaded.weekly().weeks[0].figures[figure]
    amounts = [Decimal(row["amount"]) for row in downloaded(found(loaded, figure))]
    assert sum(amounts) == answer
    assert answer


def test_text_that_could_run_is_made_harmless(loaded: Desk) -> None:
    lines = downloaded(found(loaded, "gross_sales"))
    assert {row["subject"] for row in lines} == {"'" + FORMULA, "T2", "T3"}
    assert {row["file"] for row in lines} == {"'+orders.csv"}


def test_negative_amounts_stay_numbers(loaded: Desk) -> None:
    amounts = [row["amount"] for row in downloaded(found(loaded, "net_sales")) if row["part"] == "refunds"]
    assert amounts == ["-7.07"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "\r\n=1", "＝1", "|calc", "%0A"])
def test_every_beginning_that_a_spreadsheet_program_may_run_is_quoted(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("value", ["T1", "1=1", "", None, 5, Decimal("-5.00")])
def test_everything_else_is_left_alone(value: object) -> None:
    assert harmless(value) == value
