"""Every page, in both languages, over every state of a shop: no error, its headline, and only the reader's language."""

import getpass
import re

import pytest

from etl.formatfile import formats
from reports.metric import metrics
from tests.pages.visit import PAGES, Visit

TITLES = {
    "week": ("周报", "Weekly report"),
    "reconcile": ("每周对账", "Weekly reconciliation"),
    "products": ("商品", "Products"),
    "today": ("今天", "Today"),
    "goods": ("选品与供货", "Selection and supply"),
    "alerts": ("预警", "Alerts"),
    "duties": ("分工与时限", "Duties and clocks"),
    "settlement": ("结算核对", "Settlement"),
    "brushing": ("值得问一问", "Worth asking about"),
    "events": ("事件", "Events"),
    "compare": ("托管前后", "Before and after"),
    "costs": ("成本费用", "Costs"),
    "engagement": ("托管约定", "Engagement"),
    "review": ("月度复盘", "Monthly review"),
    "summary": ("服务期效果总结", "Service-period summary"),
    "contract": ("合同", "Contract"),
    "files": ("文件", "Files"),
    "rules": ("口径变更", "What the rules changed"),
    "exports": ("导出指南", "Where to export"),
    "shops": ("店铺", "Shops"),
    "people": ("人员与权限", "People and rights"),
    "rows": ("来源明细", "Rows behind a figure"),
    "mapping": ("对应列", "Columns of a table"),
}
# Words that stay as they are on a Chinese page: names of programs and formats, codes of goods, sample text to type over.
LATIN = {
    *("csv", "xlsx", "xls", "zip", "Excel", "WPS", "CSV", "GBK", "UTC", "SKU", "sku", "ID", "English", "Language", "LAMP", "BULB", "ROI"),
    *("HT", "COGS", "cogs", "PC", "A1", "items", "orders", "costs", "ads", "demo", "export", "ExportOrderList", "ExportOrderDetailList", "GB18030"),
    *("MB", "pdd", "mall", "bill", "detail"),  # a limit; the name that Pinduoduo gives its file
    *("Webhook", "SMTP", "QQ", "SSL", "TLS", "STARTTLS"),  # words of the robots' and mailboxes' own settings
    *("Shopify", "WooCommerce", "TikTok", "Shop", "Google", "Meta", "Ads", "Amazon"),
    getpass.getuser(),  # who loaded a file
}  # fmt: skip
STREAMLIT = (
    "Upload",
    "Browse files",
    "Drag and drop",
    "Choose options",
    "Choose an option",
    "Press Enter",
    "per file",
    "(required)",
)


def latin(words: list[str]) -> set[str]:
    """Words of Latin letters, without file names, addresses, codes like HT-01 and headers of exports."""
    headers = {name for each in formats().values() for choice in each.must for name in choice}
    # Headers and menus of platforms that are English stay so, one behind the other.
    headers |= {", ".join(choice[0] for choice in each.must) for each in formats().values()}
    headers |= {" › ".join(each.where) for each in formats().values()}
    text = "\n".join(word for word in words if word not in headers)
    text = re.sub(
        r"[\w./-]+\.(csv|xlsx|xls|zip|md)|https?://\S+|\b[A-Z]{1,4}-?\d+\b|\b(FF|SKU|HT)-?\w+|\b[0-9a-f]{8,64}\b",
        " ",
        text,
    )
    return set(re.findall(r"[A-Za-z]{2,}", text)) - LATIN


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("place", [0, 1], ids=["zh", "en"])
def test_the_page_shows_its_headline_and_no_error(page: str, place: int, state: str) -> None:
    visit = Visit(page, ("zh-CN", "en-US")[place])
    assert visit.errors == []
    assert visit.title == TITLES[page][place]
    assert len(visit.words) > 5
    if place == 0:
        assert latin(visit.words) == set(), "untranslated words on a Chinese page"
        assert [each for each in STREAMLIT if each in visit.said] == []
    else:
        ours = [word for word in visit.words if re.search("[\u4e00-\u9fff]", word)]
        assert not set(ours) & {"周报", "商品", "成本费用", "净利润", "净销售额", "加载文件"}


@pytest.mark.usefixtures("demo")
def test_the_check_for_untranslated_words_finds_one() -> None:
    visit = Visit("week")
    assert latin([*visit.words, "Net profit of HT-01 from a.csv"]) == {"Net", "profit", "of", "from"}


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("page", ["week", "reconcile", "products", "compare", "costs", "rows"])
def test_without_a_shop_the_page_says_how_to_begin(page: str) -> None:
    visit = Visit(page, "en-US")
    assert "There is no shop yet." in visit.said
    assert [link.value for link in visit.all("page_link")] == [
        "Drop your first file",
        "Look around in the demo shop",
        "Where do I export this?",
    ]


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("page", ["week", "reconcile", "products", "compare", "rows"])
def test_without_a_file_the_page_says_what_to_do_next(page: str) -> None:
    visit = Visit(page, "en-US")
    assert "Nothing has been loaded into this shop yet." in visit.said
    assert "¥" not in visit.said


@pytest.mark.usefixtures("demo")
def test_the_demo_is_marked_on_every_page_with_figures() -> None:
    for page in ("week", "reconcile", "products", "costs", "rows"):
        assert "This is an invented shop." in Visit(page, "en-US").said


@pytest.mark.usefixtures("orders_only")
def test_orders_without_costs_are_a_range_and_never_a_profit() -> None:
    visit = Visit("week", "en-US", week="2026-06-01")
    assert "net profit lies between −¥1.00 and ¥70.70" in visit.said
    assert "¥71.70 of sales (100.0%) have no unit cost." in visit.said
    assert visit.figure("net_profit_high") == "−¥1.00 … ¥70.70"
    assert "the shop earned" not in visit.said


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("figure", list(metrics()))
def test_every_figure_has_its_page(figure: str) -> None:
    visit = Visit("rows", "en-US", figure=figure, week="2026-06-01")
    assert visit.errors == []
    [heading] = visit.app.subheader
    assert heading.value == metrics()[figure].label
    is_ratio = metrics()[figure].over is not None
    assert ("add to it;" in visit.said or "adds to it;" in visit.said) != is_ratio
    if is_ratio:
        assert "÷" in visit.html.split("How it is computed")[1], "a ratio says what it is made of"
