"""What is on sale: outside the agreed category, without the merchant's leave, badly reviewed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from book import book
from book.engagement import engagement
from book.value import Wrong
from reports.alerts.alerts import alerts
from reports.assortment import category, reviewed
from reports.duties.approvals import by_product, say
from reports.duties.rules import NotTheirSide
from reports.scope import Scope
from tests import made
from tests.made import Desk
from tests.reports.alerts.agreed import TODAY, agree, fired, number

START = "2026-06-01"
PEOPLE = [{"name": "店主", "side": "merchant"}, {"name": "小周", "side": "agency"}]


def sell(desk: Desk, *sold: tuple[str, str, str]) -> None:
    """Orders of (product, amount, day), each in full."""
    orders = [made.taobao_order(f"{n}", amount, day=day) for n, (_, amount, day) in enumerate(sold, 1)]
    lines = [made.taobao_line(f"{n}", f"L{n}", amount, key, day=day) for n, (key, amount, day) in enumerate(sold, 1)]
    desk.accept(("orders.csv", made.sheet(orders)), ("lines.csv", made.sheet(lines)))


def asleep(desk: Desk) -> set[str]:
    return set(alerts(Scope(desk.shop), TODAY, ["category_outside"]).asleep)


def test_sold_outside_the_agreed_category(desk: Desk) -> None:
    """Rugs are outside: 30.00 in May before the service, 12.50 + 20.00 in June, 8.00 in July; bulbs have no category."""
    sell(
        desk,
        ("RUG", "30.00", "2026-05-31"),
        ("RUG", "12.50", "2026-06-01"),
        ("RUG", "20.00", "2026-06-30"),
        ("RUG", "8.00", "2026-07-01"),
        ("LAMP", "99.00", "2026-06-05"),
        ("BULB", "99.00", "2026-06-05"),
    )
    category.put(book(desk.shop), {"RUG": "家纺", "LAMP": "灯具"}, "店主")
    assert "category_outside" in asleep(desk)
    assert fired(desk, "category_outside") == []
    agree(desk, engagement__service_start=START, engagement__categories=["灯具", "家电"])
    june, july = fired(desk, "category_outside")
    assert (june.subject, june.day, june.until) == ("RUG", date(2026, 6, 1), date(2026, 6, 30))
    assert (june.value, june.money, len(june.behind)) == (Decimal("32.50"), Decimal("32.50"), 2)
    assert (july.value, july.threshold) == (Decimal("8.00"), Decimal("0.00"))
    assert "Its category is 家纺; agreed is 灯具, 家电." in june.said.in_english()
    number(desk, "category_outside", "32.50")
    assert fired(desk, "category_outside") == []
    number(desk, "category_outside", "32.49")
    assert [each.id for each in fired(desk, "category_outside")] == [june.id]
    category.put(book(desk.shop), {"RUG": "灯具"}, "店主")
    assert fired(desk, "category_outside") == []


def test_on_sale_without_approval(desk: Desk) -> None:
    """Lamps were sold before the service began, bulbs and rugs since; only the rug is approved."""
    sell(
        desk,
        ("LAMP", "99.00", "2026-05-31"),
        ("LAMP", "99.00", "2026-06-02"),
        ("BULB", "10.00", "2026-06-01"),
        ("BULB", "15.00", "2026-06-09"),
        ("RUG", "20.00", "2026-06-03"),
    )
    agree(desk, engagement__service_start=START, people=PEOPLE)
    ledger = book(desk.shop)
    assert "product_not_approved" in asleep(desk)
    assert fired(desk, "product_not_approved") == []
    say(ledger, "product", {"RUG": None}, "approved", "店主", engagement(ledger))
    [alert] = fired(desk, "product_not_approved")
    assert (alert.subject, alert.day, alert.until) == ("BULB", date(2026, 6, 1), date(2026, 6, 9))
    assert (alert.value, alert.money, len(alert.behind)) == (Decimal("25.00"), Decimal("25.00"), 2)
    number(desk, "product_not_approved", "25.00")
    assert fired(desk, "product_not_approved") == []
    number(desk, "product_not_approved", "24.99")
    assert len(fired(desk, "product_not_approved")) == 1
    say(ledger, "product", {"BULB": None}, "declined", "店主", engagement(ledger))
    assert len(fired(desk, "product_not_approved")) == 1
    say(ledger, "product", {"BULB": None}, "approved", "店主", engagement(ledger))
    assert fired(desk, "product_not_approved") == []


def test_only_the_merchant_approves(desk: Desk) -> None:
    agree(desk, people=PEOPLE)
    ledger = book(desk.shop)
    say(ledger, "restock", {"LAMP": 40}, "asked", "小周", engagement(ledger))
    with pytest.raises(NotTheirSide):
        say(ledger, "restock", {"LAMP": 40}, "approved", "小周", engagement(ledger))
    say(ledger, "restock", {"LAMP": 30}, "approved", "店 主", engagement(ledger), "先补三十件")
    [held] = by_product(ledger, "restock").values()
    assert (held.product, held.value, held.state, held.note) == ("LAMP", 30, "approved", "先补三十件")
    assert by_product(ledger, "product") == {}


def review(number: int, product: str = "LAMP", score: str = "5", order: str = "") -> made.Row:
    return {"评价ID": f"R{number}", "评价时间": "2026-06-10", "商品编码": product, "评分": score, "订单号": order}


def reviews(desk: Desk, bad: int, of: int = 100) -> None:
    """So many bad reviews of lamps; three of them name the two orders of 40.00 and 60.00."""
    orders = {1: "1", 2: "1", 3: "2"}
    rows = [review(n, score="2" if n <= bad else "3", order=orders.get(n, "")) for n in range(1, of + 1)]
    desk.accept(("reviews.csv", made.sheet(rows)))


def test_more_bad_reviews_than_chance_explains(desk: Desk) -> None:
    """Typed 8 %: 1.5 × is 12 %. Of 100 reviews 12 are on it; 19 have a lower bound of 11.8 %, 20 one of 12.7 %."""
    sell(desk, ("LAMP", "40.00", "2026-06-01"), ("LAMP", "60.00", "2026-06-02"))
    reviews(desk, 20)
    assert fired(desk, "bad_review_rate_high") == []
    number(desk, "bad_review_rate_high", "0.08", "product:LAMP")
    [alert] = fired(desk, "bad_review_rate_high")
    assert (alert.subject, alert.value, alert.threshold) == ("LAMP", Fraction(20, 100), Fraction(12, 100))
    assert (alert.money, len(alert.behind)) == (Decimal("100.00"), 20)
    number(desk, "bad_review_rate_high", "0.08")
    assert [each.subject for each in fired(desk, "bad_review_rate_high")] == ["LAMP", desk.name]


def test_bad_reviews_that_are_too_few_or_on_the_limit(desk: Desk, other_desk: Desk) -> None:
    sell(desk, ("RUG", "40.00", "2026-06-01"))
    reviews(desk, 19)
    number(desk, "bad_review_rate_high", "0.08")
    assert fired(desk, "bad_review_rate_high") == []
    assert [each.money for each in fired(desk, "bad_review_rate_high", sure=False)] == [None, None]
    sell(other_desk, ("RUG", "40.00", "2026-06-01"))
    reviews(other_desk, 12)
    number(other_desk, "bad_review_rate_high", "0.08")
    assert fired(other_desk, "bad_review_rate_high", sure=False) == []


def test_typed_counts_of_reviews_speak_where_no_file_does(desk: Desk) -> None:
    sell(desk, ("LAMP", "40.00", "2026-06-01"))
    number(desk, "bad_review_rate_high", "0.08")
    ledger = book(desk.shop)
    reviewed.put(ledger, "2026-05", "", "100", "20", "小周")
    reviewed.put(ledger, "2026-04", "", "100", "12", "小周")
    [alert] = fired(desk, "bad_review_rate_high")
    assert (alert.day, alert.value, alert.money) == (date(2026, 5, 1), Fraction(1, 5), None)
    assert "Which orders they belong to is not known." in alert.said.in_english()
    with pytest.raises(Wrong):
        reviewed.put(ledger, "2026-03", "", 3, 4, "小周")
    reviews(desk, 0)
    reviewed.put(ledger, "2026-06", "", 100, 50, "小周")
    assert [each.day for each in fired(desk, "bad_review_rate_high")] == [date(2026, 5, 1)]
