"""Which days a source speaks for, what is missing, and who brought its newest file."""

import json
from datetime import date

from etl import register
from etl.coverage import coverage, gaps, lanes
from etl.pipeline import undo
from tests.made import Desk, pinduoduo_order, sheet, taobao_order, wanxiangtai_day


def orders(*days: int) -> tuple[str, str]:
    rows = [taobao_order(f"{day}{place}", day=f"2026-06-{day:02d}") for day in days for place in range(2)]
    return f"orders{days[0]}.csv", sheet(rows)


def ads(*days: int) -> tuple[str, str]:
    return f"ads{days[0]}.csv", sheet([wanxiangtai_day("5.00", f"2026-06-{day:02d}") for day in days])


def test_days_in_a_row_are_one_gap_with_the_last_supplier(desk: Desk) -> None:
    desk.accept(orders(1, 14))
    desk.accept(ads(1, 2), origin="agency")
    desk.accept(ads(7, 8), origin="merchant")
    desk.accept(ads(12, 12), origin="agency")
    found = gaps(lanes(desk.shop))
    assert [(gap.source, gap.platform, gap.first.day, gap.last.day, len(gap)) for gap in found] == [
        ("ads", "taobao", 13, 14, 2), ("ads", "taobao", 9, 11, 3), ("ads", "taobao", 3, 6, 4),
    ]  # fmt: skip
    assert {(gap.supplier.origin, gap.supplier.by) for gap in found} == {("agency", register.who())}
    assert found[0].supplier.back_office


def test_each_platform_is_a_lane_of_its_own(desk: Desk) -> None:
    desk.accept(orders(1, 3), ("pdd.csv", sheet([pinduoduo_order("260602-1", day="2026-06-02")])))
    assert [(lane.platform, sorted(day.day for day in lane.days)) for lane in lanes(desk.shop)] == [
        ("pinduoduo", [2]),
        ("taobao", [1, 2, 3]),
    ]
    states = [day["sources"]["orders"] for day in coverage(desk.shop, date(2026, 5, 31), date(2026, 6, 2))]
    assert states == ["missing", "partial", "present"]


def test_an_upload_that_was_taken_out_supplies_nothing(desk: Desk) -> None:
    desk.accept(orders(1, 14))
    desk.accept(ads(1, 14), origin="agency")
    undo(desk.shop, 2)
    assert [lane.source for lane in lanes(desk.shop)] == ["orders"]


def test_a_shop_without_files_has_no_lanes(desk: Desk) -> None:
    assert lanes(desk.shop) == []
    assert coverage(desk.shop) == []


def test_a_line_from_before_files_had_an_origin_is_read(desk: Desk) -> None:
    desk.accept(orders(1, 14), ads(2, 3))
    lines = [json.loads(line) | {"origin": "uploaded"} for line in desk.shop.register.read_text("utf-8").splitlines()]
    for line in lines:
        line.pop("hash")  # lines of that time carry no seal
    desk.shop.register.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert [upload.origin for upload in register.active(desk.shop)] == ["uploaded", "uploaded"]
    assert {gap.supplier.origin for gap in gaps(lanes(desk.shop))} == {"uploaded"}
