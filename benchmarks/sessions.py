"""Fifty people signed in at once over a shop of a million lines, and a browser among them: how long a click takes."""

import asyncio
import random
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import websockets
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string

from benchmarks.alerts import made_shop, say_thresholds
from benchmarks.figure import Figure
from benchmarks.pages import FLAGS, wait
from book import people
from run import chromium
from warehouse import Shop, access, data_folder

ROOT = Path(__file__).parents[1]
PEOPLE, SECONDS, THINKING = 50, 90, 5.0  # seconds a person looks on average before the next click
PAGES = ("", "week", "products", "reconcile", "alerts")  # those that are opened, in turn from a chance one on
FEWEST = 2  # clicks of each, however slow the computer is
LONGEST = 120  # seconds until a click counts as never answered
SEED = 7
QUIET = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SHOWN = f"""title => document.querySelector('{QUIET}')
    && [...document.querySelectorAll('h1')].some(each => each.innerText.trim() === title.trim())"""


@dataclass
class Visitor:
    """One signed-in session: the seconds of each of its clicks, and whether a page ended with a fault."""

    home: str
    cookies: dict[str, str]
    chance: random.Random
    query: str
    first: float = 0.0
    clicks: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    figures: int = 0  # pieces of pages that hold an amount

    async def stay(self, end: float) -> None:
        """Open the app, then click and look until the time is over."""
        token = generate_xsrf_token_string()
        cookie = "; ".join(f"{name}={value}" for name, value in (self.cookies | {"_streamlit_xsrf": token}).items())
        address = self.home.replace("http", "ws") + "/_stcore/stream"
        async with websockets.connect(
            address,
            origin=websockets.Origin(self.home),
            additional_headers={"Cookie": cookie},
            subprotocols=[websockets.Subprotocol("streamlit"), websockets.Subprotocol(token)],
            max_size=None,
            ping_interval=None,
        ) as door:
            pages: dict[str, str] = {}
            self.first = await self._run(door, "", pages)
            place = self.chance.randrange(len(PAGES))
            while time.monotonic() < end or len(self.clicks) < FEWEST:
                await asyncio.sleep(self.chance.uniform(0.5, 1.5) * THINKING)
                place = (place + 1) % len(PAGES)
                self.clicks.append(await self._run(door, PAGES[place], pages))

    async def _run(self, door: websockets.ClientConnection, page: str, pages: dict[str, str]) -> float:
        """Ask for a page and wait until its script has finished; the seconds."""
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_script_hash = pages.get(page, "")
        asked.rerun_script.context_info.timezone = "Asia/Shanghai"
        asked.rerun_script.context_info.locale = "zh-CN"
        begin = time.perf_counter()
        await door.send(asked.SerializeToString())
        while True:
            answer = ForwardMsg()
            async with asyncio.timeout(LONGEST):
                answer.ParseFromString(await door.recv(decode=False))
            kind = answer.WhichOneof("type")
            if kind == "navigation":
                pages.update({each.url_pathname: each.page_script_hash for each in answer.navigation.app_pages})
                pages[""] = next(each.page_script_hash for each in answer.navigation.app_pages if each.is_default)
            elif kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
                self.faults.append(answer.delta.new_element.exception.type)
            elif kind == "delta" and "¥" in answer.delta.new_element.html.body:
                self.figures += 1
            elif kind == "script_finished":
                return time.perf_counter() - begin


class Browser(Visitor):
    """One of them sits before a real Chromium and clicks in its list of pages; a click ends when the page stands still."""

    async def stay(self, end: float) -> None:
        """Open the app, then click and look until the time is over."""
        from playwright.async_api import async_playwright

        async with async_playwright() as play:
            started = await play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
            context = await started.new_context(locale="zh-CN")
            await context.add_cookies([{"name": name, "value": value, "url": self.home} for name, value in self.cookies.items()])  # fmt: skip
            page = await context.new_page()
            begin = time.perf_counter()
            await page.goto(f"{self.home}/?{self.query}")
            await page.wait_for_selector(f"{QUIET} h1", timeout=LONGEST * 1000)
            self.first = time.perf_counter() - begin
            place = self.chance.randrange(len(PAGES))
            while time.monotonic() < end or len(self.clicks) < FEWEST:
                await asyncio.sleep(self.chance.uniform(0.5, 1.5) * THINKING)
                place = (place + 1) % len(PAGES)
                link = page.locator(f'[data-testid="stSidebarNavLink"][href$="/{PAGES[place]}"]')
                title = await link.inner_text()
                begin = time.perf_counter()
                await link.click()
                await page.wait_for_function(SHOWN, arg=title.split("\n")[-1], timeout=LONGEST * 1000)
                self.clicks.append(time.perf_counter() - begin)
                self.faults += ["browser"] * await page.locator('[data-testid="stException"]').count()
                self.figures += "¥" in await page.locator('[data-testid="stMain"]').inner_text()
            await started.close()


def measure_sessions(_folder: Path, lines: int) -> Iterator[Figure]:
    """`sessions`: the 95th percentile of a click, fifty people at once; the middle and the worst beside it."""
    shop = made_shop(lines)
    say_thresholds(shop)
    secret = secrets.token_hex(32)
    with _serving(secret) as home:
        visitors = [_visitor(home, shop, secret, number) for number in range(PEOPLE)]
        with ThreadPoolExecutor(1) as apart:  # whoever calls may be in a loop of their own
            apart.submit(asyncio.run, _stay(visitors)).result()
    if not all(each.figures for each in visitors):
        raise RuntimeError("somebody saw no figure: this is no measurement")
    faults = [fault for each in visitors for fault in each.faults]
    first = max(each.first for each in visitors)
    clicks = sorted(seconds for each in visitors for seconds in each.clicks)
    hundredths = quantiles(clicks, n=100)
    note = (
        f"{len(clicks)} clicks in {SECONDS} s; middle {hundredths[49]:.2f} s, worst {clicks[-1]:.2f} s; "
        f"first page of all at once: slowest {first:.1f} s; faults {len(faults)} {sorted(set(faults)) if faults else ''}"
    )
    who = f"{PEOPLE} signed-in people, {THINKING:.0f} s apart, over {lines:,} order lines"
    yield Figure("sessions", f"a click of {who}, 95 of 100", hundredths[94], 1.0, note=note.strip())
    watched = sorted(seconds for each in visitors if isinstance(each, Browser) for seconds in each.clicks)
    if watched:
        note = f"{len(watched)} clicks; worst {watched[-1]:.2f} s; until the page stands still, drawing it included"
        yield Figure(
            "sessions_browser", f"a click in the real Chromium among {who}, middle", median(watched), 1.0, note=note
        )
    else:
        yield Figure(
            "sessions_browser", "a click in a real Chromium", None, 1.0, note="not measured: there is no Chromium"
        )


async def _stay(visitors: Sequence[Visitor]) -> None:
    end = time.monotonic() + SECONDS
    await asyncio.gather(*(each.stay(end) for each in visitors))


def _visitor(home: str, shop: Shop, secret: str, number: int) -> Visitor:
    account = f"person{number}@example.com"
    with access.acting(access.EVERYONE):
        people.grant(account, shop.name, "merchant", "benchmark", f"Person {number}")
    said = {"origin": home, "is_logged_in": True, "sub": account, "email": account, "email_verified": True, "iat": int(time.time())}  # fmt: skip
    cookies: dict[str, str] = {}
    set_cookie_with_chunks(
        lambda name, value: cookies.update({name: create_signed_value(secret, name, value).decode()}),
        lambda name, value: create_signed_value(secret, name, value),
        "_streamlit_user",
        said,
        cookie_attr_size=100,
    )
    kind = Browser if number == 0 and chromium() else Visitor
    return kind(home, cookies, random.Random(SEED + number), f"shop={shop.name}&lang=zh")


@contextmanager
def _serving(secret: str) -> Iterator[str]:
    """The app in team mode; its address."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = f"http://localhost:{port}"
    file = data_folder() / "sign-in.toml"
    file.write_text(
        f'[auth]\nredirect_uri = "{home}/oauth2callback"\ncookie_secret = "{secret}"\nclient_id = "x"\nclient_secret = "x"\n'
        'server_metadata_url = "http://localhost:1/.well-known/openid-configuration"\n',
        "utf-8",
    )
    file.chmod(0o600)
    unheard = subprocess.DEVNULL
    command = [sys.executable, "-m", "gate", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdin=unheard, stdout=unheard, stderr=unheard) as server:
        try:
            wait(f"{home}/healthz", server)
            yield home
        finally:
            server.terminate()
            file.unlink()
