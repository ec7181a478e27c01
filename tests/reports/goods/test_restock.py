"""What to reorder, worked by hand: the pace of days in stock, whole packs, never below nothing; who may approve it."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from book import book
from book.engagement import engagement
from book.value import Wrong
from reports.command import main
from reports.duties.approvals import say
from reports.goods.plan import put
from reports.goods.restock import Restock, restock
from reports.scope import Scope
from tests import made
from tests.made import Desk
from tests.reports.alerts.agreed import agree, number

THERE = (1, 2, 3, 7, 8, 9, 10)  # days of June on which lamps were there


def shop(desk: Desk, days: tuple[int, ...] = THERE) -> None:
    """Two lamps a day; none in stock from the 4th to the 6th; 50 counted on the 7th. A bulb a day, never counted."""
    sold = [("LAMP", "2", day) for day in days] + [("BULB", "1", day) for day in range(1, 11)]
    orders = [made.taobao_order(f"{n}", day=f"2026-06-{day:02}") for n, (_, _, day) in enumerate(sold)]
    lines = [
        made.taobao_line(f"{n}", f"L{n}", product=key, quantity=pieces, day=f"2026-06-{day:02}")
        for n, (key, pieces, day) in enumerate(sold)
    ]
    counts = [("LAMP", "20", "2026-06-01"), ("LAMP", "0", "2026-06-04"), ("LAMP", "30", "2026-06-07")]
    rows = [*(made.counted(*each) for each in counts), made.counted("LAMP", "20", "2026-06-07", "次仓")]
    desk.accept(
        ("orders.csv", made.sheet(orders)),
        ("lines.csv", made.sheet(lines)),
        ("stock.csv", made.sheet(rows)),
        ("costs.csv", made.sheet([made.cost("LAMP", "3.335")])),
    )


def lamp(desk: Desk) -> Restock:
    [found] = restock(Scope(desk.shop))
    return found


def plan(desk: Desk, **said: Any) -> None:
    put(book(desk.shop), {"LAMP": said}, "店主")


def test_the_pace_of_days_in_stock(desk: Desk) -> None:
    """14 in 7 days; 30 days take 60, less the 50 that are there: 10, in sixes 12, with 4 coming 6."""
    shop(desk)
    found = lamp(desk)
    assert (found.sold, found.days, found.stock, found.day) == (14, 7, 50, date(2026, 6, 7))
    assert found.a_day == 2
    assert (found.quantity, found.cost, found.lasts) == (10, Decimal("33.35"), 25)
    plan(desk, pack=6)
    assert (lamp(desk).quantity, lamp(desk).cost) == (12, Decimal("40.02"))
    plan(desk, coming=4)
    assert lamp(desk).quantity == 6
    plan(desk, cover=27)
    assert lamp(desk).quantity == 0  # 54 are needed, 54 are there or coming
    plan(desk, cover=None, coming=None, pack=None)
    assert lamp(desk).quantity == 10


def test_a_day_on_which_it_was_sold_in_spite_of_the_count(desk: Desk) -> None:
    shop(desk, (1, 2, 3, 5, 7, 8, 9))
    assert (lamp(desk).sold, lamp(desk).days) == (14, 8)  # the 10th is a day in stock without a sale
    assert lamp(desk).a_day == Fraction(7, 4)
    assert lamp(desk).quantity == 3  # 52.5 − 50, whole pieces


def test_whether_it_lasts_until_new_goods_arrive(desk: Desk) -> None:
    """50 at 2 a day last 25 days; exactly that long is in time. A product's own days go before the rule's number."""
    shop(desk)
    number(desk, "stock_below_lead_time", "26")
    assert (lamp(desk).lead, lamp(desk).is_late) == (26, True)
    plan(desk, lead=25)
    assert (lamp(desk).lead, lamp(desk).is_late) == (25, False)


def test_what_is_no_number_is_not_kept(desk: Desk) -> None:
    shop(desk)
    for said in ({"pack": 0}, {"cover": -1}, {"size": 3}):
        with pytest.raises(Wrong):
            plan(desk, **said)
    assert lamp(desk).pack == 1


def test_an_approval_is_of_a_quantity(desk: Desk) -> None:
    shop(desk)
    agree(desk, people=[{"name": "店主", "side": "merchant"}, {"name": "小周", "side": "agency"}])
    ledger = book(desk.shop)
    say(ledger, "restock", {"LAMP": 10}, "asked", "小周", engagement(ledger))
    assert lamp(desk).state == "asked"
    say(ledger, "restock", {"LAMP": 10}, "approved", "店主", engagement(ledger))
    assert lamp(desk).state == "approved"
    plan(desk, pack=6)
    assert (lamp(desk).quantity, lamp(desk).state) == (12, "")


def test_the_command_tells_everything(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    shop(desk)
    assert main(["goods", "--shop", desk.name, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    [found] = said["restock"]
    assert (found["product"], found["quantity"], found["cost"], found["late"]) == ("LAMP", 10, "33.35", False)
    assert {each["product"]: each["few_quotes"] for each in said["suppliers"]} == {"LAMP": True, "BULB": True}
    assert (said["trials"], said["payable"]["due"]) == ([], "0.00")
    assert main(["goods", "--shop", desk.name]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[1] == "LAMP,LAMP,50,14,7,30,25,10,33.35,"
    assert "with fewer than three quotes: 2" in told.err
