"""One fixture per state of a data folder, and Streamlit's test harness as the app meets Streamlit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit import logger
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import app_test

from tests.made import Desk
from tests.pages.folders import MAKERS, Folder, copied, kept

__all__ = ["kept"]


class _AfterTheFirstRun(PagesManager):
    """Streamlit as it is once app.py has run; see views/__init__.py. Its test harness forgets that before every run."""

    def __init__(self, *given: object, **named: object) -> None:
        PagesManager.uses_pages_directory = False
        super().__init__(*given, **named)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def harness(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    logger.set_log_level("error")
    monkeypatch.setattr(app_test, "PagesManager", _AfterTheFirstRun)
    # Every run of the test harness would look through all installed packages for components; the app uses none of them.
    monkeypatch.setattr(BidiComponentManager, "discover_and_register_components", lambda *_said, **_named: None)
    yield
    st.session_state["view_lang"] = None


@pytest.fixture(params=list(MAKERS))
def state(request: pytest.FixtureRequest, kept: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every state of a data folder, one after the other."""
    copied(kept, request.param, tmp_path, monkeypatch)
    return str(request.param)


@pytest.fixture
def demo(kept: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return copied(kept, "demo", tmp_path, monkeypatch)


@pytest.fixture
def empty(kept: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return copied(kept, "empty", tmp_path, monkeypatch)


@pytest.fixture
def bare(kept: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return copied(kept, "bare", tmp_path, monkeypatch)


@pytest.fixture
def orders_only(kept: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return copied(kept, "orders_only", tmp_path, monkeypatch)


@pytest.fixture
def full(kept: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return copied(kept, "full", tmp_path, monkeypatch)


@pytest.fixture
def other_desk(tmp_path: Path, full: Desk) -> Desk:
    """A second shop beside the full one."""
    return Desk(tmp_path / "other", "另一家店")
