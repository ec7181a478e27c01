"""A book that cannot be opened: every page that needs it says so and the way out, every other page goes on."""

import pytest

from tests.made import Desk
from tests.pages.visit import PAGES, Visit

SAID = "The book of what was agreed, claimed and signed cannot be opened"
NEED_IT = {
    *("week", "reconcile", "contract", "engagement", "rows", "products", "settlement", "events", "compare", "review"),
    *("today", "summary", "brushing", "alerts", "duties", "goods"),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_dead_server_is_said_in_a_sentence(page: str, full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIZHANG_BOOK", "postgresql://duizhang:secret@127.0.0.1:1/books")
    visit = Visit(page, "en-US")
    assert visit.errors == []
    assert visit.said.count(SAID) == (page in NEED_IT)
    assert "secret" not in visit.said


def test_an_address_that_is_none_names_the_setting(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIZHANG_BOOK", "in the cupboard")
    visit = Visit("engagement", "zh-CN")
    assert visit.errors == []
    assert "DUIZHANG_BOOK" in visit.said
