"""An answer is reckoned once, and again when the files, the book, the rights or the question are others."""

import json
from decimal import Decimal
from typing import Any

import pytest

from book import Change, book
from etl.definitions import FIGURE, definitions
from reports import weekly as ladder
from reports.metric import by
from reports.scope import Scope
from reports.weekly import weekly
from tests.made import Desk, cost, sheet, taobao_line
from warehouse import NoSuchShop, NotGranted, access


class Role:
    """Somebody who may do some things."""

    name = "Role"

    def __init__(self, *actions: str) -> None:
        self.actions = actions

    def may(self, action: str, shop: str) -> bool:
        return action in self.actions and bool(shop)


@pytest.fixture
def asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """How often the warehouse was asked for the sums of weeks."""
    desk.accept(
        ("orders.csv", sheet([taobao_line(f"{n}", f"{n}", "10.00", day=f"2026-06-0{n}") for n in range(1, 8)])),
        ("costs.csv", sheet([cost("LAMP", "4.00")])),
    )
    times: list[object] = []
    sums = ladder._sums

    def counted(*given: Any) -> Any:
        times.append(given)
        return sums(*given)

    monkeypatch.setattr(ladder, "_sums", counted)
    return times


def test_the_same_question_is_reckoned_once(desk: Desk, asked: list[object]) -> None:
    first = weekly(Scope(desk.shop))
    assert weekly(Scope(desk.shop)) is first
    assert first.total["gross_sales"] == Decimal("70.00")
    assert len(asked) == 1


def test_another_question_another_file_and_another_entry_are_reckoned(desk: Desk, asked: list[object]) -> None:
    weekly(Scope(desk.shop))
    assert weekly(Scope(desk.shop, book="claimed")).book == "claimed"
    assert weekly(Scope(desk.shop, refunds="order")).refunds == "order"
    assert len(asked) == 3
    book(desk.shop).append([Change("note", "a", 1)], "me")
    weekly(Scope(desk.shop))
    assert len(asked) == 4
    desk.accept(("more.csv", sheet([taobao_line("9", "9", "5.55", day="2026-06-08")])))
    assert weekly(Scope(desk.shop)).total["gross_sales"] == Decimal("75.55")


def test_rights_are_asked_before_what_is_kept(desk: Desk, asked: list[object]) -> None:
    with access.acting(Role(access.SEE, access.SEE_COSTS)):
        assert weekly(Scope(desk.shop)).total["product_cost"] == Decimal("28.00")
    with access.acting(Role(access.SEE)):
        assert weekly(Scope(desk.shop)).total["product_cost"] is None
        assert weekly(Scope(desk.shop)).total["gross_sales"] == Decimal("70.00")
    with access.acting(Role()), pytest.raises((NotGranted, NoSuchShop)):
        weekly(Scope(desk.shop))
    assert len(asked) == 2


def test_a_fault_is_not_kept(desk: Desk, asked: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(ladder, "_covered", broken)
        with pytest.raises(RuntimeError):
            weekly(Scope(desk.shop))
    assert weekly(Scope(desk.shop)).total["gross_sales"] == Decimal("70.00")


def test_an_earlier_versions_formulas_do_not_meet_ours(desk: Desk, asked: list[object]) -> None:
    formulas = {name: json.loads(said) for name, said in definitions().items() if name.startswith(FIGURE)}
    formulas = {name.removeprefix(FIGURE): said for name, said in formulas.items()}
    del formulas["net_sales"]["minus"]  # the earlier version left the refunds in
    back = taobao_line(
        "8", "8", "10.00", day="2026-06-08", 退款状态="退款成功", 退款金额="4.00", 买家实际支付金额="6.00"
    )
    desk.accept(("back.csv", sheet([back])))
    ours = weekly(Scope(desk.shop)).total["net_sales"]
    with by(formulas):
        theirs = weekly(Scope(desk.shop)).total["net_sales"]
    assert (ours, theirs) == (Decimal("76.00"), Decimal("80.00"))
    assert weekly(Scope(desk.shop)).total["net_sales"] == ours
