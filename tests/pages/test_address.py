"""The address is the view: whoever opens it sees the same, and nonsense in it does no harm."""

import pytest

from tests import made
from tests.made import Desk
from tests.pages.visit import Visit


@pytest.mark.usefixtures("full")
def test_the_address_chooses_the_week() -> None:
    assert Visit(week="2026-06-01", lang="en").ladder("Gross sales") == "¥180.30"
    assert Visit(week="2026-06-08", lang="en").ladder("Gross sales") == "¥100.00"
    assert Visit(week="2026-06-04", lang="en").ladder("Gross sales") == "¥180.30", "any day of the week will do"


def test_the_address_chooses_the_shop(full: Desk, other_desk: Desk) -> None:
    other_desk.accept(("o.csv", made.sheet([made.taobao_order("Z1", "77.77")])))
    assert Visit(shop=full.name, week="2026-06-01", lang="en").ladder("Gross sales") == "¥180.30"
    assert Visit(shop=other_desk.name, lang="en").ladder("Gross sales") == "¥77.77"


@pytest.mark.usefixtures("full")
def test_the_address_chooses_how_refunds_count() -> None:
    shown = {
        basis: [Visit(week=week, refunds=basis, lang="en").ladder("Refunds") for week in ("2026-06-01", "2026-06-08")]
        for basis in ("accounting", "order")
    }
    assert shown == {"accounting": ["¥0.00", "¥50.00"], "order": ["¥50.00", "¥0.00"]}


@pytest.mark.usefixtures("full")
def test_the_address_chooses_the_language_over_the_browser() -> None:
    assert Visit("week", "en-US", lang="zh").title == "周报"
    assert Visit("week", "zh-CN", lang="en").title == "Weekly report"
    assert Visit("week", "de-DE").title == "Weekly report"
    assert Visit("week", "zh-TW").title == "周报"


@pytest.mark.usefixtures("full")
def test_the_address_names_what_is_seen() -> None:
    visit = Visit("week", "en-US")
    assert visit.address == {"lang": "en", "shop": "灯具店", "week": "2026-06-08"}


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("page", ["week", "products", "rows"])
@pytest.mark.parametrize(
    "nonsense",
    [
        {"week": "yesterday"},
        {"week": "9999-12-31"},
        {"week": "0001-01-01"},
        {"shop": "../../etc"},
        {"shop": "nobody's"},
        {"figure": "secrets"},
        {"refunds": "never"},
        {"lang": "tlh"},
        {"weeks": "-5"},
        {"weeks": "²"},
        {"weeks": "9" * 5000},
        {"product": "<script>alert(1)</script>"},
    ],
    ids=lambda said: "-".join((*said, *(value[:8] for value in said.values()))),
)
def test_nonsense_in_the_address_is_harmless(page: str, nonsense: dict[str, str]) -> None:
    visit = Visit(page, "en-US", **nonsense)
    assert visit.errors == []
    assert "<script>alert" not in visit.html
    assert visit.address["shop"] == "灯具店"


@pytest.mark.usefixtures("full")
def test_a_week_that_the_shop_does_not_know_gives_way_to_the_newest() -> None:
    visit = Visit(week="1999-01-04", lang="en")
    assert visit.address["week"] == "2026-06-08"
    assert visit.ladder("Gross sales") == "¥100.00"


@pytest.mark.usefixtures("full")
def test_switching_the_language_keeps_the_view() -> None:
    visit = Visit("week", "zh-CN", week="2026-06-01", refunds="order")
    assert visit.title == "周报"
    visit.all("button_group")[-1].set_value("en").run()
    assert visit.title == "Weekly report"
    assert visit.address | {"lang": "en", "week": "2026-06-01", "refunds": "order"} == visit.address
    assert visit.errors == []


@pytest.mark.usefixtures("full")
def test_choosing_how_refunds_count_changes_the_figures_and_the_address() -> None:
    visit = Visit("week", "en-US", week="2026-06-01")
    before = visit.ladder("Refunds"), visit.ladder("Net sales")
    visit.choose("pick_refunds", "order")
    assert (before, (visit.ladder("Refunds"), visit.ladder("Net sales"))) == (
        ("¥0.00", "¥180.30"),
        ("¥50.00", "¥130.30"),
    )
    assert visit.address["refunds"] == "order"


@pytest.mark.usefixtures("full")
def test_the_arrows_step_through_the_weeks() -> None:
    visit = Visit("week", "en-US")
    assert visit.app.button("week_after").disabled
    visit.press("week_before")
    assert visit.address["week"] == "2026-06-01"
    assert visit.ladder("Gross sales") == "¥180.30"
    assert visit.app.button("week_before").disabled
    visit.press("week_after")
    assert visit.address["week"] == "2026-06-08"


@pytest.mark.usefixtures("full")
def test_the_next_page_shows_the_same_view_and_says_so_in_its_address() -> None:
    visit = Visit("week", "en-US", week="2026-06-01", refunds="order")
    visit.app.query_params = {}  # as Streamlit does when one opens another page from the list
    visit.go("products")
    assert visit.address == {"lang": "en", "shop": "灯具店", "week": "2026-06-01", "refunds": "order"}


@pytest.mark.usefixtures("full")
def test_the_products_of_a_span_are_in_the_address() -> None:
    visit = Visit("products", "en-US", weeks="1", week="2026-06-01")
    assert "2026/06/01 Mon – 06/07 Sun" in visit.said
    visit.all("button_group")[0].set_value(13).run()
    assert visit.address["weeks"] == "13"
    assert "2026/03/09 Mon – 06/07 Sun" in visit.said
