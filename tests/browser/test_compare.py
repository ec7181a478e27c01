"""Before and after in the browser: the answer in ten seconds, down to its rows and back, on a desk and in a hand."""

import shutil
from collections.abc import Iterator

import pytest

from tests.browser.conftest import Visitor, serving
from tests.pages.folders import Folder

pytestmark = pytest.mark.browser
SIZES = {"zh-CN": (1440, 900), "en-US": (390, 844)}
WORDS = {
    "zh-CN": ("托管前后", "目前看不出与平常波动的区别（不等于没有作用）", "2026/05/15 – 2026/08/13", "回到托管前后"),
    "en-US": ("Before and after", "so far no difference from ordinary swings can be seen", "2026/05/15 – 2026/08/13", "Back to before and after"),
}  # fmt: skip


@pytest.fixture(scope="module")
def demo_app(kept: Folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("compare") / "data"
    shutil.copytree(kept("demo"), data)
    with serving(data) as address:
        yield address


@pytest.mark.parametrize("locale", list(SIZES))
def test_the_answer_stands_on_the_first_screen_and_leads_to_its_rows(
    locale: str, demo_app: str, visitor: Visitor
) -> None:
    title, verdict, days, back = WORDS[locale]
    reader = visitor(demo_app, locale, *SIZES[locale]).open("compare")
    assert reader.page.locator("h1").inner_text() == title
    found = reader.page.locator(".dz-found")
    assert verdict in found.inner_text()
    box = reader.page.locator(".dz-range").bounding_box()
    assert box
    assert box["y"] + box["height"] < SIZES[locale][1], "seen without scrolling"
    places = reader.page.eval_on_selector_all(".dz-range b, .dz-range i", "marks => marks.map(each => each.getBoundingClientRect().x)")  # fmt: skip
    assert all(box["x"] - 10 <= place <= box["x"] + box["width"] + 10 for place in places)
    assert days in reader.text
    assert "证明" not in reader.text
    assert "prove" not in reader.text.lower()
    reader.page.locator(".dz-say a").last.click()
    reader.wait().see(back)
    assert "2026/05/15" in reader.text
    reader.page.get_by_text(back).click()
    reader.wait().see(verdict)
