"""Phones, Streamlit's own words, bookmarks, dialogs: what only a browser can show."""

import re
from urllib.parse import urlencode

import pytest

from tests.browser.conftest import Visitor
from tests.pages.visit import PAGES

pytestmark = pytest.mark.browser
STREAMLIT = (
    "Upload",
    "Browse files",
    "Drag and drop",
    "Choose an option",
    "Choose options",
    "Press Enter",
    "per file",
    "(required)",
    "Deploy",
    "Made with",
    "Skip to",
)
MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December",
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec",
)
SHOP = urlencode({"shop": "灯具店", "week": "2026-06-01"})


def path(page: str, **said: str) -> str:
    return f"{'' if page == 'today' else page}?{SHOP}&{urlencode(said)}"


def test_a_bookmark_opened_first_after_a_start_is_the_whole_app(full_app: str, visitor: Visitor) -> None:
    """Streamlit would run pages/products.py without app.py; this test must stay the first of this file."""
    reader = visitor(full_app).open(path("products"))
    assert reader.page.locator("h1").inner_text() == "商品"
    names = reader.page.locator('[data-testid="stSidebarNavLink"]').all_inner_texts()
    assert [name.split("\n")[-1] for name in names] == [
        "今天",
        "周报",
        "每周对账",
        "商品",
        "选品与供货",
        "值得问一问",
        "预警",
        "分工与时限",
        "结算核对",
        "事件",
        "月度复盘",
        "托管前后",
        "服务期效果总结",
        "合同",
        "托管约定",
        "文件",
        "成本费用",
        "口径变更",
        "导出指南",
        "店铺",
        "人员与权限",
    ]


@pytest.mark.parametrize(
    ("page", "locale"), [*((page, "en-US") for page in PAGES), ("week", "zh-CN"), ("files", "zh-CN")]
)
def test_a_phone_never_scrolls_sideways(page: str, locale: str, full_app: str, visitor: Visitor) -> None:
    reader = visitor(full_app, locale, 390, 844, is_mobile=True, has_touch=True).open(
        path(page, figure="net_profit_high")
    )
    width = reader.page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    )
    assert width <= 390
    beyond = reader.page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] *')].filter(e => e.getBoundingClientRect().right > 391 && "
        "!e.closest('.dz-scroll, [data-testid=stDataFrame], [data-testid=stDataFrameResizable], .js-plotly-plot')).map(e => e.outerHTML.slice(0, 80))"
    )
    assert beyond == []


@pytest.mark.parametrize("width", [390, 1440])
def test_the_calendar_shows_every_day_and_tells_missing_ones_by_height(
    width: int, full_app: str, visitor: Visitor
) -> None:
    reader = visitor(full_app, "zh-CN", width, 900).open(path("files"))
    sizes = {
        state: reader.page.locator(f".dz-strokes i.{state}").evaluate_all(
            "strokes => strokes.map(each => [each.offsetWidth, each.offsetHeight])"
        )
        for state in ("present", "missing")
    }
    assert all(wide >= 3 for each in sizes.values() for wide, _ in each)
    assert min(tall for _, tall in sizes["present"]) >= 2 * max(tall for _, tall in sizes["missing"])
    titles = reader.page.locator(".dz-strokes i[title]").evaluate_all("strokes => strokes.map(each => each.title)")
    assert sum(title.startswith("2026-06-10 ") for title in titles) == 3, "one stroke per source and platform"


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_a_phones_first_screen_has_the_three_figures(locale: str, full_app: str, visitor: Visitor) -> None:
    reader = visitor(full_app, locale, 390, 844, is_mobile=True, has_touch=True).open(path("week"))
    bottoms = reader.page.locator(".dz-card").evaluate_all(
        "cards => cards.map(card => card.getBoundingClientRect().bottom)"
    )
    assert len(bottoms) == 3
    assert max(bottoms) <= 844


@pytest.mark.parametrize("page", PAGES)
def test_a_chinese_page_has_none_of_streamlits_english(page: str, full_app: str, visitor: Visitor) -> None:
    reader = visitor(full_app).open(path(page))
    for summary in reader.page.locator('[data-testid="stExpander"] summary').all():
        summary.click()
    reader.wait()
    seen = reader.text
    assert [each for each in STREAMLIT if each in seen] == []
    assert re.findall(rf"\b({'|'.join(MONTHS)})\b", seen) == []


def test_the_calendar_of_a_date_field_is_chinese(full_app: str, visitor: Visitor) -> None:
    reader = visitor(full_app).open(path("costs"))
    reader.page.locator('[data-testid="stDateInputField"] button').first.click()
    reader.page.locator('[role="dialog"]').first.wait_for()
    assert "月" in reader.text
    assert re.findall(rf"\b({'|'.join(MONTHS)})\b", reader.text) == []


def test_a_shop_is_removed_after_the_second_click(full_app: str, visitor: Visitor) -> None:
    """A shop made here, so that the others keep theirs."""
    reader = visitor(full_app, "en-US").open("shops")
    reader.page.get_by_label("Name of a new shop").fill("Short-lived")
    reader.page.get_by_role("button", name="Make the shop").click()
    reader.page.wait_for_url("**/files?**")
    reader.open("shops").page.locator(".st-key-remove_Short-lived button").click()
    reader.page.get_by_role("button", name="Remove for good").click()
    reader.page.locator(".st-key-remove_Short-lived").wait_for(state="detached")
    assert "灯具店" in reader.wait().text


def test_the_page_list_keeps_the_view_in_the_address(full_app: str, visitor: Visitor) -> None:
    reader = visitor(full_app, "en-US").open(path("week", refunds="order"))
    reader.page.get_by_role("link", name="Products").first.click()
    reader.page.wait_for_url("**/products?**")
    reader.wait()
    assert all(each in reader.page.url for each in ("refunds=order", "week=2026-06-01", "lang=en", "shop="))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", ["week", "files"])
def test_text_stands_out_from_its_ground(page: str, scheme: str, full_app: str, visitor: Visitor) -> None:
    """At least 4.5 to 1 (WCAG AA) for every text of ours."""
    reader = visitor(full_app, "zh-CN", color_scheme=scheme).open(path(page))
    faint = reader.page.evaluate(CONTRAST)
    assert faint == []


# Paints the colours of each text and of its ground on a canvas, because they may be written in any way, and compares them.
CONTRAST = """
() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const paint = colours => {
    canvas.fillStyle = '#fff'; canvas.fillRect(0, 0, 1, 1);
    for (const each of colours) { canvas.fillStyle = each; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = rgb => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = [];
  for (const element of document.querySelectorAll('.dz *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.getClientRects().length) continue;
    const grounds = [];
    for (let up = element; up; up = up.parentElement) grounds.unshift(getComputedStyle(up).backgroundColor);
    const ground = paint(grounds), text = paint([...grounds, getComputedStyle(element).color]);
    const [a, b] = [light(ground), light(text)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.push(`${element.className} ${element.textContent.slice(0, 20)}: ${ratio.toFixed(2)}`);
  }
  return [...new Set(faint)];
}
"""
