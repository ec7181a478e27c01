"""Taking a file out in the browser: what would change is seen first, and the figures follow."""

import shutil

import pytest

from tests.browser.conftest import Visitor, serving
from tests.pages.folders import Folder

pytestmark = pytest.mark.browser
WORDS = {"zh-CN": ("撤回文件", "已撤回"), "en-US": ("Take a file out", "is taken out")}


@pytest.mark.parametrize("locale", list(WORDS))
def test_a_file_is_taken_out_after_seeing_what_changes(
    locale: str, kept: Folder, tmp_path_factory: pytest.TempPathFactory, visitor: Visitor
) -> None:
    data = tmp_path_factory.mktemp("taken") / "data"
    shutil.copytree(kept("full"), data)
    with serving(data) as home:
        reader = visitor(home, locale).open("files")
        reader.page.locator("summary", has_text=WORDS[locale][0]).click()
        reader.wait().page.locator(".st-key-undo_pick").get_by_role("combobox").click()
        reader.page.get_by_role("option", name="ads.csv").click()
        reader.page.locator(".st-key-undo_button button").wait_for(timeout=60_000)
        preview = reader.wait().text
        assert "¥" in preview
        reader.page.locator(".st-key-undo_button button").click()
        reader.see(WORDS[locale][1])
        assert "Traceback" not in reader.wait().text
