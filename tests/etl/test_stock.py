"""Pieces in stock by day and what they are worth: newest count, shelves add up, an unknown cost stays unknown."""

from decimal import Decimal
from typing import Any

from etl.pipeline import undo
from tests.made import Desk, cost, counted, sheet


def stock(desk: Desk) -> list[tuple[Any, ...]]:
    rows = desk.rows("select * from marts.stock order by day, warehouse")
    return [(f"{r['day']:%m-%d}", r["warehouse"], r["units"], r["stock_value"], r["units_without_cost"]) for r in rows]


def test_the_newest_count_of_a_day_holds_and_shelves_add_up(desk: Desk) -> None:
    desk.accept(("costs.csv", sheet([cost("A", "1.115", "2026-01-01"), cost("A", "2.00", "2026-06-02")])))
    desk.accept(("stock_20260601200000.csv", sheet([counted("A", "7", "2026-06-01"), counted("A", "3", "2026-06-01")])))
    # 10 × 1.115 = 11.15; 3 × 2.00 = 6.00
    assert stock(desk) == [("06-01", "主仓", 10, Decimal("11.15"), 0)]
    later = sheet([counted("A", "9", "2026-06-01"), counted("A", "3", "2026-06-02")])
    [upload] = desk.accept(("stock_20260602200000.csv", later))
    [again] = desk.load(("stock_20260602210000.csv", later))
    assert again.status == "already loaded"
    # 9 × 1.115 = 10.035 → 10.04
    assert stock(desk) == [("06-01", "主仓", 9, Decimal("10.04"), 0), ("06-02", "主仓", 3, Decimal("6.00"), 0)]
    undo(desk.shop, upload)
    assert stock(desk) == [("06-01", "主仓", 10, Decimal("11.15"), 0)]


def test_pieces_without_a_cost_are_told_and_worth_nothing_known(desk: Desk) -> None:
    desk.accept(("stock.csv", sheet([counted("A", "7", "2026-06-01"), counted("B", "5", "2026-06-01", "分仓")])))
    assert sorted(stock(desk)) == [("06-01", "主仓", 7, None, 7), ("06-01", "分仓", 5, None, 5)]


def test_a_table_without_days_is_of_the_day_it_was_exported(desk: Desk) -> None:
    desk.accept(("库存_20260603_101500.csv", "sku,stock\nA,4\n"), ("库存.csv", "sku,stock\nB,4\n"))
    assert stock(desk) == [("06-03", "", 4, None, 4)]
