"""Suppliers by hand: the 50 % rule, the price paid against the backup, sold pieces owed to the fen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from book import ChangedMeanwhile, book
from book.value import Wrong
from reports.goods import handed
from reports.goods.payable import Owed, payable
from reports.goods.quote import Quote, put, quotes, take_back
from reports.goods.suppliers import Supplied, suppliers
from reports.scope import Scope
from tests import made
from tests.made import Desk

DAY = date(2026, 6, 1)


def quote(
    supplier: str, price: str, role: str = "offer", day: date = DAY, days: int = 0, product: str = "LAMP"
) -> Quote:
    return Quote(
        product, supplier, Decimal(price), when_sold=True, days=days, sample_seen=True, quoted_on=day, role=role
    )


def sell(desk: Desk, *sold: tuple[str, str, str], **cells: str) -> None:
    """Orders of lamps: (amount, pieces, day)."""
    orders = [made.taobao_order(f"{n}", amount, day=day, **cells) for n, (amount, _, day) in enumerate(sold)]
    lines = [made.taobao_line(f"{n}", f"L{n}", a, "LAMP", q, day) for n, (a, q, day) in enumerate(sold)]
    desk.accept(("orders.csv", made.sheet(orders)), ("lines.csv", made.sheet(lines)))


def lamp(desk: Desk) -> Supplied:
    found = suppliers(Scope(desk.shop))
    assert found is not None
    [product] = [each for each in found.products if each.product == "LAMP"]
    return product


def test_half_of_the_price_really_paid(desk: Desk) -> None:
    """Three lamps for 100.01: half of it is 50.005, a third of that 16.668333… a piece."""
    sell(desk, ("100.01", "3", "2026-06-01"))
    put(book(desk.shop), [quote("甲", "16.668333"), quote("乙", "16.668334")], "小周")
    found = lamp(desk)
    assert [found.is_too_dear(each.unit_price) for each in found.quotes] == [False, True]
    assert found.has_few_quotes
    put(book(desk.shop), [quote("丙", "17")], "小周")
    assert not lamp(desk).has_few_quotes


def test_exactly_half_passes_and_freight_is_no_price(desk: Desk) -> None:
    """Two pieces for 110.00 with 10.00 of freight: 50.00 a piece."""
    row = made.pinduoduo_order("1", "110.00", **{"邮费(元)": "10.00", "商品总价(元)": "100.00", "商品数量(件)": "2"})
    desk.accept(("pdd.csv", made.sheet([row])))
    ask = [quote("甲", "25", product="NUT"), quote("乙", "25.01", product="NUT")]
    put(book(desk.shop), ask, "小周")
    found = suppliers(Scope(desk.shop))
    assert found is not None
    [nut] = found.products
    assert (nut.realised, nut.units) == (Decimal("100.00"), 2)
    assert [(nut.share(each.unit_price), nut.is_too_dear(each.unit_price)) for each in nut.quotes] == [
        (Fraction(1, 2), False),
        (Fraction(2501, 5000), True),
    ]


def test_the_price_paid_against_the_backup(desk: Desk) -> None:
    """The goods cost 22.00, the backup asks 20.00: a tenth more, 2.00 on each of four pieces."""
    sell(desk, ("100.00", "4", "2026-06-01"))
    desk.accept(("costs.csv", made.sheet([made.cost("LAMP", "22.00")])))
    put(book(desk.shop), [quote("甲", "22", "main")], "小周")
    assert (lamp(desk).drift, lamp(desk).suppliers) == (None, ("甲",))
    put(book(desk.shop), [quote("乙", "20", "backup"), quote("丙", "18")], "小周")
    found = lamp(desk)
    assert (found.drift, found.drift_money) == (Fraction(1, 10), Decimal("8.00"))
    assert found.suppliers == ("乙", "甲")  # who only made an offer is no source
    assert found.as_json()["single_source"] is False


def owed(desk: Desk, day: date) -> Owed:
    [found] = payable(Scope(desk.shop), day).owed
    return found


def test_sold_pieces_are_owed_at_the_price_of_their_day(desk: Desk) -> None:
    """12.50 from the 1st, 13.00 from the 10th: 3 and 3 pieces, 37.50 and 39.00; paid 30.00; five days after the sale."""
    sell(
        desk,
        ("50.00", "9", "2026-05-31"),  # before the first quote
        ("50.00", "2", "2026-06-01"),
        ("25.00", "1", "2026-06-09"),
        ("75.00", "3", "2026-06-10"),
    )
    ledger = book(desk.shop)
    put(ledger, [quote("甲", "12.50", "main", days=5)], "小周")
    [held] = quotes(ledger)
    put(ledger, [replace(held, unit_price=Decimal("13.00"), quoted_on=date(2026, 6, 10))], "小周")
    paid = {"供应商": "甲", "商品编码": "LAMP", "付款金额": "30.00", "付款方": "商家", "付款日期": "2026-06-05"}
    before = paid | {"付款金额": "99.00", "付款日期": "2026-05-30"}
    still = {"供应商": "乙", "付款金额": "7.00", "付款方": "托管方", "付款日期": "", "到期日": "2026-06-14"}
    desk.accept(("paid.csv", made.sheet([paid, before, still])))
    found = owed(desk, date(2026, 6, 14))
    assert [(each.units, each.owed, each.due) for each in found.lines] == [
        (3, Decimal("37.50"), Decimal("37.50")),
        (3, Decimal("39.00"), Decimal("0.00")),
    ]
    assert (found.owed, found.paid, found.due, found.later) == (
        Decimal("76.50"),
        Decimal("30.00"),
        Decimal("7.50"),
        Decimal("39.00"),
    )
    assert (found.next_due, found.ahead) == (date(2026, 6, 15), Decimal("0.00"))
    assert payable(Scope(desk.shop), date(2026, 6, 14)).due == Decimal("14.50")
    assert payable(Scope(desk.shop), date(2026, 6, 13)).due == Decimal("0.00")  # of the 9th it falls due on the 14th
    assert owed(desk, date(2026, 6, 15)).due == Decimal("46.50")
    with pytest.raises(ChangedMeanwhile):
        take_back(ledger, held, "店主")


def test_half_a_fen_is_rounded_up_and_unsent_goods_are_not_owed(desk: Desk) -> None:
    """Three pieces at 1.005 are 3.015; two more were refunded before they were sent."""
    orders = [
        made.taobao_order("1", "9.00", 发货时间="2026-06-02 10:00:00"),
        made.taobao_order("2", "0.00", "6.00", 订单状态="交易关闭"),
    ]
    lines = [made.taobao_line("1", "L1", "9.00", quantity="3"), made.taobao_line("2", "L2", "6.00", quantity="2")]
    desk.accept(("orders.csv", made.sheet(orders)), ("lines.csv", made.sheet(lines)))
    put(book(desk.shop), [quote("甲", "1.005", "main")], "小周")
    assert (owed(desk, DAY).owed, owed(desk, DAY).due) == (Decimal("3.02"), Decimal("3.02"))


def test_another_main_supplier_takes_over_on_their_day(desk: Desk) -> None:
    sell(desk, ("10.00", "1", "2026-06-01"), ("20.00", "2", "2026-06-10"))
    ledger = book(desk.shop)
    put(ledger, [quote("甲", "4", "main")], "小周")
    put(ledger, [quote("乙", "3", "main", date(2026, 6, 10))], "小周")
    assert {each.supplier: each.role for each in quotes(ledger)} == {"甲": "backup", "乙": "main"}
    found = payable(Scope(desk.shop), date(2026, 6, 10))
    assert [(each.supplier, each.owed) for each in found.owed] == [("乙", Decimal("6.00")), ("甲", Decimal("4.00"))]
    with pytest.raises(Wrong):
        put(ledger, [quote("丙", "0")], "小周")


def test_who_paid_whom(desk: Desk) -> None:
    row = {"供应商": "甲", "付款金额": "50000.00", "付款方": "托管方", "付款日期": "2026-06-03"}
    desk.accept(("paid.csv", made.sheet([row, row | {"付款金额": "1.00", "付款方": "商家"}])))
    [route] = payable(Scope(desk.shop)).routes
    assert (route.supplier, route.agency, route.merchant) == ("甲", Decimal("50000.00"), Decimal("1.00"))


def test_goods_money_that_lies_with_the_agency(desk: Desk) -> None:
    """30,000.00 and 40,000.00 were given; 50,000.00 reached a supplier since, 9.00 before, 1.00 was the merchant's own."""
    row = {"供应商": "甲", "付款金额": "50000.00", "付款方": "托管方", "付款日期": "2026-06-03"}
    own = row | {"付款金额": "1.00", "付款方": "商家"}
    before = row | {"付款金额": "9.00", "付款日期": "2026-05-30"}
    desk.accept(("paid.csv", made.sheet([row, own, before])))
    ledger = book(desk.shop)
    assert payable(Scope(desk.shop), date(2026, 6, 9)).exposure == 0
    handed.put(ledger, date(2026, 6, 1), "3万", "店主")
    handed.put(ledger, date(2026, 6, 5), "40000", "店主")
    assert payable(Scope(desk.shop), date(2026, 6, 4)).exposure == Decimal("0.00")
    found = payable(Scope(desk.shop), date(2026, 6, 9))
    assert (found.handed, found.passed, found.exposure) == (
        Decimal("70000.00"),
        Decimal("50000.00"),
        Decimal("20000.00"),
    )
    handed.put(ledger, date(2026, 6, 5), "20000", "店主")
    assert payable(Scope(desk.shop), date(2026, 6, 9)).exposure == Decimal("0.00")
