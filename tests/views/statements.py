"""Shops whose statements are known: fens no float can hold, text that begins like a formula, a missing cost, a signed week."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from book import Change, book
from book.engagement import KIND, Engagement, Person
from reports.claims.claimed import understood
from reports.claims.record import record
from reports.metric import metrics
from reports.scope import Scope
from reports.signing.sign import sign
from reports.statement import Statement, statement
from tests.etl.test_refunds import HEADER, REFUNDS
from tests.made import Desk, cost, sheet, taobao_line, wanxiangtai_day
from views.language import _
from views.statement.workbook import statement_book

FIRST, SECOND = date(2026, 6, 1), date(2026, 6, 8)
EVIL = ("=1+1", "+A1", "-2+3", "@SUM(A1)", "{=1+1}", '=cmd|"/c calc"!A1')
MARKUP = "<script>alert(1)</script>"
AGREED = Engagement(people=(Person("阿代", "agency"), Person("店主", "merchant")))
CLAIMED = "销售额400.70元，退款3.33元，订单8单，推广费20元，净利润100元"
# What `open` sold in its first week, worked out by hand: ten orders, six of them with names like formulas, one brushed.
GROSS = [f"{n}.1{n}" for n in range(1, 7)] + ["100.07", "200.03", "0.29", "19.19"]


@dataclass(frozen=True)
class Case:
    """One statement of a made shop."""

    name: str
    found: Statement

    def workbook(self) -> Workbook:
        return openpyxl.load_workbook(io.BytesIO(statement_book("灯具店", self.found)), data_only=True)


def ladder(book_of: Workbook) -> dict[str, object]:
    """The figures of the first sheet by name, as they stand in its second column; the ladder's, not those of a table below."""
    labels = {_(metric.label): name for name, metric in metrics().items()}
    found: dict[str, object] = {}
    for label, value in book_of.worksheets[0].iter_rows(min_row=8, max_col=2, values_only=True):
        if str(label) in labels:
            found.setdefault(labels[str(label)], value)
    return found


def make_open(folder: Path) -> Desk:
    """A week with a product without a cost, brushing, a refund of the next week, claims; nothing signed."""
    desk = Desk(folder, "甲店")
    names = (*EVIL, MARKUP, "A8", "A9", "B1")
    lines = [
        taobao_line(name, f"L{n}", amount, "LAMP" if n % 2 else "CUP", day=f"2026-06-0{1 + n % 7}")
        for n, (name, amount) in enumerate(zip(names, GROSS, strict=True))
    ]
    lines.append(taobao_line("C1", "C1", "7.77", "LAMP", day="2026-06-09"))
    brushed = {"下单日期": "2026-06-03", "订单号": "B1", "本金": "19.19", "佣金": "1.11", "平台费": ""}
    refunds = [
        f"R1,{names[6]},,done,money,2026-06-04 08:00:00,3.33",
        "R2,A8,,done,money,2026-06-10 08:00:00,0.07",
    ]
    desk.accept(
        (f"=sum(订单){'长' * 40}.csv", sheet(lines)),
        ("costs.csv", sheet([cost("LAMP", "0.07")])),
        ("ads.csv", sheet([wanxiangtai_day("3.33", f"2026-06-0{n}") for n in range(1, 8)])),
        ("brushing.csv", sheet([brushed])),
    )
    desk.accept(("refunds.csv", HEADER + "\n".join(refunds) + "\n"), map=REFUNDS)
    claims = understood(CLAIMED, FIRST)
    assert claims.unread == ()
    record(book(desk.shop), claims.claims, "小王", "pasted", SECOND)
    return desk


def make_signed(folder: Path) -> Desk:
    """Two weeks of an order a day; the first is signed, then a refund of it and a corrected cost arrive."""
    desk = Desk(folder, "乙店")
    book(desk.shop).append(
        [
            Change(KIND, "engagement.merchant", "好灯照明有限公司"),
            Change(KIND, "engagement.agency", "启航电子商务代运营有限公司"),
            Change(KIND, "people", [{"name": "阿代", "side": "agency"}, {"name": "店主", "side": "merchant"}]),
        ],
        who="店主",
    )
    lines = [taobao_line(f"S{n}", f"S{n}", f"1{n}.0{n % 10}", day=f"2026-06-{n:02d}") for n in range(1, 15)]
    desk.accept(("orders.csv", sheet(lines)), ("costs.csv", sheet([cost("LAMP", "4.01", "2026-06-01")])))
    scope = Scope(desk.shop)
    sign(scope, FIRST, "submitted", "阿代", AGREED)
    sign(scope, FIRST, "confirmed", "店主", AGREED)
    desk.accept(("late.csv", HEADER + "R9,S3,,done,money,2026-06-05 08:00:00,2.22\n"), map=REFUNDS)
    desk.accept(("costs.csv", sheet([cost("LAMP", "5.02", "2026-06-01")])))
    return desk


def cases(folder: Path) -> Iterator[Case]:
    """Every kind of statement: a range, both books, both bases, signed and restated, carried."""
    first, second = make_open(folder / "open"), make_signed(folder / "signed")
    yield Case("range", statement(Scope(first.shop), FIRST))
    yield Case("claimed_book", statement(Scope(first.shop, book="claimed"), FIRST))
    yield Case("by_order", statement(Scope(first.shop, refunds="order"), FIRST))
    yield Case("signed", statement(Scope(second.shop), FIRST))
    yield Case("carried", statement(Scope(second.shop), SECOND))


@pytest.fixture(scope="module")
def all_cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Case]]:
    """Every case, made once for the tests of a file."""
    folder = tmp_path_factory.mktemp("statements")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DUIZHANG_DATA", str(folder / "data"))
        yield {each.name: each for each in cases(folder)}
