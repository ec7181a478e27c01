"""Fifty people signed in at once over a shop of a million lines, and a browser among them: how long a click takes."""

import asyncio
import random
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import websockets
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string

from benchmarks.alerts import made_shop, say_thresholds
from benchmarks.figure import Figure
from benchmarks.pages import wait
from book import people
from warehouse import Shop, access, data_folder

ROOT = Path(__file__).parents[1]
PEOPLE, SECONDS, THINKING = 50, 90, 5.0  # seconds a person looks on average before the next click
PAGES = ("", "week", "products", "reconcile", "alerts")  # those that are opened, in turn from a chance one on
FEWEST = 2  # clicks of each, however slow the computer is
LONGEST = 120  # seconds until a click counts as never answered
SEED = 7


@dataclass
class Visitor:
    """One signed-in session: the seconds of each of its clicks, and whether a page ended with a fault."""

    home: str
    cookies: dict[str, str]
    chance: random.Random
    query: str
    first: float = 0.0
    clicks: list[float] = field(default_factory=list)
    faults: int = 0
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
                self.faults += 1
            elif kind == "delta" and "¥" in answer.delta.new_element.html.body:
                self.figures += 1
            elif kind == "script_finished":
                return time.perf_counter() - begin


def measure_sessions(_folder: Path, lines: int) -> Iterator[Figure]:
    """`sessions`: the 95th percentile of a click, fifty people at once; the middle and the worst beside it."""
    shop = made_shop(lines)
    say_thresholds(shop)
    secret = secrets.token_hex(32)
    with _serving(secret) as home:
        visitors = [_visitor(home, shop, secret, number) for number in range(PEOPLE)]
        asyncio.run(_stay(visitors))
    if not all(each.figures for each in visitors):
        raise RuntimeError("somebody saw no figure: this is no measurement")
    clicks = sorted(seconds for each in visitors for seconds in each.clicks)
    hundredths = quantiles(clicks, n=100)
    note = (
        f"{len(clicks)} clicks in {SECONDS} s; middle {hundredths[49]:.2f} s, worst {clicks[-1]:.2f} s; "
        f"first page of all at once: slowest {max(each.first for each in visitors):.1f} s; faults {sum(each.faults for each in visitors)}"
    )
    what = f"a click of {PEOPLE} signed-in people, {THINKING:.0f} s apart, over {lines:,} order lines, 95 of 100"
    yield Figure("sessions", what, hundredths[94], 1.0, note=note)


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
    return Visitor(home, cookies, random.Random(SEED + number), f"shop={shop.name}&lang=zh")


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
