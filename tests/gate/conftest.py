"""Two shops that hold a word of their own each, people of every role, and a process in team mode."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from book import people
from tests import made
from tests.made import Desk
from warehouse import mode

SETTINGS = """[auth]
redirect_uri = "http://localhost:8620/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "duizhang"
client_secret = "secret"
server_metadata_url = "http://localhost:1/.well-known/openid-configuration"
"""
SHOPS = {"甲店": "KANARIAJIA", "乙店": "KANARIAYI"}  # a word that stands in nothing but this shop's own
ROLES = {
    "boss": "administrator",
    "guan": "account_manager",
    "yun": "operator",
    "wang": "merchant",
    "kuai": "accountant",
    "nobody": None,
}


def claims(account: str, **more: Any) -> dict[str, Any]:
    """What a provider says of somebody who has just signed in."""
    return {"is_logged_in": True, "sub": account, "iat": int(time.time()), **more}


def fill(desk: Desk, word: str) -> None:
    """A shop whose word stands in its products, files, costs and orders."""
    lines = [
        made.taobao_line(
            f"{word}T{n}", f"{word}L{n}", "100.00", f"{word}-SKU", "2", day=f"2026-06-0{n}", 标题=f"{word}台灯"
        )
        for n in range(1, 8)
    ]
    desk.accept(
        (f"{word}items.csv", made.sheet(lines)),
        ("costs.csv", made.sheet([made.cost(f"{word}-SKU", "12.50")])),
    )


@dataclass(frozen=True)
class Team:
    """A data folder in team mode."""

    folder: Path


@pytest.fixture(scope="module")
def two_shops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shops and their people; made once, nobody changes them."""
    folder = tmp_path_factory.mktemp("shops")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DUIZHANG_DATA", str(folder / "data"))
        for shop, word in SHOPS.items():
            fill(Desk(folder / word, shop), word)
        for account, role in ROLES.items():
            if role == "administrator":
                people.appoint(account, "test", "Boss")
            elif role:
                people.grant(account, "甲店", role, "test", f"{account}先生")
        people.grant("other", "乙店", "merchant", "test", "乙老板")
    file = folder / "data" / "sign-in.toml"
    file.write_text(SETTINGS)
    file.chmod(0o600)
    return folder / "data"


@pytest.fixture
def team(two_shops: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    """This process in team mode over the two shops; afterwards it is in local mode again."""
    monkeypatch.setenv("DUIZHANG_DATA", str(two_shops))
    mode.gated(team=True)
    yield Team(two_shops)
    mode.gated(team=False)
