"""Shops are made, named, opened and removed; the demo comes and goes with one click."""

import pytest

import warehouse
from tests.made import Desk
from tests.pages.visit import Visit


@pytest.mark.usefixtures("empty")
def test_a_shop_is_made_and_its_files_page_opens() -> None:
    visit = Visit("shops", "en-US")
    visit.app.text_input("make_name").set_value("  New shop ")
    visit.submit("Make the shop")
    assert warehouse.shop_names() == ["New shop"]
    assert visit.errors == []
    assert visit.address["shop"] == "New shop"
    assert visit.title == "Files"


def test_a_second_shop_of_the_same_name_is_not_made(bare: Desk) -> None:
    visit = Visit("shops", "en-US")
    visit.app.text_input("make_name").set_value(bare.name)
    visit.submit("Make the shop")
    assert "There is a shop of this name already." in visit.said
    assert warehouse.shop_names() == [bare.name]


@pytest.mark.parametrize("name", ["../evil", "a/b", "con", "<b>", "x" * 81, ".hidden"])
def test_a_name_that_no_folder_can_have_is_refused_in_words(name: str, empty: Desk) -> None:
    visit = Visit("shops", "en-US")
    visit.app.text_input("make_name").set_value(name)
    visit.submit("Make the shop")
    assert f"“{name}” cannot be the name of a shop" in visit.said
    assert visit.errors == []
    assert warehouse.shop_names() == []
    assert not (empty.folder / "evil").exists()


@pytest.mark.usefixtures("full")
def test_a_shop_is_renamed_and_keeps_its_figures(full: Desk) -> None:
    visit = Visit("shops", "en-US").type(f"title_{full.name}", "Lamps & <b>more</b>")
    assert full.shop.title == "Lamps & <b>more</b>"
    assert visit.app.selectbox("pick_shop").options == ["Lamps & <b>more</b>"]
    assert "<b>more" not in visit.html
    visit.go("week")
    assert visit.ladder("Gross sales") == "¥100.00"


def test_a_shop_is_removed_only_after_a_second_click(full: Desk) -> None:
    visit = Visit("shops", "en-US").press(f"remove_{full.name}")
    assert warehouse.shop_names() == [full.name]
    assert "every file, every figure, everything agreed and signed is removed for good" in visit.said
    assert visit.app.button("remove_yes").label == "Remove for good"  # pressed in tests/browser: a dialog needs one


def test_a_shop_is_opened(full: Desk, other_desk: Desk) -> None:
    warehouse.shop(other_desk.name, make=True)
    visit = Visit("shops", "en-US", shop=other_desk.name).press(f"open_{full.name}")
    assert visit.address["shop"] == full.name
    assert visit.title == "Weekly report"


@pytest.mark.usefixtures("demo")
def test_the_demo_goes_with_one_click() -> None:
    visit = Visit("shops", "en-US").press("demo_remove")
    assert warehouse.shop_names() == []
    assert visit.errors == []
    assert [button.key for button in visit.app.button if button.key == "demo_make"] == ["demo_make"]


@pytest.mark.usefixtures("demo")
def test_the_readers_own_shop_comes_before_the_demo() -> None:
    warehouse.shop("中文店", make=True)
    assert Visit("files", "en-US").address["shop"] == "中文店"
