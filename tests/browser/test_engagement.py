"""An engagement is set up in the browser from nothing, in both languages; what was saved is there after a refresh."""

import contextlib
import shutil

import pytest
from playwright.sync_api import TimeoutError as NotThere

from tests.browser.conftest import Reader, Visitor, serving
from tests.pages.folders import Folder

pytestmark = pytest.mark.browser
WORDS = {
    "zh-CN": ("托管方", "商家", "已保存", "没有姓名不能记录", "固定服务费", "合同有 1 条条款"),
    "en-US": (
        "agency",
        "merchant",
        "Saved",
        "nothing is recorded without a name",
        "Fixed fee",
        "The contract has 1 clause",
    ),
}


def fill(reader: Reader, key: str, text: str) -> None:
    """Type into the field whose key begins so."""
    field = reader.page.locator(f'[class*="st-key-{key}"]').locator("input, textarea").first
    field.fill(text)
    field.press("Tab")


def press(reader: Reader, key: str) -> Reader:
    reader.page.locator(f".st-key-{key} button").click()
    return reader.wait()


def choose(reader: Reader, key: str, name: str) -> Reader:
    """Open a list and take one; a list that is opened while the page still changes closes again, so it is opened anew."""
    wanted = reader.page.get_by_role("option", name=name)
    for _attempt in range(5):
        reader.wait().page.wait_for_timeout(1000)
        reader.wait().page.locator(f'[class*="st-key-{key}"]').get_by_role("combobox").click()
        with contextlib.suppress(NotThere):
            wanted.click(timeout=5000)
            break
    else:
        wanted.click(timeout=1000)
    return reader.wait()


@pytest.mark.parametrize("locale", list(WORDS))
def test_an_engagement_is_set_up_from_nothing(
    locale: str, kept: Folder, tmp_path_factory: pytest.TempPathFactory, visitor: Visitor
) -> None:
    agency, merchant, saved, nameless, fixed, one_clause = WORDS[locale]
    data = tmp_path_factory.mktemp("agreed") / "data"
    shutil.copytree(kept("bare"), data)
    with serving(data) as home:
        reader = visitor(home, locale).open("engagement")
        fill(reader, "engagement-agency", "蓝海代运营")
        press(reader, "save_service").see(nameless)
        fill(reader, "type_who", "王老板")
        press(reader.wait(), "save_service").see(saved)
        for name, side in (("王老板", merchant), ("小李", agency)):
            fill(reader, "person_name", name)
            choose(reader, "person_side", side)
            press(reader, "add_person").see(name)
            reader.page.locator("td", has_text=name).wait_for()
        reader.open("engagement?part=targets")
        reader.page.locator("summary").first.click()
        fill(reader, "flat_amount", "80000")
        press(reader, "save_flat").see(nameless)  # a fresh window does not know who is there
        choose(reader, "pick_who", "小李")
        press(reader, "save_flat").see(saved)
        reader.open("engagement?part=clauses")
        choose(reader, "pick_who", "王老板")
        fill(reader, "clause_fixed", "5000")
        press(reader, "save_clause").see(saved)
        text = reader.open("engagement?part=clauses").text
        assert one_clause in text
        assert f"1 · {fixed}" in text
        assert "¥5,000.00" in text
