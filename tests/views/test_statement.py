"""The 对账表 holds what the ladder says, to the fen; its leaves are the sums of its rows; no text in it runs."""

import io
import re
import time
from dataclasses import replace
from decimal import Decimal
from itertools import cycle, islice

import openpyxl
import pyarrow as pa
import pytest
from openpyxl.workbook import Workbook

from reports.metric import metrics
from reports.statement import LEAVES
from tests.views.statements import EVIL, Case, all_cases, ladder
from views.language import _
from views.statement import sheets
from views.statement.formulas import on
from views.statement.said import DAY_LINES, lines
from views.statement.workbook import statement_book

__all__ = ["all_cases"]
FEN = Decimal("0.01")
Cases = dict[str, Case]
NAMES = ("range", "claimed_book", "by_order", "signed", "carried")
# Worked out by hand from the rows of tests/views/statements.py.
TRUTH = {
    "range": {
        "orders": "9",
        "units": "9",
        "gross_sales": "322.20",
        "refunds": "3.33",
        "net_sales": "318.87",
        "product_cost": "0.28",
        "sales_without_cost": "109.75",
        "gross_profit": "318.59",
        "ad_spend": "23.31",
        "other_costs": "1.11",
        "total_cost": "24.70",
        "net_profit_high": "294.17",
        "net_profit_low": "184.42",
        "refunds_of_orders": "3.40",
        "average_order_value": "35.80",
    },
    "claimed_book": {"orders": "10", "gross_sales": "341.39", "net_sales": "338.06", "product_cost": "0.35"},
    "by_order": {"refunds": "3.40", "net_sales": "318.80", "refunds_of_orders": "3.40"},
    "signed": {"gross_sales": "98.28", "refunds": "2.22", "product_cost": "35.14", "net_profit": "60.92"},
    "carried": {"gross_sales": "597.27", "refunds": "0.00", "product_cost": "35.14", "net_profit": "562.13"},
}


def fen(value: object) -> Decimal | None:
    """A cell as a spreadsheet program prints it; None for the dash."""
    assert isinstance(value, int | float) or value == "–", value
    return None if value == "–" else Decimal(repr(value)).quantize(FEN)


def living(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(book_of: Workbook, title: str) -> list[tuple[object, ...]]:
    return list(book_of[title].iter_rows(values_only=True))


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_the_ladder_is_the_figure(all_cases: Cases, name: str, either: str) -> None:
    found = all_cases[name].found
    shown = ladder(all_cases[name].workbook())
    assert list(shown) == lines(found)
    for figure, value in shown.items():
        known = found.week.figures[figure]
        if metrics()[figure].unit == "rate":
            assert value == ("–" if known is None else pytest.approx(known, rel=1e-12)), figure
        else:
            assert fen(value) == (None if known is None else Decimal(known).quantize(FEN)), figure
    for figure, truth in TRUTH[name].items():
        assert fen(shown[figure]) == Decimal(truth).quantize(FEN), figure


def test_a_profit_without_a_cost_is_a_range_and_stays_unknown(all_cases: Cases) -> None:
    shown = ladder(all_cases["range"].workbook())
    unknown = {name for name, value in shown.items() if value == "–"}
    assert unknown == {
        "net_profit",
        "net_profit_short",
        "net_margin",
        "platform_fees",
        "fulfilment_cost",
        "service_fee",
    }
    book_of = living(statement_book("甲店", all_cases["range"].found))
    formulas = ladder(book_of)
    assert all(formulas[name] == "–" for name in ("platform_fees", "service_fee")), "a sum of no rows would say zero"
    assert {"net_profit_low", "net_profit_high"}.isdisjoint(ladder(all_cases["signed"].workbook()))


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_of_a_figure_add_up_to_it(all_cases: Cases, name: str, either: str) -> None:
    found = all_cases[name].found
    book_of = all_cases[name].workbook()
    sums = dict.fromkeys(LEAVES, Decimal(0))
    labels = {_(metrics()[figure].label): figure for figure in LEAVES}
    assert len(labels) == len(LEAVES), "a label tells the rows of a figure from those of another"
    for label, amount, *_others in cells(book_of, _("Source rows"))[1:]:
        sums[labels[str(label)]] += fen(amount) or 0
    assert sums == {figure: Decimal(found.week.figures[figure] or 0).quantize(FEN) for figure in LEAVES}


@pytest.mark.parametrize("name", NAMES)
def test_the_days_add_up_to_the_week(all_cases: Cases, name: str) -> None:
    found = all_cases[name].found
    header, *days, total = cells(all_cases[name].workbook(), _("By day"))
    assert header[1:] == tuple(_(metrics()[figure].label) for figure in DAY_LINES)
    for column, figure in enumerate(DAY_LINES, 1):
        known = [fen(day[column]) for day in days]
        assert fen(total[column]) == (
            sum(filter(None, known), Decimal(0)) if any(k is not None for k in known) else None
        )
        if found.week.figures[figure] is not None:
            assert fen(total[column]) == Decimal(found.week.figures[figure] or 0).quantize(FEN)


@pytest.mark.parametrize("name", ["range", "claimed_book", "by_order"])
def test_claims_stand_beside_what_is_proven(all_cases: Cases, name: str) -> None:
    """Hand-worked; in the claimed book too, proven is what the cleaned book says."""
    rows = {row[0]: row[1:] for row in cells(all_cases[name].workbook(), _("Reconciliation"))[1:]}
    promised, claimed, proven, apart, explained, rest, verdict, _why = rows["支付金额"]
    assert (promised, claimed, proven, apart, explained, rest) == ("–", 400.7, 322.2, 78.5, 0, 78.5)
    assert "78.50" in str(verdict)
    assert rows[_("Refunds")][1:6] == (3.33, {"by_order": 3.4}.get(name, 3.33), "–", "–", "–"), (
        "not provable: no difference"
    )
    assert rows[_("Product cost")][1:6] == ("–", 0.28, "–", "–", "–"), "not claimed"
    formula = living(statement_book("甲店", all_cases[name].found))[_("Reconciliation")]["D2"].value
    assert (formula == 322.2) if name == "claimed_book" else str(formula).startswith("='对账表'!B")


def test_what_is_carried_stands_below_with_the_profit_it_leaves(all_cases: Cases) -> None:
    """Refund 2.22 and seven lamps at 1.01 more: 562.13 − 2.22 − 7.07."""
    said = [row[:2] for row in cells(all_cases["carried"].workbook(), _("Statement"))]
    amounts = [fen(value) for label, value in said if str(label).startswith("2026 · 06/01")]
    assert sorted(filter(None, amounts)) == [Decimal("-7.07"), Decimal("-2.22")]
    assert (_("Net profit with what was carried"), 552.84) in said


def test_a_signed_week_says_what_changed_since(all_cases: Cases) -> None:
    """Signed with lamps at 4.01 and no refund: 98.28 − 28.07 = 70.21."""
    first = cells(all_cases["signed"].workbook(), _("Statement"))
    begins = next(n for n, row in enumerate(first) if row[0] == _("Changed since it was signed"))
    moved = {row[0]: row[1:4] for row in first[begins:] if isinstance(row[1], int | float)}
    assert moved[_("Net profit")] == (70.21, -9.29, 60.92)
    assert moved[_("Product cost")] == (28.07, 7.07, 35.14)
    assert moved[_("Refunds")] == (0, 2.22, 2.22)
    text = "\n".join(str(cell) for row in first for cell in row if cell)
    assert "20260601-v1" in text
    assert "好灯照明有限公司" in text
    assert "启航电子商务代运营有限公司" in text
    assert all(name in text for name in ("阿代", "店主"))


@pytest.mark.parametrize("name", NAMES)
def test_no_text_is_a_formula(all_cases: Cases, name: str, either: str) -> None:
    """Order numbers, files and sheets with names like formulas; our own formulas stand where they belong only."""
    found = all_cases[name].found
    for column in ("subject", "file", "sheet", "split_by_file", "priced_by_file"):
        evil = pa.array(islice(cycle(EVIL), found.rows.num_rows), pa.string())
        found = replace(found, rows=found.rows.set_column(found.rows.schema.get_field_index(column), column, evil))
    book_of = living(statement_book(EVIL[0], found))
    formulas = {
        (sheet.title, cell.column)
        for sheet in book_of.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    statement, reconciliation, days = _("Statement"), _("Reconciliation"), _("By day")
    allowed = {(statement, n) for n in (2, 3, 4, 5)} | {(reconciliation, n) for n in (4, 5, 7)}
    assert formulas <= allowed | {(days, n) for n in range(2, 9)}
    texts = {
        cell.value for row in book_of[_("Source rows")].iter_rows(min_row=2) for cell in row if cell.data_type == "s"
    }
    assert set(EVIL) <= texts


def test_the_sheets_have_names_that_a_spreadsheet_takes(all_cases: Cases, either: str) -> None:
    content = statement_book("店", all_cases["signed"].found)
    titles = living(content).sheetnames
    assert titles == [_("Statement"), _("Reconciliation"), _("By day"), _("Source rows"), _("Definitions")]
    assert all(title.isascii() == (either == "en") for title in titles)
    assert all(len(title) <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$", title) for title in titles)
    used = {name for sheet in living(content) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
            for name in re.findall(r"'((?:[^']|'')+)'!", str(cell.value))}  # fmt: skip
    assert used <= set(titles)
    assert {_("Source rows"), _("By day")} <= used


def test_a_quote_in_a_sheets_name_is_doubled() -> None:
    assert on("The week's rows", "$A:$A") == "'The week''s rows'!$A:$A"


def test_rows_beyond_a_sheets_length_go_on_in_the_next(all_cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS_A_SHEET", 10)
    found = all_cases["range"].found
    book_of = living(statement_book("甲店", found))
    titles = [title for title in book_of.sheetnames if title.startswith(_("Source rows"))]
    assert len(titles) == -(-found.rows.num_rows // 10) > 2
    assert sum(book_of[title].max_row - 1 for title in titles) == found.rows.num_rows
    assert all(f"'{title}'!" in str(ladder(book_of)["gross_sales"]) for title in titles)


@pytest.mark.parametrize("name", NAMES)
def test_equal_answers_make_equal_files(all_cases: Cases, name: str) -> None:
    assert statement_book("店", all_cases[name].found) == statement_book("店", all_cases[name].found)


def test_a_week_of_20_000_orders_is_made_while_one_waits(all_cases: Cases) -> None:
    """Six rows an order."""
    found = all_cases["range"].found
    number = 120_000
    names = pa.array(f"26060{n % 7}0000{n // 6}" for n in range(number))
    columns = {
        "figure": pa.array(islice(cycle(LEAVES[:6]), number)),
        "amount": pa.array([Decimal("19.99")] * number, pa.decimal128(38, 2)),
        "subject": names,
        "file": pa.array(["taobao_orders.zip/ExportOrderList202607101030.csv"] * number),
        "row": pa.array(range(number), pa.int64()),
    }
    rows = pa.table({name: columns.get(name, pa.nulls(number, pa.string())) for name in found.rows.column_names})
    begun = time.process_time()
    content = statement_book("大店", replace(found, rows=rows))
    seconds = time.process_time() - begun
    assert len(content) < 12 << 20, len(content)
    assert seconds < 20, seconds
