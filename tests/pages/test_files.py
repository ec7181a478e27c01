"""Files are dropped, shown before anything changes, loaded with one click and taken out again."""

from decimal import Decimal

import pytest

import warehouse
from etl import register
from tests import made
from tests.made import Desk
from tests.pages.visit import Visit

ORDERS = made.sheet([made.taobao_order("N1", "11.11", day="2026-06-02", 收货人姓名="李四", 联系手机="13812345678")])
BROKEN = made.sheet([made.taobao_order("N2", "五十"), made.taobao_order("N3", "10.00")])


def dropped(visit: Visit, *files: tuple[str, str]) -> Visit:
    [zone] = visit.all("file_uploader")
    zone.set_value([(name, content.encode("gbk"), "text/csv") for name, content in files]).run()
    return visit


@pytest.mark.usefixtures("empty")
def test_a_new_reader_drops_files_sees_what_they_are_and_loads_them() -> None:
    visit = Visit("files", "en-US").type("new_shop", "First shop")
    dropped(visit, ("orders.csv", ORDERS), ("broken.csv", BROKEN))
    assert visit.errors == []
    assert "✓ orders.csv" in visit.said
    assert "✕ broken.csv" in visit.said
    assert "五十" in visit.said
    assert "1 new · 0 changed · 0 unchanged" in visit.said
    assert warehouse.shop_names() == [], "nothing is made before the reader says so"
    visit.press("load_files")
    assert "1 table loaded, 1 row." in visit.said
    assert warehouse.shop_names() == ["First shop"]
    assert visit.go("week").ladder("Gross sales") == "¥11.11"


@pytest.mark.usefixtures("empty")
def test_personal_data_is_not_even_previewed() -> None:
    visit = dropped(Visit("files", "en-US"), ("orders.csv", ORDERS))
    assert "N1" in visit.said
    assert "李四" not in visit.said
    assert "13812345678" not in visit.said


@pytest.mark.usefixtures("empty")
def test_who_brought_the_files_is_asked_once_a_session() -> None:
    visit = Visit("files", "en-US")
    visit.app.radio("pick_origin").set_value("agency").run()
    dropped(visit, ("orders.csv", ORDERS)).press("load_files")
    assert "sent by the agency" in visit.html
    assert visit.go("week").go("files").app.radio("pick_origin").value == "agency"


def test_the_fingerprint_of_a_file_is_shown(full: Desk) -> None:
    visit = Visit("files", "en-US")
    for upload in register.active(full.shop):
        assert f'<code title="{upload.sha256}">{upload.sha256[:8]}</code>' in visit.html


def test_the_calendar_says_what_is_missing_and_who_has_it(full: Desk) -> None:
    visit = Visit("files", "en-US")
    assert visit.html.count('class="missing"') == 6 + 13
    assert "Orders of Taobao/Tmall: 2026-06-10 – 2026-06-14, 2026-06-01 missing" in visit.html
    assert "the merchant usually downloads it (last file" in visit.html
    assert "Orders of Pinduoduo: 2026-06-03 – 2026-06-14, 2026-06-01 missing" in visit.html


@pytest.mark.usefixtures("empty")
def test_the_loader_speaks_chinese_too() -> None:
    visit = dropped(Visit("files"), ("订单.csv", ORDERS), ("坏.csv", BROKEN))
    assert "未通过检查，没有导入任何内容" in visit.said
    assert "is not an amount" not in visit.said


def test_a_file_that_is_in_already_changes_nothing(full: Desk) -> None:
    content = made.sheet([made.cost("LAMP", "12.50")])
    [zone] = (visit := Visit("files", "en-US")).all("file_uploader")
    zone.set_value([("again.csv", content.encode(), "text/csv")]).run()
    assert "already loaded as number" in visit.said
    assert not [button for button in visit.app.button if button.key == "load_files"]


def test_files_never_go_into_the_demo(demo: Desk) -> None:
    visit = Visit("files", "en-US")
    assert visit.app.text_input("new_shop").label == "Name of the shop"
    dropped(visit, ("orders.csv", ORDERS)).press("load_files")
    assert len(warehouse.shop_names()) == 2
    assert visit.address["shop"] == "My shop"


def test_an_undone_file_changes_the_figures_back(orders_only: Desk) -> None:
    before = orders_only.figures()
    visit = dropped(Visit("files", "en-US"), ("more.csv", ORDERS)).press("load_files")
    assert Visit("week", "en-US", week="2026-06-01").ladder("Gross sales") == f"¥{Decimal('71.70') + Decimal('11.11')}"
    pick = visit.app.selectbox("undo_pick")
    pick.select_index(len(pick.options) - 1).run()
    assert "1 week changes." in visit.said
    assert "¥82.81</span><br>¥71.70" in visit.html
    visit.press("undo_button")
    assert visit.errors == []
    assert "more.csv is taken out." in visit.said
    assert Visit("week", "en-US", week="2026-06-01").ladder("Gross sales") == "¥71.70"
    assert orders_only.figures() == before
    assert "taken out 2" in visit.said, "the register keeps the line"


def test_a_touched_file_is_asked_about_on_both_files(orders_only: Desk) -> None:
    rows = [made.taobao_order(f"D{n}", "40.00", day=f"2026-07-0{1 + n % 3}") for n in range(6)]
    orders_only.accept(("ExportOrderList202607101200.csv", made.sheet(rows)))
    orders_only.accept(("ExportOrderList202607111200.csv", made.sheet([*rows[:3], *rows[4:]])))
    visit = Visit("files", "en-US")
    asked = "Upload 3 is newer and has 1 order fewer than upload 2 for the same days (¥40.00). Was one of them edited?"
    assert visit.html.count(asked) == 2
    assert Visit("files").html.count("少 1 笔订单") == 2


def test_honest_files_are_not_asked_about(full: Desk) -> None:
    assert "?</div></td>" not in Visit("files", "en-US").html
