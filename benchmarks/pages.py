"""The week's page in Chromium, against an empty Streamlit page."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.figure import Figure, middle
from etl.demo import make_demo
from run import chromium

ROOT = Path(__file__).parents[1]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
VISITS = 7
QUIET = 700  # milliseconds without a change after which a page counts as settled
EMPTY = 'import streamlit as st\n\nst.write("ready ¥")\n'
AIMS = {"page_first": (1.5, "first figure"), "page_settled": (3.0, "last change")}
# Both moments are noted inside the browser, in milliseconds since the visit began.
WATCH = """
    window.seen = {first: 0, last: 0};
    const look = () => {
        window.seen.last = performance.now();
        const main = document.querySelector('[data-testid="stMain"]');
        if (!window.seen.first && main
            && (main.querySelector('[data-testid="stMetric"]') || main.textContent.includes('¥')))
            window.seen.first = performance.now();
    };
    new MutationObserver(look).observe(document, {childList: true, subtree: true, characterData: true});
"""
SETTLED = f"""
    window.seen.first > 0 && performance.now() - window.seen.last > {QUIET}
    && document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning'
"""


def measure_pages(folder: Path) -> Iterator[Figure]:
    """`page_first` and `page_settled` of the demo shop's week ÷ those of an empty page, both warm."""
    try:
        app, empty = _visits(folder)
    except NotMeasured as reason:
        for name, (aim, moment) in AIMS.items():
            yield Figure(name, f"week page, {moment}", None, aim, "empty page", note=f"not measured: {reason}")
        return
    for i, (name, (aim, moment)) in enumerate(AIMS.items()):
        seconds, plain = (middle([visit[i] for visit in visits]) for visits in (app, empty))
        yield Figure(name, f"week page, warm, {moment}", seconds, aim, "empty Streamlit page", plain, VISITS)


class NotMeasured(Exception):
    """Why there is nothing to measure."""


Visit = tuple[float, float]  # seconds to the first figure, seconds to the last change


def _visits(folder: Path) -> tuple[list[Visit], list[Visit]]:
    browser = chromium()
    if not browser or not (ROOT / "app.py").exists():
        raise NotMeasured("there is no app.py" if browser else "there is no Chromium")
    from playwright.sync_api import Error, sync_playwright

    make_demo()
    script = folder / "empty.py"
    script.write_text(EMPTY, "utf-8")
    with _server(ROOT / "app.py") as app, _server(script) as empty, sync_playwright() as play:
        started = play.chromium.launch(executable_path=browser, args=list(FLAGS))
        context = started.new_context(locale="zh-CN")
        context.add_init_script(WATCH)

        def visit(address: str) -> Visit:
            page = context.new_page()
            page.goto(address)
            page.wait_for_function(SETTLED, timeout=60_000)
            seen = page.evaluate("window.seen")
            page.close()
            return seen["first"] / 1000, seen["last"] / 1000

        try:
            seen = [(visit(app), visit(empty)) for _ in range(VISITS + 1)][1:]  # the first visit fills the caches
        except Error as fault:
            raise NotMeasured(f"the page shows no figure ({str(fault).splitlines()[0]})") from fault
        finally:
            started.close()
    return [of_app for of_app, _ in seen], [of_empty for _, of_empty in seen]


@contextmanager
def _server(script: Path) -> Iterator[str]:
    """A Streamlit server on a free port; its address."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}", "--server.headless=true"]
    address = f"http://127.0.0.1:{port}"
    unheard = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, stdin=unheard, stdout=unheard, stderr=unheard) as server:
        try:
            wait(f"{address}/_stcore/health", server)
            yield address
        finally:
            server.terminate()


def wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Until a server answers at an address. Raises NotMeasured."""
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.1)
    raise NotMeasured("the server does not answer")
