"""Events found in the figures: a new unit cost, a new price, days without a sale; offered until the book knows of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from book import book
from reports.events.event import Event
from reports.events.record import record
from reports.events.suggest import suggestions
from reports.scope import Scope
from tests.made import Desk, Row, cost, sheet, taobao_line, taobao_order

FIRST = date(2026, 6, 27)  # to 31 August no promotion touches a day


def sales(product: str, days: int, price: str, *, since: int = 0, number: int = 1) -> Iterator[Row]:
    """So many orders on each of some days, counted from FIRST."""
    for day in range(since, since + days):
        for each in range(number):
            name = f"{product}{day}-{each}"
            yield taobao_line(name, name, price, product, day=f"{FIRST + timedelta(day)}")


def test_what_the_figures_tell_is_offered_until_the_book_knows_it(desk: Desk) -> None:
    lines = [
        *sales("LAMP", 20, "100.00"),
        *sales("LAMP", 2, "80.00", since=20),  # two days are no new price
        *sales("LAMP", 18, "100.00", since=22),
        *sales("LAMP", 20, "89.00", since=40),
        *sales("CUP", 30, "20.00", number=2),
        *sales("CUP", 18, "21.00", since=42, number=2),  # a twentieth dearer is no new price; 12 days without a sale
        *sales("MAT", 30, "9.00"),  # one a day: 12 days without a sale may be chance
        *sales("MAT", 19, "9.00", since=41),
    ]
    orders = [taobao_order(row["主订单编号"], row["买家应付货款"], day=row["订单付款时间"][:10]) for row in lines]
    costs = [cost("LAMP", "40"), cost("LAMP", "44.5", "2026-07-10"), cost("CUP", "8")]
    desk.accept(("orders.csv", sheet(orders)), ("lines.csv", sheet(lines)), ("costs.csv", sheet(costs)))
    scope = Scope(desk.shop)
    found = suggestions(scope)
    assert [(each.said, each.event.kind, f"{each.event.first:%m-%d}", f"{each.event.last:%m-%d}", each.event.product) for each in found] == [
        ("list_price", "price", "08-06", "08-06", "LAMP"),
        ("no_sales", "stock_out", "07-27", "08-07", "CUP"),
        ("unit_cost", "other", "07-10", "07-10", "LAMP"),
    ]  # fmt: skip
    assert dict(found[0].fields) == {"before": Decimal("100.00"), "after": Decimal("89.00")}
    assert dict(found[1].fields) == {"platform": "taobao", "days": 12, "sold": 56}
    assert dict(found[2].fields) == {"before": Decimal("40.00"), "after": Decimal("44.50")}
    assert suggestions(Scope(desk.shop, date(2026, 8, 8), date(2026, 8, 20))) == []
    price, empty = found[0].event, found[1].event
    record(book(desk.shop), [Event("price", "降价", price.first, price.last, price.product)], "小周")
    record(book(desk.shop), [Event("stock_out", "断货", empty.first, empty.first, empty.product)], "小周")
    assert [each.said for each in suggestions(scope)] == ["unit_cost"]


def test_an_empty_shop_tells_nothing(desk: Desk) -> None:
    assert suggestions(Scope(desk.shop)) == []
