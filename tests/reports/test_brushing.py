"""Every signal has an order that shows it and one that just does not; a decision takes an order out of the cleaned book."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from benchmarks.purchases import MAP, export, shop
from book import ChangedMeanwhile, book
from etl import register
from etl.typed import list_as_brushing
from reports.brushing.decided import Seen, decide, decisions
from reports.brushing.queue import Queue, Suspect, queue, settings, suspicious
from reports.command import main
from reports.scope import Scope
from reports.weekly import weekly
from tests.made import Desk, sheet
from warehouse import reader

NOON = datetime(2026, 4, 1, 12)
FIRST, LAST = date(2026, 3, 1), date(2026, 4, 30)


def order(number: str, paid: datetime = NOON, **cells: object) -> dict[str, str]:
    """An ordinary order: sent after a day, received after four, by a buyer and to an address of its own."""
    row = {
        "订单号": number, "商品": f"P{number}", "件数": "1", "实付": "50.00", "付款时间": paid, "揽收时间": paid + timedelta(days=1),
        "确认收货时间": paid + timedelta(days=4), "退款": "0.00", "退款时间": "", "买家会员名": f"b{number}", "收货地址": f"a{number}", "订单备注": "",
    } | cells  # fmt: skip
    return {
        name: f"{cell:%Y-%m-%d %H:%M:%S}" if isinstance(cell, datetime) else str(cell) for name, cell in row.items()
    }


def ordinary(count: int = 60) -> list[dict[str, str]]:
    """Enough plain orders that one with a signal is uncommon; the last one lies weeks after the others."""
    rows = [order(f"O{n}", NOON + timedelta(days=n % 20, minutes=7 * n)) for n in range(count)]
    return [*rows, order("LAST", datetime(2026, 4, 30, 12))]


def found(desk: Desk, *rows: dict[str, str], promotions: tuple[date, ...] = ()) -> dict[str, set[str]]:
    """Which signals every order that shows any has."""
    [loaded] = desk.load(("orders.csv", sheet([*ordinary(), *rows])), map=MAP)
    assert loaded.problems == ()
    listed = suspicious(reader(desk.shop), FIRST, LAST, promotions, 1)
    return {row["order"]: set(row["signals"]) for row in listed}


def test_ordinary_orders_show_nothing(desk: Desk) -> None:
    assert found(desk) == {}


def test_a_parcel_that_nobody_sent(desk: Desk) -> None:
    late = datetime(2026, 4, 28, 0, 0, 1)  # the export ends with 30 April: 72 hours less a second
    seen = found(
        desk,
        order("NEVER", 揽收时间="", 确认收货时间=""),
        order("REFUNDED", 揽收时间="", 确认收货时间="", 退款="50.00", 退款时间=NOON + timedelta(days=2)),
        order("YOUNG", late, 揽收时间="", 确认收货时间=""),
        order("OLD", late - timedelta(seconds=2), 揽收时间="", 确认收货时间=""),
    )
    assert seen == {"NEVER": {"no_parcel"}, "OLD": {"no_parcel"}, "YOUNG": {"odd_hour"}}


def test_received_and_refunded_too_soon(desk: Desk) -> None:
    def after(hours: float) -> datetime:
        return NOON + timedelta(hours=hours)

    seen = found(
        desk,
        order("FAST", 确认收货时间=after(23.99)),
        order("A_DAY", 确认收货时间=after(24)),
        order("QUICK", 退款="50.00", 退款时间=after(5.99)),
        order("SIX_HOURS", 退款="50.00", 退款时间=after(6)),
    )
    assert seen == {"FAST": {"fast_receipt"}, "QUICK": {"quick_refund"}}


def test_paid_in_the_night_unless_the_export_knows_no_times(desk: Desk) -> None:
    seen = found(
        desk,
        order("NIGHT", datetime(2026, 4, 2, 5, 59, 59)),
        order("SIX", datetime(2026, 4, 2, 6)),
        order("DAY_ONLY", datetime(2026, 4, 2)),
    )
    assert seen == {"NIGHT": {"odd_hour"}}


def test_one_buyer_and_one_address(desk: Desk) -> None:
    days = [NOON + timedelta(days=n) for n in range(4)]
    seen = found(
        desk,
        *(order(f"LOYAL{n}", days[n], 买家会员名="same", 商品="LAMP") for n in range(3)),
        *(order(f"TWICE{n}", days[n], 买家会员名="twice", 商品="LAMP") for n in range(2)),
        *(order(f"HOUSE{n}", days[n], 收货地址="幸福路1号") for n in range(3)),
        *(order(f"PAIR{n}", days[n], 收货地址="和平路2号") for n in range(2)),
    )
    assert seen == {f"LOYAL{n}": {"same_buyer"} for n in range(3)} | {f"HOUSE{n}": {"shared_address"} for n in range(3)}


def test_many_alike_within_two_hours_unless_everybody_buys(desk: Desk, other_desk: Desk) -> None:
    def alike(count: int, price: str) -> list[dict[str, str]]:
        return [order(f"B{price}-{n}", NOON + timedelta(minutes=10 * n), 商品="LAMP", 实付=price) for n in range(count)]

    rows = [*alike(4, "70.00"), *alike(3, "80.00")]
    assert found(desk, *rows) == {f"B70.00-{n}": {"burst"} for n in range(4)}
    assert found(other_desk, *rows, promotions=(NOON.date(),)) == {}


def test_three_orders_a_buyer_within_an_hour(desk: Desk) -> None:
    """Five orders of one buyer and one of another: at the third order of the hour there are three times as many."""
    alone = datetime(2026, 4, 25, 12)
    seen = found(
        desk,
        *(order(f"R{n}", alone + timedelta(minutes=10 * n), 买家会员名="r") for n in range(3)),
        *(order(f"S{n}", alone + timedelta(days=1, minutes=31 * n), 买家会员名="s") for n in range(3)),
    )
    assert seen == {f"R{n}": {"repeat_buying"} for n in range(3)}


def test_what_many_orders_show_says_nothing(desk: Desk) -> None:
    """61 ordinary orders: 15 more in the night are 15 of 76, below a fifth; 16 of 77 are above it."""
    night = [order(f"N{n}", datetime(2026, 4, 2, 3, n), 商品=f"N{n}") for n in range(16)]
    assert len(found(desk, *night[:15])) == 15
    [loaded] = desk.load(("more.csv", sheet([night[15]])), map=MAP)
    assert loaded.problems == ()
    assert suspicious(reader(desk.shop), FIRST, LAST, [], 1) == []


def test_a_crude_shop_and_an_honest_one(desk: Desk, other_desk: Desk) -> None:
    """The figures of many shops are the benchmark's; these two must lie near them."""
    orders = shop(1, "crude")
    desk.load(("crude.csv", export(orders)), map=MAP)
    listed = {row["order"] for row in suspicious(reader(desk.shop), date(2026, 3, 2), LAST, [], 2)}
    invented = {f"N{number:07d}" for number, each in enumerate(orders) if each.is_invented}
    assert len(invented) == 100
    assert len(listed & invented) / len(listed) > 0.75
    assert len(listed & invented) / len(invented) > 0.85
    honest = shop(1, None)
    other_desk.load(("honest.csv", export(honest)), map=MAP)
    assert len(suspicious(reader(other_desk.shop), date(2026, 3, 2), LAST, [], 2)) < 0.015 * len(honest)


def two_signals(desk: Desk) -> Suspect:
    """A shop with one order that is listed: paid in the night, and no parcel."""
    night = order("X", datetime(2026, 4, 2, 3), 揽收时间="", 确认收货时间="", 实付="80.00")
    [loaded] = desk.load(("orders.csv", sheet([*ordinary(), night])), map=MAP)
    assert loaded.problems == ()
    [suspect] = listed(desk).suspects
    return suspect


def listed(desk: Desk) -> Queue:
    answer = queue(Scope(desk.shop, FIRST, LAST))
    assert answer
    return answer


def seen(each: Suspect) -> Seen:
    return Seen(each.platform, each.order, each.day, each.decision.number if each.decision else 0)


def test_only_a_confirmed_order_leaves_the_cleaned_book(desk: Desk) -> None:
    suspect = two_signals(desk)
    assert (suspect.order, suspect.amount, suspect.state) == ("X", Decimal("80.00"), "open")
    assert set(suspect.signals) == {"odd_hour", "no_parcel"}
    assert (suspect.file, suspect.row) == ("orders.csv", 63)
    whole = Decimal("50.00") * 61 + 80

    def gross(name: str) -> object:
        return weekly(Scope(desk.shop, FIRST, LAST, book=name)).total["gross_sales"]

    for state, left in (("asked", whole), ("explained", whole), ("confirmed", whole - 80), ("cleared", whole)):
        [suspect] = listed(desk).suspects
        decide(book(desk.shop), [seen(suspect)], state, "王老板", "团购")
        held = {each.order: each.day for each in decisions(book(desk.shop)).values() if each.state == "confirmed"}
        assert list_as_brushing(desk.shop, held) == (state in ("confirmed", "cleared"))
        assert (gross("cleaned"), gross("claimed")) == (left, whole)
        [suspect] = listed(desk).suspects
        assert (suspect.state, suspect.decision and suspect.decision.who) == (state, "王老板")
        assert not list_as_brushing(desk.shop, held), "nothing is left to do"


def test_clearing_one_keeps_the_others_that_were_confirmed_with_it(desk: Desk) -> None:
    night = [order(f"X{n}", datetime(2026, 4, 2, 3, n), 揽收时间="", 确认收货时间="") for n in range(3)]
    desk.load(("orders.csv", sheet([*ordinary(), *night])), map=MAP)
    day = date(2026, 4, 2)
    list_as_brushing(desk.shop, {"X0": day, "X1": day})
    list_as_brushing(desk.shop, {"X0": day, "X1": day, "X2": day})
    list_as_brushing(desk.shop, {"X1": day, "X2": day})
    assert {row["order_id"] for row in desk.rows("select order_id from facts.brushing")} == {"X1", "X2"}
    typed = [each for each in register.active(desk.shop) if each.origin == "typed"]
    assert sorted(each.rows for each in typed) == [1, 1]


def test_two_people_decide_and_one_is_told(desk: Desk) -> None:
    suspect = two_signals(desk)
    decide(book(desk.shop), [seen(suspect)], "asked", "甲")
    with pytest.raises(ChangedMeanwhile):
        decide(book(desk.shop), [seen(suspect)], "cleared", "乙")


def test_an_explanation_needs_its_words(desk: Desk) -> None:
    suspect = two_signals(desk)
    with pytest.raises(ValueError, match="explained"):
        decide(book(desk.shop), [seen(suspect)], "explained", "甲", "  ")
    assert decisions(book(desk.shop)) == {}


def test_the_command_line(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    two_signals(desk)
    assert main(["brushing", "--shop", desk.name]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "taobao,X,2026-04-02,80.00,no_parcel odd_hour,open,orders.csv,63"


def test_a_shop_without_orders_has_no_queue(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.accept(("costs.csv", "product_key,unit_cost\nLAMP,3.00\n"))
    assert queue(Scope(desk.shop)) is None
    assert main(["brushing", "--shop", desk.name, "--json"]) == 0
    assert '"suspects": []' in capsys.readouterr().out


def test_every_signal_has_its_words() -> None:
    assert set(settings()["signals"]) == {
        "burst", "no_parcel", "fast_receipt", "quick_refund", "same_buyer", "shared_address", "repeat_buying", "odd_hour", "memo_word",
    }  # fmt: skip
