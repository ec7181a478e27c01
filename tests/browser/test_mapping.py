"""A reader brings a table that nobody knows: sees what it is taken for, corrects it, loads it; the next one is known."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Reader, Visitor, serving

pytestmark = pytest.mark.browser
TABLE = (
    "夜市流水,,,,\n流水号,日子,实收,退货,收货人\nN{m}1,03/0{m}/2026,10.10,0,张三\nN{m}2,04/0{m}/2026,20.20,5.05,李四\n"
)
SAID = {
    "zh-CN": {"choose": "自己对应列", "which": "请选择日期的顺序", "order": "日、月、年", "done": "已导入 2 行", "left": "不会读取：收货人"},
    "en-US": {"choose": "Choose the columns yourself", "which": "Please choose the order of the dates", "order": "day, month, year", "done": "2 rows loaded.",
              "left": "personal data: 收货人"},
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "data").mkdir()
    with serving(tmp_path / "data") as address:
        yield address


def drop(reader: Reader, folder: Path, name: str, month: int) -> None:
    path = folder / name
    path.write_text(TABLE.format(m=month), "utf-8")
    reader.page.locator('input[type="file"]').set_input_files(path)


def take(reader: Reader, part: str, option: str) -> None:
    """Choose with the keyboard, as everyone can."""
    reader.wait().page.locator(f'[class*="st-key-{part}"] input').focus()
    reader.page.wait_for_timeout(300)
    reader.page.keyboard.press("ArrowDown")
    reader.page.get_by_role("option", name=option).click()
    reader.wait()


@pytest.mark.parametrize("locale", list(SAID))
@pytest.mark.parametrize("width", [1440, 390])
def test_an_unknown_table_is_mapped_loaded_and_known_from_then_on(
    locale: str, width: int, home: str, tmp_path: Path, visitor: Visitor
) -> None:
    words = SAID[locale]
    reader = visitor(home, locale, width, 900, fresh=True).open("files")
    reader.page.get_by_role("textbox").first.fill("夜市")
    reader.page.get_by_role("textbox").first.press("Tab")
    reader.wait()
    drop(reader, tmp_path, "market.csv", 4)
    reader.page.get_by_role("button", name=words["choose"]).click(timeout=90_000)
    reader.see(words["which"])
    assert words["left"] in reader.wait().text
    assert "张三" not in reader.text
    take(reader, "map_dates", words["order"])
    reader.page.locator(".st-key-map_load button").wait_for(timeout=60_000)
    assert "2026-04-03" in reader.wait().text
    assert "¥30.30" in reader.text
    wide = reader.page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    )
    assert wide <= width, "a phone never scrolls sideways"
    reader.page.locator(".st-key-map_load button").click()
    reader.see(words["done"])
    reader.open("files")
    drop(reader, tmp_path, "next.csv", 5)
    reader.see("✓ next.csv")
