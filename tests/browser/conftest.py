"""The real app on a port of its own, and readers with a browser, a language and a screen."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from run import chromium
from tests.pages.folders import Folder, kept

__all__ = ["kept"]
ROOT = Path(__file__).parents[2]
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
QUIET = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'


DRESSED = (
    "getComputedStyle(document.querySelector('[data-testid=stSkipToContent]')).fontSize === '0px'"  # our look is on
)
LOADED = "!document.querySelector('[data-testid=stSkeleton]')"  # Streamlit fetches the scripts of its elements late
PAINTED = """
() => {
  const painted = [];
  for (const element of document.querySelectorAll('body, body *')) {
    const style = getComputedStyle(element);
    if (!element.getClientRects().length || style.visibility !== 'visible') continue;
    for (const node of element.childNodes)
      if (node.nodeType === 3 && style.fontSize !== '0px' && !/^Material/.test(style.fontFamily)) painted.push(node.textContent);
    for (const side of ['::before', '::after']) {
      const added = getComputedStyle(element, side).content;
      if (added.startsWith('"')) painted.push(JSON.parse(added));
    }
    if (element.placeholder && !element.value) painted.push(element.placeholder);
    if (element.title) painted.push(element.title);
    painted.push(' ');
  }
  return painted.join('').replace(/ +/g, ' ');
}
"""


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
    yield started
    started.close()


@contextlib.contextmanager
def serving(data: Path) -> Iterator[str]:
    """The app behind its gate over a data folder, as run.py starts it; the address it answers at."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    command = [sys.executable, "-m", "gate", "--port", str(port)]
    with (data / "server.log").open("wb") as log:
        app = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"DUIZHANG_DATA": str(data), "PYTHONUTF8": "1"},
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while not _answers(address):
            assert app.poll() is None, (data / "server.log").read_text("utf-8")
            assert time.monotonic() < deadline, "the app does not answer"
            time.sleep(0.1)
        yield address
    finally:
        app.terminate()
        app.wait(10)


def _answers(address: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
        return bool(answer.status == 200)
    return False


@dataclass
class Reader:
    """Somebody with a browser window: opens pages, reads them, and notes every address the window asks for."""

    page: Page
    home: str
    asked: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> Reader:
        self.page.goto(path if path.startswith("http") else f"{self.home}/{path}")
        return self.wait()

    def wait(self) -> Reader:
        """Until the app has said all it has to say."""
        self.page.wait_for_selector(QUIET, timeout=60_000)
        self.page.wait_for_selector("h1", timeout=60_000)
        self.page.wait_for_function(DRESSED, timeout=60_000)
        self.page.wait_for_function(LOADED, timeout=60_000)
        self.page.wait_for_timeout(150)
        self.page.wait_for_selector(QUIET, timeout=60_000)
        return self

    @property
    def text(self) -> str:
        """Every text that is really painted: what the style sheets add counts, what they hide does not."""
        return str(self.page.evaluate(PAINTED))

    @property
    def view(self) -> tuple[str, str]:
        """What is seen, without what moves: the figures and their page."""
        self.page.wait_for_selector(".dz-cards a")
        return self.page.locator("h1").inner_text(), self.page.locator(".dz-cards").inner_text()

    def see(self, text: str) -> Reader:
        self.page.get_by_text(text, exact=False).first.wait_for(timeout=60_000)
        return self


Visitor = Callable[..., Reader]


@pytest.fixture(scope="session")
def windows(browser: Browser) -> dict[str, BrowserContext]:
    """Browser windows by their language and size; a window that is kept need not compile Streamlit's scripts again."""
    return {}


@pytest.fixture
def visitor(browser: Browser, windows: dict[str, BrowserContext]) -> Iterator[Visitor]:
    """A reader; at the end, none has asked for anything beyond this computer. `fresh` is a window that has seen nothing."""
    readers: list[Reader] = []

    def come(
        home: str, locale: str = "zh-CN", width: int = 1440, height: int = 900, *, fresh: bool = False, **said: Any
    ) -> Reader:
        kind = f"{locale} {width} {height} {said} {len(windows) if fresh else ''}"
        if kind not in windows:
            windows[kind] = browser.new_context(locale=locale, viewport={"width": width, "height": height}, **said)
        reader = Reader(windows[kind].new_page(), home)
        reader.page.on("request", lambda request: reader.asked.append(request.url))
        reader.page.on("websocket", lambda socket: reader.asked.append(socket.url.replace("ws://", "http://")))
        readers.append(reader)
        return reader

    yield come
    for reader in readers:
        reader.page.close()
        assert reader.asked
        beyond = [url for url in reader.asked if not url.startswith((f"{reader.home}/", "data:", "blob:"))]
        assert beyond == [], "nothing leaves this computer"


@pytest.fixture(scope="module")
def full_app(kept: Folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over a shop with orders, some costs and ads."""
    data = tmp_path_factory.mktemp("full") / "data"
    shutil.copytree(kept("full"), data)
    with serving(data) as address:
        yield address
