"""What writes is grey with its reason for whoever may not write, on every page; no way leads to a page that somebody lacks."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import warehouse
from book import Change, book, people
from book.engagement import KIND, engagement
from reports.scope import Scope
from reports.signing.sign import sign
from tests.gate.conftest import Team
from tests.gate.test_canary import visit
from tests.pages.conftest import harness
from tests.pages.visit import PAGES, Visit
from warehouse import access

__all__ = ["harness"]
ROOT = Path(__file__).parents[2]
WRITERS = {"button", "form_submit_button", "file_uploader", "data_editor"}
# Where a button only leads somewhere, answers a question about files in hand, or belongs to the list of people.
READERS = {
    *("views/alerts/detail.py", "views/contract/page.py", "views/duties/page.py", "views/frame.py", "views/shops.py"),
    *("views/mapping/file.py", "views/mapping/page.py", "views/answers.py", "views/signin.py", "views/people/keeping.py"),
}  # fmt: skip
LEADING = ("week_", "month_", "duties_", "alert_close", "sign_out", "open_", "contract_", "map_")
SAID = re.compile("权限是只读|You may read this shop")
WEEK = date(2026, 6, 1)


@pytest.fixture
def hidden(two_shops: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The shop does not show its operators what goods cost."""
    monkeypatch.setenv("DUIZHANG_DATA", str(two_shops))
    people.hide_costs("甲店", "test", hidden=True)
    yield
    with access.acting(access.EVERYONE):
        people.hide_costs("甲店", "test", hidden=False)


def pressable(seen: Visit) -> list[str]:
    """What could still be pressed or typed that writes."""
    buttons = [each for each in seen.app.button if not each.disabled]
    tables = [each for each in seen.all("arrow_data_frame") if each.proto.editing_mode != 0 and not each.proto.disabled]
    zones = [each for each in seen.all("file_uploader") if not each.proto.disabled]
    return [str(each.key) for each in buttons if not str(each.key).startswith(LEADING)] + [
        str(each.proto.id) for each in [*tables, *zones]
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_reader_finds_nothing_to_press(page: str, team: Team) -> None:
    seen = visit(page, "kuai")
    assert seen.errors == []
    assert pressable(seen) == []
    assert SAID.search(seen.said)


def test_a_writer_finds_it(team: Team) -> None:
    assert pressable(visit("events", "wang"))
    assert pressable(visit("files", "wang"))
    assert not SAID.search(visit("events", "wang").said)


def test_an_operator_changes_no_agreement(team: Team) -> None:
    assert pressable(visit("engagement", "yun")) == []
    assert pressable(visit("events", "yun"))
    assert pressable(visit("engagement", "guan"))


def test_only_one_place_draws_what_writes() -> None:
    found = set()
    for path in [*(ROOT / "views").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in WRITERS and ast.unparse(node.value) != "writing":
                found.add(path.relative_to(ROOT).as_posix())
    assert found - {"views/writing.py"} <= READERS


def test_an_operator_is_not_told_that_costs_are_missing(team: Team, hidden: None) -> None:
    for page in ("week", "products", "today"):
        said = visit(page, "yun").said
        assert not re.search("缺少?成本价|没有(进货价|成本)", said)
    assert "利润不对你显示" in visit("week", "yun").said


def test_no_way_leads_an_operator_to_the_costs(team: Team, hidden: None) -> None:
    for page in ("week", "contract", "compare", "review"):
        assert 'href="costs' not in visit(page, "yun").html
    assert "没有单位成本" not in visit("week", "yun").said


def test_the_address_of_a_page_of_others_says_so(team: Team, hidden: None) -> None:
    for account, page in (("yun", "costs"), ("kuai", "shops"), ("boss", "week"), ("boss", "files")):
        seen = visit(page, account, lang="en")
        assert seen.errors == []
        assert seen.title == "A page of other roles", (account, page)
    assert visit("people", "boss", lang="en").title == "People and rights"
    assert visit("today", "boss", lang="en").title == "People and rights"


def test_an_operator_sees_who_signed_and_no_figure(two_shops: Path, team: Team, hidden: None) -> None:
    with access.acting(access.EVERYONE):
        shop = warehouse.shop("甲店")
        named = [{"name": "guan先生", "side": "agency"}, {"name": "wang先生", "side": "merchant"}]
        book(shop).append([Change(KIND, "people", named)], "test")
        sign(Scope(shop, book=engagement(shop).book), WEEK, "submitted", "guan先生", engagement(shop), "秘密12.50")
    seen = visit("reconcile", "yun", week=WEEK.isoformat())
    assert seen.errors == []
    assert "guan先生" in seen.said
    whole = str(seen.app._tree) + seen.html
    for secret in ("秘密", "12.50", "175.00", "1,225.00", "1225.00"):  # 14 lamps at 12.50 cost 175.00
        assert secret not in whole, secret
    assert "175.00" in visit("reconcile", "guan", week=WEEK.isoformat()).said
