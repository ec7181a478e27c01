"""Whatever a page offers to take away holds the reader's own shop only, however the address names another."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import warehouse
from tests.gate.conftest import SHOPS, Team
from tests.gate.test_canary import visit
from tests.pages.conftest import harness
from tests.pages.visit import PAGES

__all__ = ["harness"]
MINE, THEIRS = SHOPS["甲店"], SHOPS["乙店"]
READERS = ("guan", "yun", "wang", "kuai")


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What every download button of a page was given."""
    found: list[Any] = []
    button = DeltaGenerator.download_button

    def noted(self: DeltaGenerator, label: str, data: Any, *said: Any, **named: Any) -> bool:
        found.append(data)
        return bool(button(self, label, data, *said, **named))

    monkeypatch.setattr(DeltaGenerator, "download_button", noted)
    monkeypatch.setattr(st, "download_button", lambda *said, **named: noted(st._main, *said, **named))
    return found


def content(data: bytes | str | Callable[[], bytes | str]) -> str:
    """Everything in a file, what is packed in it too."""
    made = data() if callable(data) else data
    raw = made.encode() if isinstance(made, str) else made
    return "".join(part.decode("utf-8", "replace") for part in unpacked(raw))


def unpacked(raw: bytes) -> Iterator[bytes]:
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from unpacked(packed.read(name))
    else:
        yield raw


@pytest.mark.parametrize("account", READERS)
def test_no_download_holds_another_shop(account: str, team: Team, offered: list[Any]) -> None:
    number, own = 0, 0
    for page in PAGES:
        offered.clear()
        assert visit(page, account, shop="乙店", week="2026-06-01").errors == []
        for each in offered:
            said = content(each)
            assert THEIRS not in said, page
            number, own = number + 1, own + (MINE in said)
    assert number > 5
    assert own > 2, "the word of the own shop stands in some of them, so that the look can fail"


def test_a_download_made_after_the_right_was_taken_away_is_refused(team: Team, offered: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    from book import people

    for page in ("reconcile", "review", "rows"):
        assert visit(page, "wang", shop="甲店", week="2026-06-01").errors == []
    late = [each for each in offered if callable(each)]
    assert late
    monkeypatch.setattr(people.Granted, "may", lambda *_said: False)
    for make in late:
        with pytest.raises(warehouse.Told):
            make()
