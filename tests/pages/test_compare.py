"""The page Before and after, read as a merchant would."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from book import book, record
from reports.compare.index import index
from reports.compare.season import season
from reports.period import Period
from tests.made import Desk, sheet, taobao_line
from tests.pages.visit import Visit

START = date(2026, 5, 15)
WEEK = timedelta(days=7)


@pytest.fixture
def served(bare: Desk) -> Desk:
    """10.00 a day for twenty weeks, and 20.00 a day for fourteen weeks of service."""
    first, last = START - 20 * WEEK, START + 14 * WEEK - timedelta(days=1)
    rows = [
        dict(taobao_line(f"T{day:%Y%m%d}", f"L{day:%Y%m%d}", "20.00" if day >= START else "10.00", day=day.isoformat()))
        for day in Period(first, last)
    ]
    bare.accept((f"items_{first:%Y%m%d}_{last:%Y%m%d}.csv", sheet(rows)))
    return bare


@pytest.fixture
def agreed(served: Desk) -> Desk:
    record.change(
        served.shop,
        {
            "engagement.service_start": START.isoformat(),
            "people": [{"name": "王", "side": "merchant"}],
        },
        {},
        "王",
    )
    return served


def said(visit: Visit) -> str:
    return re.sub(r"\s+", " ", " ".join(visit.words)).replace("Show the rows behind it ", "").replace(" .", ".")


def test_the_answer_stands_first_raw_then_the_sentence(agreed: Desk) -> None:
    visit = Visit("compare", "en-US")
    assert visit.errors == []
    text = said(visit)
    raw = text.index("Gross sales: ¥10.00 a day before, ¥20.00 a day since the service began: +100.0%.")
    verdict = text.index("At least +")
    table = text.index("Figure by figure")
    assert raw < verdict < table < text.index("What was taken out") < text.index("What the change is made of")
    assert "Before: 2026/02/13 – 2026/05/14 · Since: 2026/05/15 – 2026/08/13 · 91 days each" in text
    assert "The range is widened by the season" in text
    assert "A single start date cannot separate the service" in text
    assert "¥910.00" in text, "91 days of 10.00"
    assert "prove" not in text


def test_the_same_in_chinese(agreed: Desk) -> None:
    visit = Visit("compare", "zh-CN")
    assert visit.title == "托管前后"
    assert "至少 +" in visit.said
    assert "证明" not in visit.said


def test_a_figure_leads_to_the_rows_of_its_days(agreed: Desk) -> None:
    visit = Visit("compare", "en-US")
    [link] = {
        each
        for each in re.findall(r'href="(rows\?[^"]*)"', visit.html)
        if "figure=gross_sales" in each and "until=2026-08-13" in each
    }
    assert "since=2026-05-15" in link
    rows = Visit("rows", "en-US", figure="gross_sales", since="2026-05-15", until="2026-08-13")
    assert "91 rows add to it; their sum is ¥1,820.00." in said(rows)
    assert "Back to before and after" in rows.said
    assert Visit("rows", "en-US", figure="gross_sales", since="x", until="2026-08-13").errors == []


def test_the_address_holds_figure_and_days(agreed: Desk) -> None:
    visit = Visit("compare", "en-US", metric="orders", start="2026-06-12", baseline="2026-02-01", days="plain")
    text = said(visit)
    assert "Orders: 1.0 a day before, 1.0 a day since the service began: 0.0%" in text
    assert "Since: 2026/06/12 – 2026/08/20" in text
    assert "Without promotions and the days they touch" in text
    chosen = visit.choose("pick_metric", "net_sales")
    assert chosen.address["metric"] in ("net_sales", ["net_sales"])


@pytest.mark.parametrize(
    "nonsense",
    [{"metric": "secrets"}, {"start": "soon"}, {"start": "0001-01-01"}, {"start": "9999-12-31"}, {"end": "2000-01-01"}, {"baseline": "2026-05-15"}, {"days": "²"}],
    ids=str,
)  # fmt: skip
def test_nonsense_in_the_address_does_no_harm(agreed: Desk, nonsense: dict[str, str]) -> None:
    visit = Visit("compare", "en-US", **nonsense)
    assert visit.errors == []
    assert visit.title == "Before and after"


def test_without_an_engagement_a_day_can_be_chosen(served: Desk) -> None:
    visit = Visit("compare", "en-US")
    assert "Since when does somebody run this shop?" in visit.said
    assert [link.value for link in visit.all("page_link")] == ["Type the engagement"]
    visit.app.date_input("pick_start").set_value(START).run()
    assert visit.errors == []
    assert "¥20.00 a day since the service began" in said(visit)


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (START + 13 * WEEK, "The time is too short: only the figures are listed, without a verdict."),
        (START - 18 * WEEK, "The time is too short"),
        (date(2027, 1, 1), "The time is too short"),
    ],
)
def test_a_refusal_tells_figures_and_no_range(agreed: Desk, start: date, sentence: str) -> None:
    visit = Visit("compare", "en-US", start=start.isoformat())
    assert visit.errors == []
    assert sentence in visit.said
    assert "most likely" not in visit.said


def test_a_figure_that_no_export_tells_says_so(agreed: Desk) -> None:
    visit = Visit("compare", "en-US", metric="visitors")
    assert visit.errors == []
    assert "No export tells Visitors, day by day since the service began." in said(visit)


def test_profit_is_told_and_not_estimated(agreed: Desk) -> None:
    visit = Visit("compare", "en-US", metric="net_profit")
    assert visit.errors == []
    assert "Profit can lie below zero" in visit.said
    assert "products without a unit cost were sold" in visit.said


def test_what_the_merchant_knows_of_the_season_is_recorded(agreed: Desk) -> None:
    visit = Visit("compare", "en-US")
    visit.choose("pick_season", "strong")
    assert "Say first who you are" in visit.said
    assert season(agreed.shop) is None
    visit.choose("pick_who", "王").choose("pick_season", "strong")
    assert season(agreed.shop) == "strong"
    assert "The baseline is too short to tell the season from the service" in visit.said
    [entry] = book(agreed.shop).entries("season")
    assert entry.who == "王"


def test_a_pasted_index_is_recorded_whole_or_not_at_all(agreed: Desk) -> None:
    visit = Visit("compare", "en-US").choose("pick_who", "王")
    visit.app.text_area("index_text").set_value("2026-05-11 10230\nsoon <b>7</b>")
    visit.submit("Record")
    assert "soon <b>7</b>" in visit.said, "escaped, and shown as it was typed"
    assert index(agreed.shop) == {}
    visit.app.text_area("index_text").set_value("2026-05-11 10,230\n2026-05-18 10410.5")
    visit.submit("Record")
    assert index(agreed.shop) == {date(2026, 5, 11): Decimal(10230), date(2026, 5, 18): Decimal("10410.5")}
    assert "2 weeks are known." in visit.said
