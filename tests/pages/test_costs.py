"""What is typed on the Costs page is saved at once and changes the profit by exactly that."""

import json
from datetime import date
from decimal import Decimal

import pytest

from reports.costs import cost_entries, product_costs
from tests.made import Desk
from tests.pages.visit import Visit

FIRST, SECOND = "2026-06-01", "2026-06-08"


def profit(desk: Desk, week: int) -> Decimal | None:
    figure = desk.weekly().weeks[week].figures["net_profit"]
    return None if figure is None else Decimal(figure)


def typed(visit: Visit, row: int, text: str) -> Visit:
    """Type a cost into a line of the table, as the browser reports it."""
    [table] = visit.app.data_editor
    states = visit.app._tree.get_widget_states()
    cell = {"edited_rows": {row: {"Unit cost": text}}, "added_rows": [], "deleted_rows": []}
    states.widgets.add(id=table.proto.id, string_value=json.dumps(cell))
    visit.app._run(states)
    return visit


def test_a_typed_unit_cost_is_saved_at_once_and_turns_the_range_into_a_profit(full: Desk) -> None:
    before = Visit("week", "en-US", week=FIRST)
    assert before.figure("net_profit_high") == "¥73.65 … ¥103.95"
    assert [(each.key, each.unit_cost) for each in product_costs(full.shop)] == [
        ("BULB", None),
        ("LAMP", Decimal("12.50")),
    ]
    visit = typed(Visit("costs", "en-US"), 0, "1.10")
    assert visit.errors == []
    assert {each.key: each.unit_cost for each in product_costs(full.shop)} == {
        "BULB": Decimal("1.10"),
        "LAMP": Decimal("12.50"),
    }
    after = Visit("week", "en-US", week=FIRST)
    assert after.ladder("Net profit") == f"¥{Decimal('103.95') - 3 * Decimal('1.10')}"


def test_a_changed_unit_cost_holds_from_today_and_leaves_the_past_alone(full: Desk) -> None:
    was = profit(full, 1)
    typed(Visit("costs", "en-US"), 1, "99")
    assert profit(full, 1) == was
    assert {each.key: each.unit_cost for each in product_costs(full.shop)}["LAMP"] == Decimal(99)


def test_a_pasted_table_is_saved(full: Desk) -> None:
    visit = Visit("costs", "en-US")
    visit.app.text_area[0].set_value("BULB\t2.00")
    visit.submit("Save the costs")
    assert "Saved." in visit.said
    assert profit(full, 0) == Decimal("97.95")


def test_a_platform_fee_is_taken_from_sales(full: Desk) -> None:
    was = profit(full, 1)
    assert was is not None
    visit = Visit("costs", "en-US")
    visit.app.text_input("rate_taobao").set_value("5.0")
    visit.submit("Save the rates")
    assert "Saved." in visit.said
    assert profit(full, 1) == was - Decimal("5.00")


@pytest.mark.parametrize("text", ["five", "nan", "1e999999", "１２元", "--"])
def test_a_number_that_is_none_is_refused_in_words(text: str, full: Desk) -> None:
    visit = Visit("costs", "en-US")
    visit.app.text_input("entry_amount").set_value(text)
    visit.submit("Save the cost")
    assert visit.errors == []
    assert cost_entries(full.shop) == []
    assert "Saved." not in visit.said
    assert "dz-note alarm" in visit.html


def test_a_monthly_cost_is_saved_listed_and_taken_out(full: Desk) -> None:
    was = profit(full, 1)
    assert was is not None
    visit = Visit("costs", "en-US")
    visit.app.text_input("entry_label").set_value("<b>Rent</b>")
    visit.app.text_input("entry_amount").set_value("300")
    visit.app.date_input("entry_start").set_value(date(2026, 6, 1))
    visit.app.selectbox("entry_kind").set_value("other_costs")
    visit.submit("Save the cost")
    assert visit.errors == []
    assert "<b>Rent</b>" in visit.said
    assert "<b>Rent" not in visit.html
    assert profit(full, 1) == was - Decimal("70.00")
    [entry] = cost_entries(full.shop)
    visit.choose("cost_undo", entry).press("cost_undo_button")
    assert visit.errors == []
    assert cost_entries(full.shop) == []
    assert profit(full, 1) == was
