"""A new reader, from an empty folder to the rows behind a figure, in both languages."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest

from tests import made
from tests.browser.conftest import Reader, Visitor, serving

pytestmark = pytest.mark.browser
TMALL = Path("/work/shared/data/tmall_order_report.csv")
LOCALES = ("zh-CN", "en-US")
SAID = {
    "zh-CN": {"files": "文件", "choose": "未通过检查", "load": "导入", "week": "周报", "sales": "净销售额", "see": "查看周报", "drop": "将文件拖到此处"},
    "en-US": {"files": "Files", "choose": "refused", "load": "Load", "week": "Weekly report", "sales": "Net sales", "see": "See the week", "drop": "Drop files here"},
}  # fmt: skip

# number, paid now, refunded, product, pieces
ORDERS = (
    ("5001", "128.40", "0.00", "LAMP", 3),
    ("5002", "0.07", "19.93", "BULB", 2),
    ("5003", "33333.33", "0.00", "LAMP", 7),
)
COSTS = {"LAMP": "12.34", "BULB": "3.21"}
GROSS = sum((Decimal(paid) + Decimal(refund) for _, paid, refund, _, _ in ORDERS), Decimal(0))
NET = sum((Decimal(paid) for _, paid, _, _, _ in ORDERS), Decimal(0))
COST = sum((Decimal(COSTS[product]) * pieces for _, _, _, product, pieces in ORDERS), Decimal(0))


def order_report() -> str:
    return made.sheet(
        [
            made.taobao_order(number, paid, refund, "2026-06-03", 总金额=str(Decimal(paid) + Decimal(refund)), 收货人姓名="王五", 联系手机="13800000000",
                              发货时间="2026-06-03 18:00:00", 确认收货时间="2026-06-06 10:00:00")
            for number, paid, refund, _, _ in ORDERS
        ]
    )  # fmt: skip


def item_report() -> str:
    return made.sheet(
        [
            made.taobao_line(number, f"{number}1", str(Decimal(paid) + Decimal(refund)), product, str(pieces), "2026-06-03", 标题=f"商品 {product}",
                             退款金额=refund, 退款状态="退款成功" if Decimal(refund) else "没有申请退款", 买家实际支付金额=paid, 发货时间="2026-06-03 18:00:00")
            for number, paid, refund, product, pieces in ORDERS
        ]
    )  # fmt: skip


def cost_table() -> bytes:
    book = openpyxl.Workbook()
    sheet = cast(Any, book.active)
    sheet.append(["商家编码", "成本价"])
    for product, cost in COSTS.items():
        sheet.append([product, float(cost)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def real(locale: str) -> list[Path]:
    """28,010 real orders, for one of the readers and where they are."""
    return [TMALL] if TMALL.exists() and locale == "zh-CN" else []


@dataclass
class Told:
    """One whole first visit: where the app is, and what was seen on the way."""

    home: str
    locale: str
    before: str
    checked: str
    loaded: str


@pytest.fixture(scope="module", params=LOCALES)
def told(request: pytest.FixtureRequest, browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Name a shop, drop the files at once, look, load."""
    locale = request.param
    folder = tmp_path_factory.mktemp("first")
    (folder / "data").mkdir()
    (folder / "ExportOrderList202606100900.csv").write_bytes(order_report().encode("gbk"))
    (folder / "ExportOrderDetailList202606100905.csv").write_bytes(item_report().encode("gbk"))
    (folder / "成本表.xlsx").write_bytes(cost_table())
    (folder / "broken.csv").write_bytes(order_report().replace("128.40", "一百二").encode("gbk"))
    files = [*sorted(path for path in folder.iterdir() if path.is_file()), *real(locale)]
    with serving(folder / "data") as home:
        context = browser.new_context(locale=locale, viewport={"width": 1440, "height": 900})
        reader = Reader(context.new_page(), home).open("files")
        reader.page.locator('[data-testid="stFileUploaderDropzone"]').first.wait_for(
            timeout=60_000
        )  # its script comes late
        before = reader.wait().text
        reader.page.get_by_role("textbox").first.fill("灯具店")
        reader.page.get_by_role("textbox").first.press("Tab")
        reader.wait()
        reader.page.locator('input[type="file"]').set_input_files(files)
        button = reader.page.locator(".st-key-load_files button")
        button.wait_for(timeout=90_000)
        checked = reader.wait().text
        button.click()
        reader.page.locator(".dz-note.calm a").wait_for(timeout=90_000)
        loaded = reader.wait().text
        context.close()
        yield Told(home, locale, before, checked, loaded)


def test_the_first_page_asks_for_a_name_and_files(told: Told) -> None:
    assert SAID[told.locale]["drop"] in told.before


def test_the_files_are_recognised_or_refused_with_their_problems(told: Told) -> None:
    good = [
        "ExportOrderList202606100900.csv",
        "ExportOrderDetailList202606100905.csv",
        "成本表.xlsx",
        *(path.name for path in real(told.locale)),
    ]
    assert all(f"✓ {name}" in told.checked for name in good)
    assert "✕ broken.csv" in told.checked
    assert SAID[told.locale]["choose"] in told.checked
    assert "一百二" in told.checked, "the cell that is wrong is named"
    assert "王五" not in told.checked
    assert str(len(good)) in told.loaded
    assert SAID[told.locale]["see"] in told.loaded


def test_the_week_shows_the_exact_figures(told: Told, visitor: Visitor) -> None:
    reader = visitor(told.home, told.locale).open("week?week=2026-06-01")
    assert reader.page.locator("h1").inner_text() == SAID[told.locale]["week"]
    cards = reader.page.locator(".dz-card").all()
    # An amount that is short enough to be shown whole is not said twice.
    exact = [card.locator(".exact").inner_text() or card.locator(".value").inner_text() for card in cards]
    assert exact == [f"¥{NET:,.2f}", f"¥{COST:,.2f}", f"¥{NET - COST:,.2f}"]
    lines = {
        row[0]: row[1]
        for row in (
            each.split("\t") for each in reader.page.locator(".dz table:visible").first.inner_text().split("\n")
        )
        if len(row) > 1
    }
    assert f"¥{GROSS:,.2f}" in lines.values()
    assert f"¥{GROSS - NET:,.2f}" in lines.values()
    assert lines[SAID[told.locale]["sales"]] == f"¥{NET:,.2f}"


def test_a_figure_leads_to_the_rows_that_sum_to_it(told: Told, visitor: Visitor) -> None:
    reader = visitor(told.home, told.locale).open("week?week=2026-06-01")
    reader.page.locator(".dz-cards a").first.click()
    reader.page.wait_for_url("**/rows?**")
    reader.wait()
    total = reader.page.locator(".dz-say b").inner_text()
    assert total == f"¥{NET:,.2f}"
    cells = reader.page.locator(".dz table").last.locator("tbody tr td:nth-child(3)").all_inner_texts()
    amounts = [Decimal(cell.replace("¥", "").replace(",", "").replace("−", "-")) for cell in cells]
    assert sum(amounts) == NET
    assert len(amounts) == 4, "three sales and a refund"


def test_a_refresh_and_a_copied_address_show_the_same(told: Told, visitor: Visitor) -> None:
    reader = visitor(told.home, told.locale).open("week?week=2026-06-01&refunds=order")
    first = reader.view
    reader.page.reload()
    assert reader.wait().view == first
    other = "en-US" if told.locale == "zh-CN" else "zh-CN"
    assert visitor(told.home, other, fresh=True).open(reader.page.url).view == first, (
        "the language is in the address too"
    )


def test_a_figure_is_opened_with_the_keyboard(told: Told, visitor: Visitor) -> None:
    reader = visitor(told.home, told.locale).open("week?week=2026-06-01")
    for _press in range(60):
        reader.page.keyboard.press("Tab")
        if reader.page.evaluate("document.activeElement.closest('.dz-cards') !== null"):
            break
    else:
        pytest.fail("60 times Tab do not reach a figure")
    outline = reader.page.evaluate("getComputedStyle(document.activeElement).borderBottomStyle")
    assert outline == "solid", "one sees where one is"
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/rows?**")


def test_the_page_says_its_language_to_screen_readers(told: Told, visitor: Visitor) -> None:
    reader = visitor(told.home, told.locale).open()
    assert reader.page.evaluate("document.documentElement.lang") == {"zh-CN": "zh-CN", "en-US": "en"}[told.locale]
