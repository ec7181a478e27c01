"""What every test can rely on: browser tests are skipped where there is no browser; workers share the tests evenly."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from run import chromium, office
from warehouse import access

ROOT = Path(__file__).parents[1]
SHARING = re.compile(r'scope="module"|full_app')  # an app or a shop that the tests of one file share


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests marked `browser` or `office` on a computer without Chromium or Chrome, or without LibreOffice."""
    for marker, found, name in (("browser", chromium, "Chromium or Chrome"), ("office", office, "LibreOffice")):
        marked = [item for item in items if item.get_closest_marker(marker)]
        if marked and not found():
            for item in marked:
                item.add_marker(pytest.mark.skip(reason=f"no {name} on this computer"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """Playwright, once in a process: a second one beside it does not start."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Streamlit's test harness leaves the app behind as `__main__`, which every process that a test spawns would run."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(autouse=True)
def who_is_acting() -> Iterator[None]:
    """A server started in this process says how to find out who acts; the next test asks as before."""
    yield
    access.ask(lambda: access.EVERYONE)


@cache
def _shares(file: str) -> bool:
    """Whether the tests of a file share something that each worker would have to make anew."""
    return bool(SHARING.search((ROOT / file).read_text("utf-8")))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """With `--dist loadscope` tests go one by one to the worker that is free, those that share something together.

    A file of hundreds of tests would keep one worker busy alone. (xdist's own loadgroup does nothing under pytest 9.2.)
    """
    if config.getvalue("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    scheduling: object = LoadScopeScheduling(config, log)
    scheduling._split_scope = lambda nodeid: file if _shares(file := nodeid.split("::", 1)[0]) else nodeid  # type: ignore[attr-defined]
    return scheduling
