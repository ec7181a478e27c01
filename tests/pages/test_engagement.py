"""An engagement is set up on the page from nothing; every edit is an entry with a name; nobody overwrites anybody."""

import json
from decimal import Decimal
from typing import Any

import pytest

import warehouse
from book import book, record, toml
from book.engagement import KIND, Engagement, engagement
from book.schema import clause_kinds
from tests import made
from tests.book.agreed import SAMPLE
from tests.made import Desk
from tests.pages.test_every_page import LATIN, latin
from tests.pages.visit import Visit

PARTS = ("parties", "targets", "clauses", "duties", "file", "history")


def visit(part: str, name: str | None = "王老板", locale: str = "en-US") -> Visit:
    opened = Visit("engagement", locale, part=part)
    if name is not None:
        opened.app.session_state["who"] = name
        opened.app.run()
    return opened


def widget(opened: Visit, piece: str) -> Any:
    """The widget whose key holds this; the key also carries the entry that it shows."""
    kinds = ("text_input", "selectbox", "text_area", "number_input", "date_input", "checkbox", "multiselect")
    [found] = [each for kind in kinds for each in opened.app.get(kind) if each.key and piece in each.key]
    return found


def put(opened: Visit, **values: Any) -> Visit:
    """Fill in widgets by a piece of their keys."""
    for piece, value in values.items():
        widget(opened, piece.replace("__", ".")).set_value(value)
    return opened


def edit(opened: Visit, place: int, row: int, **cells: str) -> Visit:
    """Type into a line of a table, as the browser reports it."""
    table = opened.app.data_editor[place]
    states = opened.app._tree.get_widget_states()
    said = {"edited_rows": {row: cells}, "added_rows": [], "deleted_rows": []}
    states.widgets.add(id=table.proto.id, string_value=json.dumps(said))
    opened.app._run(states)
    return opened


def agreed() -> Engagement:
    return engagement(warehouse.shop("灯具店"))


def test_an_engagement_is_set_up_from_nothing(bare: Desk) -> None:
    opened = visit("parties", None)
    assert "Nothing has been agreed here yet." in opened.said
    opened.type("type_who", "王老板")
    put(opened, engagement__agency="蓝海代运营", engagement__merchant="灯具店", engagement__service_start="2025-03-10")
    opened.press("save_service")
    assert opened.errors == []
    assert "Saved: 3 changes." in opened.said
    assert "蓝海代运营 runs the shop since 2025-03-10." in opened.said
    for name, side in (("王老板", "merchant"), ("小李", "agency")):
        put(opened, person_name=name, person_side=side).press("add_person")
    assert [(each.name, each.side) for each in agreed().people] == [("王老板", "merchant"), ("小李", "agency")]
    assert {entry.who for entry in book(bare.shop).entries()} == {"王老板"}
    assert "Still open: no month targets; no clauses." in opened.said

    opened = visit("targets", "小李")
    put(opened, flat_amount="80000", flat_first="2025-03", flat_last="2025-08").press("save_flat")
    assert agreed().targets == {f"2025-0{n}": Decimal(80000) for n in range(3, 9)}
    opened = visit("clauses", "小李")
    put(opened, clause_fixed_0_None_amount="5000").press("save_clause")
    opened.choose("clause_kind", "rate_on_excess")
    put(opened, _None_rate="10").press("save_clause")
    assert [(each.kind, each.get("amount"), each.get("rate")) for each in agreed().clauses] == [
        ("fixed", Decimal(5000), None),
        ("rate_on_excess", None, Decimal("0.1")),
    ]
    assert "Still open" not in opened.said


@pytest.mark.usefixtures("bare")
def test_without_a_name_nothing_is_recorded() -> None:
    opened = visit("parties", None)
    put(opened, engagement__agency="x").press("save_service")
    assert "Say first who you are" in opened.said
    assert agreed().is_empty


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("kind", list(clause_kinds()))
def test_every_kind_of_clause_has_a_form_that_says_what_is_missing(kind: str) -> None:
    opened = visit("clauses")
    opened.choose("clause_kind", kind)
    opened.press("save_clause")
    assert opened.errors == []
    assert "is missing" in opened.said or "say either" in opened.said
    assert "clauses[" not in opened.said, "the form's words, not the file's"
    assert agreed().is_empty


@pytest.mark.usefixtures("bare")
def test_a_clause_with_steps_and_one_with_prices() -> None:
    opened = visit("clauses")
    opened.choose("clause_kind", "tiers")
    put(opened, _None_tiers="0\t10\n10万\t8.5%", _None_wording="阶梯", _None_marginal=False).press("save_clause")
    opened.choose("clause_kind", "term_discount")
    put(opened, options_month="95", options_quarter="90", options_year="80", _None_chosen="quarter")
    opened.press("save_clause")
    tiers, term = agreed().clauses
    assert tiers["tiers"] == (
        {"from": Decimal(0), "rate": Decimal("0.1")},
        {"from": Decimal(100000), "rate": Decimal("0.085")},
    )
    assert (tiers["marginal"], tiers["wording"]) == (False, "阶梯")
    assert (term["options"]["year"], term["chosen"]) == (Decimal("0.8"), "quarter")


def filled(shop: warehouse.Shop) -> None:
    record.replace(shop, toml.read(SAMPLE), "王老板", "签约")


def test_clauses_are_changed_moved_and_removed(bare: Desk) -> None:
    filled(bare.shop)
    opened = visit("clauses").press("clause_downward_0")
    assert [each.kind for each in agreed().clauses][:2] == ["rate_on_excess", "fixed"]
    opened.press("clause_remove_2")
    assert [each.kind for each in agreed().clauses] == ["rate_on_excess", "fixed", "refund_if_streak", "term_discount"]
    opened.press("clause_change_1")
    put(opened, _1_amount="5500.50").press("save_clause")
    assert agreed().clauses[1].said == {
        "amount": Decimal("5500.50"),
        "prorate": "calendar_days",
        "wording": "每月基础费 5000 元",
    }
    assert "Add a clause" in opened.said, "the form is for the next one again"


def test_targets_are_typed_pasted_and_filled_in_between(bare: Desk) -> None:
    filled(bare.shop)
    opened = edit(visit("targets"), 0, 1, Target="95,000.00")
    assert (agreed().targets["2025-04"], agreed().interpolated) == (Decimal(95000), ()), "typed is no longer in between"
    pasted = "2025年6月\t¥1,000.00\n2025/7\t20万\n2025-05\t\n2025-08..2025-09\t5"
    put(opened, pasted_targets=pasted).press("save_pasted")
    assert agreed().targets == {
        "2025-03": Decimal(80000), "2025-04": Decimal(95000), "2025-06": Decimal(1000), "2025-07": Decimal(200000),
        "2025-08": Decimal(5), "2025-09": Decimal(5),
    }  # fmt: skip
    opened.press("fill_between")
    assert (agreed().targets["2025-05"], agreed().interpolated) == (Decimal(48000), ("2025-05",))
    assert "≈ filled in between, not typed: 2025-05." in opened.said
    edit(opened, 0, 2, Target="")
    assert "2025-05" not in agreed().targets
    assert agreed().interpolated == ()
    put(opened, pasted_targets="2025-13\t5").press("save_pasted")
    assert "“2025-13” is not a month such as 2025-03." in opened.said


def test_a_total_takes_the_shape_of_last_year(bare: Desk) -> None:
    rows = [made.taobao_order(f"M{n}", "10.00", day=f"2025-03-{n:02d}") for n in range(1, 32)]
    rows += [made.taobao_order(f"A{n}", "30.00", day=f"2025-04-{n:02d}") for n in range(1, 31)]
    rows += [made.taobao_order(f"Y{n}", "30.00", day=f"2025-05-{n:02d}") for n in range(1, 3)]
    bare.accept(("a.csv", made.sheet(rows)))
    terms = '[engagement]\nservice_start = 2026-03-01\nservice_end = 2026-05-31\n[targets]\nsales_basis = "gross_sales"'
    record.replace(bare.shop, toml.read(terms), "王老板")
    opened = visit("targets")
    put(opened, shaped_total="1210.01").press("save_shaped")
    assert "The year before is not known whole for 2026-05." in opened.said
    assert agreed().targets == {}
    put(opened, shaped_last="2026-04").press("save_shaped")
    # 1210.01 by 310 : 900 of 1210: running 310.0025… → 310.00, then the rest.
    assert agreed().targets == {"2026-03": Decimal("310.00"), "2026-04": Decimal("900.01")}
    put(opened, shaped_total="2110.00", shaped_last="2026-05", shaped_fill=True).press("save_shaped")
    assert agreed().targets == {"2026-03": Decimal(310), "2026-04": Decimal(900), "2026-05": Decimal(900)}
    assert agreed().interpolated == ("2026-05",)


def test_package_limits_floors_and_tolerances(bare: Desk) -> None:
    opened = edit(visit("duties"), 0, 0, **{"per week": "5"})
    put(opened, own_word_name="直播.场次", own_word_count="2").press("save_word")
    put(opened, ad_cap="500", purchase_price_share="50", stock_threshold="50").press("save_limits")
    put(opened, floors_pasted="HT-01\t99\nA.B 12.5").press("save_floors")
    put(opened, tolerance_amount="1", tolerance_rate="0.5").press("save_tolerance")
    found = agreed()
    assert found.package == {"week": {"titles": 5, "直播.场次": 2}}
    assert found.guards == {
        "ad_cap_per_product_day": Decimal(500),
        "purchase_price_share": Decimal("0.5"),
        "stock_threshold": 50,
        "price_floor": {"HT-01": Decimal(99), "A.B": Decimal("12.5")},
    }
    assert found.tolerances == {"gross_sales": {"amount": Decimal(1), "rate": Decimal("0.005")}}
    put(opened, floors_pasted="HT-01\t").press("save_floors")
    assert agreed().guards["price_floor"] == {"A.B": Decimal("12.5")}
    put(opened, purchase_price_share="500").press("save_limits")
    assert "“500 %” is not a number of per cent from 0 to 100." in opened.said
    assert agreed().guards["purchase_price_share"] == Decimal("0.5")


def test_two_people_at_once_are_told_and_see_the_fresh_value(bare: Desk) -> None:
    filled(bare.shop)
    first, second = visit("parties"), visit("parties", "小李")
    put(second, engagement__agency="小李代运营").press("save_service")
    put(first, engagement__agency="别家").press("save_service")
    assert "小李 changed “Agency” while you were looking; it now reads: 小李代运营." in first.said
    assert widget(first, "engagement.agency").value == "小李代运营"
    assert agreed().agency == "小李代运营"
    put(first, engagement__agency="别家").press("save_service")
    assert agreed().agency == "别家"
    assert [entry.who for entry in book(bare.shop).entries(KIND, "engagement.agency")] == ["王老板", "小李", "王老板"]


def test_a_file_shows_its_differences_before_it_is_recorded(bare: Desk) -> None:
    filled(bare.shop)
    last = book(bare.shop).last
    opened = visit("file")
    text = SAMPLE.replace('"80000.00"', '"81000.00"').replace(
        'kind = "fixed"\namount = "5000.00"', 'kind = "fixed"\namount = "6000.00"'
    )
    put(opened, engagement_text=text)
    opened.app.run()
    assert "2 differences:" in opened.said
    assert "¥81,000.00" in opened.said
    assert book(bare.shop).last == last
    opened.press("record_file")
    assert (agreed().targets["2025-03"], agreed().clauses[0]["amount"]) == (Decimal(81000), Decimal(6000))
    assert book(bare.shop).last == last + 2
    put(opened, engagement_text="[tergets]\n[budget]\ntotal_per_month = 'x'")
    opened.app.run()
    assert "“tergets” is not known. Did you mean “targets”?" in opened.said
    assert "budget.total_per_month: “x” is not an amount of money" in opened.said
    put(opened, engagement_text=toml.written(record.held(bare.shop).terms))
    opened.app.run()
    assert "nothing would change" in opened.said


def test_a_file_does_not_overwrite_what_changed_since_it_was_shown(bare: Desk) -> None:
    filled(bare.shop)
    opened = visit("file")
    put(opened, engagement_text=SAMPLE.replace('"80000.00"', '"81000.00"'))
    opened.app.run()
    record.change(bare.shop, {"targets.2025-03": "70000"}, record.held(bare.shop).since, "小李")
    opened.press("record_file")
    assert "小李 changed “Target 2025-03” while you were looking; it now reads: ¥70,000.00." in opened.said
    assert agreed().targets["2025-03"] == Decimal(70000)


def test_the_history_says_who_when_what_why(bare: Desk) -> None:
    filled(bare.shop)
    record.change(bare.shop, {"targets.2025-03": "70000"}, record.held(bare.shop).since, "小李", "春节 <b>")
    opened = visit("history")
    assert "¥80,000.00 →" in opened.said
    assert "春节 &lt;b&gt;" in opened.html
    assert "小李" in opened.said
    assert "Clauses" in opened.said


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("is_full", [False, True], ids=["empty", "full"])
def test_every_part_in_chinese(part: str, is_full: bool, bare: Desk) -> None:
    if is_full:
        filled(bare.shop)
    opened = visit(part, locale="zh-CN")
    assert opened.errors == []
    words = [word for word in opened.words if "[targets]" not in word]
    assert latin(words) - {"TOML", "toml", "MB", "python", "book", "history"} == set(), LATIN
