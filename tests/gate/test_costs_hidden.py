"""A shop that hides its costs from operators: no figure from cost down reaches one, on no page and in no download."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import warehouse
from book import people
from book.people import Granted
from reports.products import products
from reports.scope import Scope
from reports.trace import trace
from reports.weekly import weekly
from tests import made
from tests.made import Desk
from warehouse import access
from warehouse.costless import EMPTY, SAID

COSTLY = re.compile(r"cost|fee|profit|margin|freight|settled|stock_value|commission|principal|rate_|moved")
# Words of cost that say no cost: what buyers paid for freight, which cost a platform names, the operator's own ads.
HARMLESS = {
    *("staging.orders.freight_amount", "staging.order_lines.freight_amount", "staging.refunds.freight_amount"),
    *("staging.ad_spend.commission_amount", "staging.ad_spend.service_fee_amount"),
    *(
        "staging.fee_kinds.fee_kind",
        "staging.fee_kinds.class",
        "facts.brushing.cost_date",
        "facts.settled_days.platform",
        "facts.settled_days.day",
    ),
}

ADS = made.sheet([made.wanxiangtai_day("5.55", f"2026-06-{day:02d}") for day in range(1, 8)])
WITHOUT = "没有成本的店"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> warehouse.Shop:
    """Three lamps at 100.00 that cost 12.50 each, ads of 5.55 a day, and fees of 5 %."""
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path / "data"))
    desk = Desk(tmp_path)
    lines = [made.taobao_line(f"T{n}", f"L{n}", "100.00", "LAMP", "1", day=f"2026-06-0{n}") for n in range(1, 4)]
    desk.accept(
        ("items.csv", made.sheet(lines)),
        ("costs.csv", made.sheet([made.cost("LAMP", "12.50")])),
        ("ads.csv", ADS),
    )
    other = Desk(tmp_path / "other", WITHOUT)
    other.accept(("items.csv", made.sheet(lines)), ("ads.csv", ADS))
    people.grant("yun", WITHOUT, "operator", "test", "云")
    people.grant("yun", desk.name, "operator", "test", "云")
    people.grant("wang", desk.name, "merchant", "test", "王")
    people.hide_costs(desk.name, "test", hidden=True)
    return desk.shop


def figures(shop: warehouse.Shop) -> dict[str, Decimal | None]:
    [week] = weekly(Scope(shop)).weeks
    return dict(week.figures)  # type: ignore[arg-type]


def test_an_operator_sees_sales_and_ads_and_nothing_from_cost_down(shop: warehouse.Shop) -> None:
    with access.acting(Granted("wang", people.people())):
        seen = figures(shop)
        assert (seen["gross_sales"], seen["product_cost"], seen["ad_spend"]) == (Decimal(300), Decimal("37.50"), Decimal("38.85"))  # fmt: skip
    with access.acting(Granted("yun", people.people())):
        hidden, without = figures(shop), warehouse.shop(WITHOUT)
        assert (hidden["gross_sales"], hidden["net_sales"], hidden["ad_spend"]) == (Decimal(300), Decimal(300), Decimal("38.85"))  # fmt: skip
        assert hidden == figures(without), "as in a shop that never said what its goods cost"
        assert hidden["net_profit"] is None
        assert hidden["sales_without_cost"] == Decimal(300)
        assert products(Scope(shop)).as_json()["products"] == products(Scope(without)).as_json()["products"]
        assert trace(Scope(shop, date(2026, 6, 1), date(2026, 6, 7)), "product_cost").rows.num_rows == 0
    people.hide_costs(shop.name, "test", hidden=False)
    with access.acting(Granted("yun", people.people())):
        assert figures(shop)["product_cost"] == Decimal("37.50")


def test_every_table_with_a_word_of_cost_is_decided_about(shop: warehouse.Shop) -> None:
    columns = warehouse.reader(shop).rows(
        "select table_schema || '.' || table_name as name, column_name as column from information_schema.columns"
    )
    undecided = {
        f"{each['name']}.{each['column']}"
        for each in columns
        if COSTLY.search(f"{each['name'].partition('.')[2]}.{each['column']}")
        and each["name"] not in EMPTY
        and each["column"] not in SAID.get(each["name"], {})
    }
    assert undecided - HARMLESS == set()
    known = {each["name"] for each in columns}
    assert set(SAID) | EMPTY <= known, "no table has gone by another name"


def test_the_build_without_costs_is_as_locked_as_the_other(shop: warehouse.Shop) -> None:
    with access.acting(Granted("yun", people.people())):
        reader = warehouse.reader(shop)
        assert reader.rows("select count(*) as n from facts.unit_costs") == [{"n": 0}]
        for sql in ("set enable_external_access = true", f"attach '{shop.folder / 'other.duckdb'}' as again", "select * from read_text('/etc/passwd')"):  # fmt: skip
            with pytest.raises(Exception, match=r"(?i)permission|locked|disabled|configuration"):
                reader.rows(sql)
