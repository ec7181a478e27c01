"""What a file says against its format or its shop is asked, never guessed; the answer is kept for every rebuild."""

from decimal import Decimal

from etl.pipeline import rebuild_all
from tests.made import Desk, sheet, taobao_line, taobao_order

GROSS = [
    taobao_order("1", "100.00", "30.00", 总金额="100.00"),
    taobao_order("2", "50.00", 总金额="50.00"),
]
MAP = """entity = "orders"
platform = "other"
[columns]
order_id = "id"
paid_at = "paid"
paid_amount = "amount"
currency = "currency"
"""


def test_a_paid_column_that_still_holds_the_refunds_is_asked_about(desk: Desk) -> None:
    [refused] = desk.load(("a.csv", sheet(GROSS)))
    assert [(p.kind, p.is_question, p.fields["count"]) for p in refused.problems] == [("paid_is_gross", True, 1)]
    [loaded] = desk.load(("a.csv", sheet(GROSS)), accepted=("paid_is_gross",))
    assert (loaded.status, loaded.sum) == ("loaded", Decimal("150.00"))
    assert [(each.rows, each.broken) for each in loaded.identities] == [(2, 0)]
    assert [desk.one(f"sum({name})", "marts.daily") for name in ("gross_sales", "refunds")] == [150, 30]
    before = desk.figures()
    rebuild_all(desk.shop)
    assert desk.figures() == before


def test_a_file_that_contradicts_itself_is_shown_and_not_asked_about(desk: Desk) -> None:
    rows = [*GROSS, taobao_order("3", "40.00", "10.00", 总金额="50.00")]
    [loaded] = desk.load(("a.csv", sheet(rows)))
    assert loaded.status == "loaded"
    assert [(each.rows, each.broken) for each in loaded.identities] == [(3, 1)]


def test_another_shops_file_is_asked_about(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", 店铺名称="灯具店")])))
    other = ("b.csv", sheet([taobao_order("2", 店铺名称="鞋店")]))
    [refused] = desk.load(other)
    assert [(p.kind, p.fields["found"], p.fields["known"]) for p in refused.problems] == [
        ("other_shop", "鞋店", "灯具店")
    ]
    desk.accept(other, accepted=("other_shop",))


def test_a_file_of_products_that_nobody_sold_before_is_asked_about(desk: Desk) -> None:
    own = [taobao_line(str(n), str(n), product=f"LAMP-{n}") for n in range(20)]
    desk.accept(("a.csv", sheet(own)))
    shoes = [taobao_line(f"9{n}", f"9{n}", product=f"SHOE-{n}") for n in range(10)]
    [refused] = desk.load(("b.csv", sheet(shoes)))
    assert [problem.kind for problem in refused.problems] == ["other_shop"]
    mixed = shoes[:8] + [taobao_line(f"8{n}", f"8{n}", product=f"LAMP-{n}") for n in range(2)]
    desk.accept(("c.csv", sheet(mixed)))


def test_two_currencies_are_never_added(desk: Desk) -> None:
    text = "id,paid,amount,currency\n1,2026-06-01 10:00:00,5.00,{}\n2,2026-06-01 11:00:00,5.00,{}\n"
    [refused] = desk.load(("a.csv", text.format("USD", "EUR")), map=MAP)
    assert [problem.kind for problem in refused.problems] == ["mixed_currencies"]
    desk.accept(("b.csv", text.format("USD", "USD")), map=MAP)
    [refused] = desk.load(("c.csv", sheet([taobao_order("1")])))
    assert [(p.kind, p.fields) for p in refused.problems] == [("other_currency", {"found": "CNY", "known": "USD"})]
    assert desk.weekly().as_json()["currency"] == "USD"
