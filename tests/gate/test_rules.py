"""Who may see and accept what a newer version changed: the merchant and the account manager; nobody else, and no amount to operators."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from book import Book, people
from reports.upgrade.accepted import KIND
from tests.earlier import earlier
from tests.gate.conftest import SETTINGS
from tests.gate.test_canary import visit
from tests.made import Desk, desk
from tests.pages.conftest import harness
from tests.reports.test_upgrade import FEE, fill
from warehouse import access, mode

__all__ = ["desk", "harness"]
ROLES = {"guan": "account_manager", "yun": "operator", "wang": "merchant", "kuai": "accountant"}
ACCEPT = "认可这些变动", "Accept what changed"


@pytest.fixture
def older(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """A shop that an earlier version computed, in team mode; its operators do not see costs."""
    with earlier(tmp_path, *FEE):
        fill(desk)
    for account, role in ROLES.items():
        people.grant(account, desk.name, role, "test", f"{account}先生")
    people.hide_costs(desk.name, "test", hidden=True)
    file = tmp_path / "data" / "sign-in.toml"
    file.write_text(SETTINGS)
    file.chmod(0o600)
    mode.gated(team=True)
    yield desk
    mode.gated(team=False)
    access.ask(lambda: access.EVERYONE)


@pytest.mark.parametrize("account", ROLES)
def test_each_role_sees_and_does_what_it_may(account: str, older: Desk) -> None:
    may = account in ("guan", "wang")
    first = visit("week", "yun")  # whoever opens the shop first: the figures are computed whole
    assert first.errors == []
    assert "7.17" not in first.said
    seen = visit("rules", account)
    assert seen.errors == []
    assert any(each.label in ACCEPT for each in seen.app.button) == may
    assert ("¥7.17" in seen.html) == (account != "yun")
    if may:
        [button] = [each for each in seen.app.button if each.label in ACCEPT]
        button.click().run()
        assert seen.errors == []
    with access.acting(access.EVERYONE):
        assert [entry.who for entry in Book(older.shop).entries(KIND)] == ([f"{account}先生"] if may else [])
