"""Money in is money out, at every layer, and no way of loading the same files changes a figure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from etl.pipeline import rebuild_all, undo
from tests import made, oracle, story
from tests.made import Desk

PLAIN = ("orders", "units", "unpaid_orders", "gross_sales", "sales_without_cost", "ad_spend")


def answered(desk: Desk, basis: str) -> dict[date, dict[str, Decimal]]:
    """The weekly answer's figures that the oracle knows; nothing known and nothing there are one here."""
    names = (*PLAIN, "refunds", "product_cost")
    return {
        week.week_start: {name: Decimal(week.figures[name] or 0) for name in names}
        for week in desk.weekly(refunds=basis).weeks
    }


def expected(entries: Iterable[oracle.Entry], basis: str) -> dict[date, dict[str, Decimal]]:
    return {
        monday: {name: figures.get(name, Decimal(0)) for name in PLAIN}
        | {name: figures.get(f"{name}/{basis}", Decimal(0)) for name in ("refunds", "product_cost")}
        for monday, figures in oracle.by_week(entries).items()
    }


def assert_told(desk: Desk, entries: Iterable[oracle.Entry]) -> None:
    """Both refund bases of every week are as the oracle says; weeks of which neither knows anything are left out."""
    listed = list(entries)
    for basis in ("accounting", "order"):
        assert filled(answered(desk, basis)) == filled(expected(listed, basis))


def filled(weeks: dict[date, dict[str, Decimal]]) -> dict[date, dict[str, Decimal]]:
    return {week: figures for week, figures in weeks.items() if any(figures.values())}


@pytest.mark.parametrize("seed", range(4))
def test_every_week_is_what_the_files_say(seed: int, desk: Desk) -> None:
    told = story.make(seed)
    desk.accept(*told.files)
    assert_told(desk, told.entries())


@pytest.mark.parametrize("seed", [1])
def test_each_layer_holds_the_same_money(seed: int, desk: Desk) -> None:
    told = story.make(seed)
    results = desk.load(*told.files)
    for each, (_, text) in zip(results, told.files, strict=True):
        assert each.sum == file_sum(text), each.file
        assert each.rows == len(oracle.rows_of(text))
        assert each.change.new + each.change.updated + each.change.unchanged == each.rows
    wanted: dict[str, Decimal] = defaultdict(Decimal)
    for _, figure, amount in told.entries():
        wanted[figure] += amount
    counted = "facts.order_lines where is_counted"
    assert desk.one("sum(gross_amount)", counted) == wanted["gross_sales"]
    assert desk.one("sum(refund_amount)", counted) == wanted["refunds/order"]
    assert desk.one("sum(spend)", "facts.ad_spend") == wanted["ad_spend"]
    for column, figure in (("gross_sales", "gross_sales"), ("refunds", "refunds/accounting"), ("ad_spend", "ad_spend")):
        assert desk.one(f"sum({column})", "marts.daily") == wanted[figure]


def file_sum(text: str) -> Decimal | None:
    """The money of one file by itself: gross of its paid rows, or spend."""
    rows = oracle.rows_of(text)
    if "成本价" in rows[0]:
        return None
    if "花费" in rows[0]:
        return sum((oracle.money(row["花费"]) for row in rows), Decimal(0))
    if "商家实收金额(元)" in rows[0]:
        paid = [row for row in rows if row["订单状态"] not in ("待支付", "已取消")]
        return sum((oracle.money(row["商家实收金额(元)"]) for row in paid), Decimal(0))
    paid = [row for row in rows if row["订单付款时间"]]
    return sum((oracle.money(row["买家实际支付金额"]) + oracle.refund_of(row) for row in paid), Decimal(0))


@pytest.mark.parametrize("seed", [0, 1])
def test_the_order_of_loading_does_not_matter(seed: int, desk: Desk, other_desk: Desk) -> None:
    told = story.make(seed)
    desk.accept(*told.files)
    files = list(told.files)
    Random(seed).shuffle(files)
    for cut in (files[:4], files[4:]):
        other_desk.accept(*cut)
    assert other_desk.figures() == desk.figures()


def test_loading_twice_changes_nothing(desk: Desk) -> None:
    told = story.make(1)
    desk.accept(*told.files)
    before = desk.figures()
    again = desk.load(*told.files)
    assert {each.status for each in again} == {"already loaded"}
    assert desk.figures() == before
    # The same rows in a file that differs in a byte are known too: nothing is new, and nothing counts twice.
    [known] = desk.load(("orders-again.csv", told.orders[-1][1] + "\r\n"))
    assert (known.change.new, known.change.updated, known.change.unchanged) == (0, 0, known.rows)
    assert desk.figures()["marts.daily"] == before["marts.daily"]


@pytest.mark.parametrize("seed", [3])
def test_a_file_may_be_cut_anywhere_between_orders(seed: int, desk: Desk, other_desk: Desk) -> None:
    told = story.make(seed)
    whole = [told.orders[-1], told.items[-1], told.pinduoduo[-1]]
    desk.accept(*whole)
    parts = [part for file in whole for part in cut(file, Random(seed))]
    other_desk.accept(*parts)
    names = ("facts.order_lines", "marts.daily")
    assert [other_desk.figures()[name] for name in names] == [desk.figures()[name] for name in names]


def cut(file: story.File, dice: Random) -> list[story.File]:
    """A file in three, each order's rows in one of them."""
    name, text = file
    rows = oracle.rows_of(text)
    key = next(column for column in ("主订单编号", "订单编号", "订单号") if column in rows[0])
    part = {order: dice.randrange(3) for order in dict.fromkeys(row[key] for row in rows)}
    parts = [[row for row in rows if part[row[key]] == n] for n in range(3)]
    return [
        (name.replace(".csv", f"-part{n}.csv"), made.sheet(own, list(rows[0]))) for n, own in enumerate(parts) if own
    ]


@pytest.mark.parametrize("seed", [0, 1])
def test_an_undone_upload_was_never_loaded(seed: int, desk: Desk, other_desk: Desk) -> None:
    told = story.make(seed)
    uploads = desk.accept(*told.files)
    gone = Random(seed).sample(range(len(uploads)), k=3)
    for n in gone:
        undo(desk.shop, uploads[n])
    kept = [file for n, file in enumerate(told.files) if n not in gone]
    other_desk.accept(*kept)
    assert desk.figures() == other_desk.figures()
    assert_told(desk, story.told(kept))


@pytest.mark.parametrize("seed", [2])
def test_a_build_from_nothing_is_the_same_build(seed: int, desk: Desk) -> None:
    told = story.make(seed)
    for n in range(3):  # every load but the first recomputes only what it touched
        desk.accept(*told.files[n::3])
    grown = desk.figures()
    rebuild_all(desk.shop)
    assert desk.figures() == grown
    assert_told(desk, told.entries())
