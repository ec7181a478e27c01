"""A map is kept as a format file, known again by its header, and no upload depends on the file."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from etl.columnmap import ColumnMap, Condition
from etl.command import main
from etl.errors import Refused
from etl.formatfile import read_format
from etl.pipeline import rebuild_all
from etl.remembered import remember, remembered
from etl.typed import load_day_totals
from tests.made import Desk

HEADER = ("流水号", "天", '钱 "元"', "退货", "收货人")
TABLE = '流水号,天,"钱 ""元""",退货,收货人\nK1,03/04/2026,10.10,0,张三\nK2,04/04/2026,20.20,5.05,李四\n'
MAP = ColumnMap(
    entity="orders",
    platform="other",
    label="夜市\n流水",
    header=HEADER,
    columns={"order_id": "流水号", "ordered_at": "天", "paid_amount": '钱 "元"', "refund_amount": "退货"},
    paid_amount_is="net_of_refunds",
    date_order="dmy",
)


def test_the_text_of_a_map_is_the_map() -> None:
    said = read_format("x", MAP.toml())
    assert said.columns == {column: (name,) for column, name in MAP.columns.items()}
    assert (said.entity, said.platform, said.label, said.currency) == ("orders", "other", "夜市\n流水", "CNY")
    assert (said.money, said.date_order) == ({"paid_amount_is": "net_of_refunds"}, "dmy")
    assert said.exactly == {"流水号", "天", "钱元", "退货", "收货人"}
    assert said.fits(HEADER), "it can be copied into etl/formats"


def test_a_remembered_map_reads_the_next_file_and_a_rebuild_needs_no_file(desk: Desk) -> None:
    [unknown] = desk.load(("a.csv", TABLE))
    assert unknown.status == "refused"
    path = remember("夜市/流水", MAP.toml())
    assert path.parent.parent == Path(os.environ["DUIZHANG_DATA"])
    assert path.name == "夜市_流水.toml"
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    desk.accept(("a.csv", TABLE))
    moved = '天,流水号,退货,收货人,"钱 ""元"""\n05/04/2026,K3,0,王五,30.30\n'
    [third] = desk.load(("b.csv", moved))
    assert third.format is not None
    assert (third.format.name, third.sum) == ("夜市_流水", Decimal("30.30"))
    before = desk.figures()
    path.unlink()
    rebuild_all(desk.shop)
    assert desk.figures() == before
    assert desk.one("sum(gross_amount)", "staging.orders") == Decimal("65.65")
    assert desk.rows("select distinct format from staging.uploads") == [{"format": "夜市_流水"}]


def test_the_rows_show_how_the_cells_were_understood(desk: Desk) -> None:
    [loaded] = desk.load(("a.csv", TABLE), map=MAP.toml(), dry_run=True)
    assert loaded.typed[0] == ("source_row", *MAP.columns, "gross_amount")
    assert loaded.typed[1:] == (
        ("2", "K1", "2026-04-03 00:00:00", "10.10", "0.00", "10.10"),
        ("3", "K2", "2026-04-04 00:00:00", "20.20", "5.05", "25.25"),
    )


def test_another_map_of_the_same_header_takes_the_place_of_the_first(desk: Desk) -> None:
    remember("one", MAP.toml())
    remember("two", MAP.toml())
    assert list(remembered()) == ["two"]


def test_a_name_that_is_taken_gets_a_number(desk: Desk) -> None:
    other = ColumnMap("stock", "any", "x", ("a", "b"), {"product_key": "a", "quantity": "b"})
    assert remember("taobao__orders", MAP.toml()).name == "taobao__orders_2.toml"
    assert remember("same", other.toml()).name == "same.toml"
    assert remember("same", MAP.toml()).name == "same_2.toml"
    assert remember("../con", MAP.toml()).name == "con_.toml"


def test_a_text_that_is_no_format_is_not_kept(desk: Desk) -> None:
    with pytest.raises(Refused):
        remember("x", 'entity = "nothing"')
    assert remembered() == {}


def test_the_command_line_lists_maps_and_says_which_cannot_be_used(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    path = remember("夜市", MAP.toml())
    (path.parent / "broken.toml").write_text("entity =", "utf-8")
    assert main(["formats"]) == 0
    said = capsys.readouterr()
    assert "夜市" in said.out
    assert "broken: The column map is not usable" in said.err
    desk.accept(("a.csv", TABLE))


@pytest.mark.parametrize(
    ("unit", "cells", "sum_"),
    [("fen", ["1234", "1"], "12.35"), ("wan", ["1.23456", "0.5"], "17345.60"), ("thousand", ["¥1.5", "2"], "3500.00")],
)
def test_a_table_in_another_unit(unit: str, cells: list[str], sum_: str, desk: Desk) -> None:
    said = ColumnMap("ad_spend", "other", "x", ("d", "m"), {"ad_date": "d", "spend": "m"}, unit=unit)
    text = f"d,m\n2026-06-01,{cells[0]}\n2026-06-02,{cells[1]}\n"
    [loaded] = desk.load(("a.csv", text), map=said.toml())
    assert (loaded.status, loaded.sum, loaded.rounded) == ("loaded", Decimal(sum_), 0)
    [bad] = desk.load(("b.csv", text + "2026-06-03,x1\n"), map=said.toml())
    assert [problem.kind for problem in bad.problems] == ["not_an_amount"]


def test_refund_rows_and_rows_to_leave_out(desk: Desk) -> None:
    said = ColumnMap(
        "order_lines", "other", "x", ("no", "d", "q", "p", "kind"),
        {"order_id": "no", "ordered_at": "d", "quantity": "q", "unit_price": "p"},
        refund_rows=Condition("no", "prefix", "C"), left_out=Condition("kind", "contains", "test"),
    )  # fmt: skip
    text = "no,d,q,p,kind\n1,2026-06-01,2,1.50,a\nC1,2026-06-02,-1,1.50,a\n3,2026-06-02,1,9.00,a test\n"
    [loaded] = desk.load(("a.csv", text), map=said.toml())
    assert (loaded.other_rows, loaded.other_amount) == (1, Decimal("9.00"))
    total = desk.weekly().total
    assert (total["gross_sales"], total["refunds"]) == (Decimal("3.00"), Decimal("1.50"))


def test_bundles_in_one_cell_become_their_parts(desk: Desk) -> None:
    said = ColumnMap("bundles", "any", "x", ("套装", "组成"), {"bundle_key": "套装", "product_key": "组成"})
    text = "套装,组成\nT1,A+B*2\nT2, C × 3 ＋ A + C\nT3,BOX2\n"
    desk.accept(("a.csv", text), map=said.toml())
    found = desk.rows("select bundle_key, product_key, quantity from staging.bundles order by 1, 2")
    assert [tuple(each.values()) for each in found] == [
        ("T1", "A", 1), ("T1", "B", 2), ("T2", "A", 1), ("T2", "C", 4), ("T3", "BOX2", 1),
    ]  # fmt: skip


def test_a_code_that_is_its_own_list_of_parts(desk: Desk) -> None:
    said = ColumnMap("bundles", "any", "x", ("编码",), {"bundle_key": "编码", "product_key": "编码"})
    desk.accept(("a.csv", "编码,\nA+B*2,\n"), map=said.toml())
    found = desk.rows("select bundle_key, product_key, quantity from staging.bundles order by 2")
    assert [tuple(each.values()) for each in found] == [("A+B*2", "A", 1), ("A+B*2", "B", 2)]


def test_day_totals_are_typed_and_marked(desk: Desk) -> None:
    entries = [
        {"day": "2026-06-01", "shop_platform": "other", "orders": 3, "units": 4, "gross_sales": "55.50", "refunds": "0"}
    ]
    [loaded] = load_day_totals(desk.shop, entries)
    assert (loaded.status, loaded.sum) == ("loaded", Decimal("55.50"))
    [row] = desk.rows("select * from staging.day_totals")
    assert (row["shop_platform"], row["gross_sales"], row["orders"]) == ("other", Decimal("55.50"), 3)
