"""Each shop has a word of its own: no page shows it to anybody who may not see that shop, whatever the address says."""

from typing import Any

import pytest

import warehouse
from book import people
from tests.gate.conftest import ROLES, SHOPS, Team, claims
from tests.pages.conftest import harness
from tests.pages.visit import PAGES, Visit

__all__ = ["harness"]
MINE, THEIRS = SHOPS["甲店"], SHOPS["乙店"]


def visit_as(said: dict[str, Any], page: str, **address: str) -> Visit:
    """A page as somebody sees it of whom a provider says this."""
    reader: type[Visit] = type("Reader", (Visit,), {"user": said})
    return reader(page, "zh-CN", **address)


def visit(page: str, account: str | None, **address: str) -> Visit:
    """A page as somebody sees it who is signed in under an account, or not at all."""
    return visit_as(claims(account) if account else {"is_logged_in": False}, page, **address)


def everything(seen: Visit) -> str:
    """All that reaches the browser: texts, tables, keys, addresses."""
    return str(seen.app._tree) + seen.html + seen.said + str(seen.address.keys())


@pytest.mark.parametrize("account", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_another_shop(page: str, account: str, team: Team) -> None:
    seen = visit(page, account, shop="乙店")
    assert seen.errors == []
    assert THEIRS not in everything(seen)
    if ROLES[account] != "administrator":
        assert "乙店" not in seen.said
        assert "乙老板" not in seen.said
    if ROLES[account] in ("administrator", None):
        assert MINE not in everything(seen)


def test_the_words_are_there_for_whoever_may_see_them(team: Team) -> None:
    for page in ("products", "files", "rows"):
        assert MINE in everything(visit(page, "wang"))
        assert THEIRS in everything(visit(page, "other"))
        assert MINE not in everything(visit(page, "other", shop="甲店"))


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_sees_the_door_only(page: str, team: Team) -> None:
    for user in (None, "old", "ended"):
        if user == "ended":
            people.end_sessions("ended", "test")
        said = {"is_logged_in": False} if user is None else claims("wang" if user == "old" else user, iat=1_000_000)
        seen = visit_as(said, page, shop="甲店")
        assert seen.errors == []
        assert [each.key for each in seen.app.button] == ["sign_in"]
        assert MINE not in everything(seen)


def test_a_page_that_forgets_to_ask_is_refused_below(team: Team) -> None:
    visit("week", "wang")  # the process knows how to ask; this thread belongs to no session
    with pytest.raises(warehouse.NoSuchShop):
        warehouse.shop("甲店")
    assert warehouse.shop_names() == []
    with pytest.raises(warehouse.NotGranted):
        warehouse.reader(warehouse.Shop("甲店", team.folder / "shops" / "甲店"))
