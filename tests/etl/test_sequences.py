"""Whatever was loaded, taken out and loaded again: the build is that of one clean load of what counts now."""

import random

import pytest

from etl import register
from etl.pipeline import Asked, load, rebuild_all, undo
from tests.etl.test_refunds import HEADER, REFUNDS, STATEMENT
from tests.etl.test_simple_tables import BILL, BRUSHING, BUNDLES, TOTALS
from tests.made import (
    Desk,
    cost,
    counted,
    pinduoduo_ads,
    pinduoduo_order,
    sheet,
    shop_visits,
    taobao_line,
    taobao_order,
    typed_cost,
    wanxiangtai_day,
)

PERIOD = [{name: cell for name, cell in pinduoduo_ads("9.99", item="9001").items() if name != "日期"}]
BILLED = "order,at,what,in,out\n"
FILES: list[tuple[str, str, str | None]] = [
    ("orders.csv", sheet([taobao_order("1", "70.00", "30.00"), taobao_order("2", "20.00")]), None),
    ("orders_20260701120000.csv", sheet([taobao_order("1", "40.00", "60.00"), taobao_order("3", "5.00")]), None),
    ("lines.csv", sheet([taobao_line("1", "1a", "60.00"), taobao_line("1", "1b", "40.00", "A+B*2"), taobao_line("4", "4")]), None),
    ("pdd.csv", sheet([pinduoduo_order("260601-1", "10.00", 售后状态="退款成功"), pinduoduo_order("260602-2")]), None),
    ("refunds.csv", HEADER + "R1,1,1b,done,return,2026-06-09 08:00:00,20.00\nR2,3,,done,money,2026-06-20 08:00:00,1.00\n", REFUNDS),
    ("more.csv", HEADER + "R1,1,1b,done,return,2026-06-09 08:00:00,20.00\nR3,1,,asked,money,2026-06-10 08:00:00,9.00\n", REFUNDS),
    ("bill.csv", f"{BILLED}260601-1,2026-06-05 09:00:00,交易退款,0,-4.00\n,2026-06-05 10:00:00,技术服务费,0,-0.60\n", STATEMENT),
    ("fine.csv", f"{BILLED},2026-06-05 10:00:00,技术服务费,0,-0.70\n", STATEMENT.replace('"wallet"', '"wallet"\ndetail = "2"')),
    ("ads.csv", sheet([wanxiangtai_day("3.00"), wanxiangtai_day("4.00", day="2026-06-02")]), None),
    ("推广_20260601_20260630.csv", sheet(PERIOD), None),
    ("costs.csv", sheet([cost("A", "3.00", "2026-01-01"), cost("B", "1.50", "2026-01-01"), cost("NUT", "4.00", "2026-01-01")]), None),
    ("rates.csv", sheet([typed_cost("platform_fee_rate", rate="0.05"), typed_cost("per_shipped_order", amount="3.00")]), None),
    ("list.csv", "订单号,付款日期,本金,佣金\n2,2026-06-03,20.00,5.00\n", BRUSHING),
    ("sets.csv", "组合,子件,数量\nLAMP,A,2\n", BUNDLES),
    ("courier.csv", "运单号,日期,金额\nSF1,2026-06-02,8.50\n", BILL),
    ("宏观监控_20260601_20260603.csv", sheet([shop_visits("2026-06-01", "100"), shop_visits("2026-06-02", "90")]), None),
    ("宏观监控_20260604_101112.csv", sheet([shop_visits("2026-06-02", "95"), shop_visits("2026-06-03", "80")]), None),
    ("stock.csv", sheet([counted("A", "12", "2026-06-02"), counted("A", "3", "2026-06-02")]), None),
    ("stock_20260604101112.csv", sheet([counted("A", "9", "2026-06-02"), counted("B", "4", "2026-06-02", "分仓")]), None),
    ("typed.csv", "day,platform,orders,gross,refunds\n2026-06-03,pinduoduo,2,50.00,5.00\n", TOTALS),
]  # fmt: skip


def take_in(desk: Desk, numbers: list[int]) -> None:
    for number in numbers:
        name, text, column_map = FILES[number]
        path = desk.write(name, text)
        [loaded] = load(desk.shop, [(path, name)], Asked(map=column_map))[0]
        assert (name, loaded.problems) == (name, ())


def active(desk: Desk) -> dict[int, int]:
    """Upload → which of FILES it is, in the order of the uploads."""
    names = [name for name, _, _ in FILES]
    return {each.upload: names.index(each.file) for each in register.active(desk.shop)}


@pytest.mark.parametrize("seed", range(2))
def test_any_sequence_of_loads_and_undos_is_one_clean_load(seed: int, desk: Desk, other_desk: Desk) -> None:
    chance = random.Random(seed)
    for _ in range(14):
        present = active(desk)
        if present and chance.random() < 0.35:
            undo(desk.shop, chance.choice(list(present)))
        else:
            absent = [number for number in range(len(FILES)) if number not in present.values()]
            take_in(desk, chance.sample(absent, min(3, len(absent))))
    wanted = list(active(desk).values())
    take_in(other_desk, wanted)
    assert desk.figures() == other_desk.figures()
    rebuild_all(desk.shop)
    assert desk.figures() == other_desk.figures()


def test_taking_out_any_upload_and_loading_it_again_changes_nothing(desk: Desk) -> None:
    take_in(desk, list(range(len(FILES))))
    before = desk.figures()
    for upload, number in active(desk).items():
        undo(desk.shop, upload)
        assert upload not in active(desk)
        take_in(desk, [number])
        assert desk.figures() == before
