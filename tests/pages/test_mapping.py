"""A table that no format knows: proposed, corrected, tried at once, loaded, and known from then on."""

import json
from decimal import Decimal

import pytest

import warehouse
from etl.remembered import remembered
from tests import made
from tests.made import Desk
from tests.pages.visit import Visit

TABLE = (
    "夜市六月流水,,,,,\n"
    "流水号,日子,实收,退货,收货人,说明\n"
    "202606010001,03/04/2026,10.10,0,张三,甲\n"
    "202606010002,04/04/2026,20.20,5.05,李四,乙\n"
)
LINES = "no,when,code,pieces,price\nA1,2026-06-01,LAMP,2,1.50\nCA1,2026-06-02,LAMP,-1,1.50\n"


def opened(visit: Visit, name: str, content: str | bytes) -> Visit:
    zone = visit.all("file_uploader")[0]
    zone.set_value([(name, content.encode() if isinstance(content, str) else content, "text/csv")]).run()
    return visit


def pick(visit: Visit, part: str, value: object) -> Visit:
    """Choose in the select box whose key holds a part."""
    [box] = [each for each in visit.app.selectbox if each.key and part in each.key]
    box.set_value(value).run()
    return visit


def chosen(visit: Visit, column: str) -> object:
    [box] = [each for each in visit.app.selectbox if each.key and each.key.endswith(f"_{column}")]
    return box.value


@pytest.mark.usefixtures("empty")
def test_a_refused_file_is_mapped_loaded_and_recognised_the_next_time() -> None:
    visit = Visit("files", "en-US").type("new_shop", "Night market")
    opened(visit, "market.csv", TABLE)
    assert "✕ market.csv" in visit.said
    visit.press("map_0").go("mapping")
    assert visit.title == "Columns of a table"
    assert visit.errors == []
    assert "张三" not in visit.said, "personal data is not shown"
    assert "Left out because they hold personal data: 收货人." in visit.said
    assert "Please choose the order of the dates." in visit.said, "03/04 and 04/04 may be either"
    pick(visit, "map_dates", "dmy")
    assert chosen(visit, "paid_amount") == "实收"
    assert chosen(visit, "order_id") == "流水号"
    assert "2026-04-03 00:00:00" in visit.said
    assert "¥30.30" in visit.said
    pick(visit, "map_paid", "net_of_refunds")
    assert "¥35.35" in visit.said, "any change is tried at once"
    assert warehouse.shop_names() == []
    visit.press("map_load")
    assert visit.errors == []
    assert "2 rows loaded." in visit.said
    assert warehouse.shop_names() == ["Night market"]
    assert [each.name for each in remembered().values() if each.format] == ["market"]
    assert visit.go("week").ladder("Gross sales") == "¥35.35"
    again = opened(Visit("files", "en-US"), "july.csv", TABLE.replace("2026060", "2026070"))
    assert "✓ july.csv" in again.said


@pytest.mark.usefixtures("bare")
def test_problems_are_listed_with_row_and_column_and_nothing_can_be_loaded() -> None:
    visit = opened(Visit("mapping"), "a.csv", TABLE.replace("20.20", "二十"))
    pick(visit, "map_dates", "mdy")
    assert visit.errors == []
    assert "“二十”" in visit.said
    assert ">4<" in visit.html
    assert ">实收<" in visit.html
    assert "还不能导入" in visit.said
    assert not [each for each in visit.app.button if each.key == "map_load"]


@pytest.mark.usefixtures("bare")
def test_what_is_lacking_is_named_until_it_is_chosen() -> None:
    visit = opened(Visit("mapping", "en-US"), "a.csv", "a,b\nx1,1\nx2,2\n")
    pick(visit, "map_kind", "stock")
    assert "Still to choose: Product code, Quantity." in visit.said
    pick(visit, "_product_key", "a")
    assert "Still to choose: Quantity." in visit.said
    pick(visit, "_stock_quantity", "b")
    assert "2 rows" in visit.said
    assert [each for each in visit.app.button if each.key == "map_load"]


def test_rows_that_are_refunds_and_the_price_times_pieces(bare: Desk) -> None:
    visit = opened(Visit("mapping", "en-US"), "lines.csv", LINES)
    pick(visit, "map_kind", "order_lines")
    assert chosen(visit, "unit_price") == "price"
    pick(visit, "_order_id", "no")
    pick(visit, "_ordered_at", "when")
    pick(visit, "_product_key", "code")
    refunds = {
        str(each.key).rsplit("_", 1)[1]: each for each in visit.app.selectbox if "map_refunds" in (each.key or "")
    }
    refunds["column"].set_value("no")
    refunds["how"].set_value("prefix").run()
    [word] = [each for each in visit.app.text_input if each.key and each.key.startswith("map_refunds")]
    word.set_value("C").run()
    assert visit.errors == []
    assert "a refund" in visit.said
    visit.press("map_load")
    total = bare.weekly().total
    assert (total["gross_sales"], total["refunds"]) == (Decimal("3.00"), Decimal("1.50"))


@pytest.mark.usefixtures("bare")
def test_another_header_row_changes_the_columns() -> None:
    visit = opened(Visit("mapping", "en-US"), "a.csv", TABLE)
    pick(visit, "map_header", 0)
    assert visit.errors == []
    assert "Still to choose" in visit.said
    assert "张三" not in visit.said


@pytest.mark.usefixtures("bare")
def test_a_file_that_is_no_table_is_refused_in_words() -> None:
    visit = opened(Visit("mapping", "en-US"), "a.csv", b"%PDF-1.4 x")
    assert visit.errors == []
    assert "This is not a table" in visit.said
    visit.press("map_other")
    assert visit.all("file_uploader")


@pytest.mark.usefixtures("bare")
def test_of_a_workbook_one_table_is_chosen_and_blank_rows_keep_their_numbers() -> None:
    book = made.workbook("六月", [["标题"], [], ["商品编码", "库存"], ["A", 3]])
    visit = opened(Visit("mapping", "en-US"), "a.xlsx", book)
    assert visit.errors == []
    assert "row 3, proposed" in [
        option for box in visit.app.selectbox if "map_header" in (box.key or "") for option in box.options
    ]
    assert "1 row" in visit.said


def test_day_totals_are_typed_and_stand_as_typed(bare: Desk) -> None:
    visit = Visit("mapping", "en-US")
    [table] = visit.app.data_editor
    states = visit.app._tree.get_widget_states()
    cells = {"edited_rows": {2: {"Sales before refunds": "88.80", "Orders": "4"}}, "added_rows": [], "deleted_rows": []}
    states.widgets.add(id=table.proto.id, string_value=json.dumps(cells))
    visit.app._run(states)
    visit.press("days_save")
    assert visit.errors == []
    assert "Saved." in visit.said
    [row] = bare.rows("select gross_sales, orders, shop_platform from staging.day_totals")
    assert row == {"gross_sales": Decimal("88.80"), "orders": 4, "shop_platform": "other"}
    assert "typed" in Visit("files", "en-US").said
