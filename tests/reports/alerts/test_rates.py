"""Refund rates against chance, visitors, delivery: what fires, what lies exactly on the number, the money by hand."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest

from reports.alerts.chance import is_above, tail
from tests import made
from tests.made import Desk
from tests.reports.alerts.agreed import fired, number

TWELVE = Fraction(12, 100)  # 1.5 × an industry figure of 8 %


def exact(found: int, of: int, share: Fraction) -> Fraction:
    """The chance of so many or more, summed in exact fractions."""
    return sum((comb(of, n) * share**n * (1 - share) ** (of - n) for n in range(found, of + 1)), Fraction(0))


@pytest.mark.parametrize(("found", "of"), [(0, 7), (1, 1), (3, 30), (20, 100), (19, 100), (100, 100), (61, 400)])
def test_the_tail_is_that_of_exact_fractions(found: int, of: int) -> None:
    assert abs(Fraction(tail(found, of, TWELVE)) - exact(found, of, TWELVE)) < Fraction(1, 10**50)


def test_of_a_hundred_orders_at_eight_per_cent_twenty_refunds_are_needed() -> None:
    assert [n for n in range(101) if is_above(n, 100, TWELVE)] == list(range(20, 101))
    assert exact(20, 100, TWELVE) < Fraction(25, 1000) <= exact(19, 100, TWELVE)
    assert is_above(13_000, 100_000, TWELVE)
    assert not is_above(12_100, 100_000, TWELVE)
    assert not is_above(0, 0, TWELVE)


def orders(desk: Desk, product: str, many: int, refunded: int, month: str = "06") -> tuple[list[made.Row], list[made.Row]]:  # fmt: skip
    rows, lines = [], []
    for n in range(many):
        back, day, name = ("10.00" if n < refunded else "0.00"), f"2026-{month}-{1 + n % 28:02}", f"{product}{month}{n}"
        rows.append(made.taobao_order(name, "0.00" if n < refunded else "10.00", back, day))  # paid less refund
        lines.append(made.taobao_line(name, f"L{name}", "10.00", product, day=day))
    return rows, lines


def test_twenty_per_cent_of_returns(desk: Desk) -> None:
    """B12: 20 of 100 lamps came back where 8 % is usual: told. 19 of 100 bulbs: too few to tell. 12 of 100 rugs are exactly 1.5 ×."""
    rows: list[made.Row] = []
    lines: list[made.Row] = []
    for product, refunded in (("LAMP", 20), ("BULB", 19), ("RUG", 12)):
        more_rows, more_lines = orders(desk, product, 100, refunded)
        rows, lines = [*rows, *more_rows], [*lines, *more_lines]
    desk.accept(("orders.csv", made.sheet(rows)), ("items.csv", made.sheet(lines)))
    assert fired(desk, "refund_rate_high") == []  # nobody typed what the industry has
    number(desk, "refund_rate_high", "0.08")
    shop, lamp = sorted(fired(desk, "refund_rate_high"), key=lambda each: each.subject != desk.name)
    assert (lamp.subject, lamp.day, lamp.value, lamp.threshold) == ("LAMP", date(2026, 6, 1), Fraction(1, 5), TWELVE)
    # 200.00 came back; 12 % of 1,000.00 is 120.00.
    assert (lamp.money, len(lamp.behind)) == (Decimal("80.00"), 20)
    # The shop: 51 of 300, 510.00 back, 12 % of 3,000.00 is 360.00.
    assert (shop.subject, shop.value, shop.money) == (desk.name, Fraction(17, 100), Decimal("150.00"))
    [few] = fired(desk, "refund_rate_high", sure=False)
    assert (few.subject, few.money) == ("BULB", None)
    assert "too few" in few.said.in_english()
    number(desk, "refund_rate_high", "0.40", "product:LAMP")
    assert [each.subject for each in fired(desk, "refund_rate_high")] == [desk.name]


def visits(desk: Desk, before: list[int], now: list[int]) -> None:
    """Shop visitors of two weeks from 1 June on, and 70.00 of sales on the first day."""
    days = [date(2026, 6, 1) + timedelta(days=n) for n in range(14)]
    rows = [made.shop_visits(f"{day}", f"{seen}") for day, seen in zip(days, [*before, *now], strict=True)]
    desk.accept(
        ("orders.csv", made.sheet([made.taobao_order("1", "70.00"), made.taobao_order("2", "1.00", day="2026-06-14")])),
        ("traffic.csv", made.sheet(rows)),
    )


def test_thirty_per_cent_fewer_visitors_is_the_limit(desk: Desk) -> None:
    visits(desk, [100] * 7, [70] * 7)
    assert fired(desk, "traffic_drop") == []


def test_a_visitor_fewer_fires(desk: Desk) -> None:
    """A12: 489 after 700: 211 fewer at 0.10 a visitor."""
    visits(desk, [100] * 7, [70] * 6 + [69])
    [alert] = fired(desk, "traffic_drop")
    assert (alert.subject, alert.day, alert.value) == ("taobao", date(2026, 6, 14), Fraction(3014, 10_000))
    assert (alert.money, len(alert.behind)) == (Decimal("21.10"), 14)


def test_slow_parcels(desk: Desk) -> None:
    """Three orders of 2, 4 and 5 days: the middle one took four."""
    rows = [
        made.taobao_order(f"{days}", day="2026-06-01", 发货时间="2026-06-01 12:00:00", 确认收货时间=f"2026-06-0{1 + days} 12:00:00")
        for days in (2, 4, 5)
    ]  # fmt: skip
    desk.accept(("orders.csv", made.sheet([*rows, made.taobao_order("later", day="2026-06-08")])))
    assert fired(desk, "slow_delivery") == []
    number(desk, "slow_delivery", "4")
    assert fired(desk, "slow_delivery") == []
    number(desk, "slow_delivery", "3")
    [alert] = fired(desk, "slow_delivery")
    assert (alert.day, alert.value, alert.threshold, alert.money) == (date(2026, 6, 1), Fraction(4), 3, None)
    assert (alert.said.fields["slow"], alert.said.fields["orders"], len(alert.behind)) == (2, 3, 2)
    assert "took 4 days" in alert.said.in_english()
