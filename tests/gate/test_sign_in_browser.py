"""Real sign-in with a real browser, against a provider of OpenID Connect that runs on this computer."""

import contextlib
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

import warehouse
from book import people
from run import chromium
from tests import made
from tests.browser.conftest import OPTIONS, QUIET
from tests.made import Desk

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
NEAR = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1"
SIGN_IN = re.compile("登录|Sign in")
BOSS, WANG, LI = "boss@agency.test", "wang@merchant.test", "li@merchant.test"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextlib.contextmanager
def provider() -> Iterator[str]:
    """The provider of the tests; it signs in whoever types a name."""
    from oidc_provider_mock import run_server_in_thread

    with run_server_in_thread(port=free_port()) as server:
        yield f"http://localhost:{server.server_port}/.well-known/openid-configuration"


@contextlib.contextmanager
def serving(data: Path, metadata: str, more: str = "", port: int = 0, home: str = "") -> Iterator[str]:
    """The app in team mode over a data folder; the address at which browsers reach it."""
    port = port or free_port()
    home = home or f"http://localhost:{port}"
    file = data / "sign-in.toml"
    file.write_text(
        f'[auth]\nredirect_uri = "{home}/oauth2callback"\ncookie_secret = "{secrets.token_hex(32)}"\n'
        f'client_id = "duizhang"\nclient_secret = "duizhang-secret"\nserver_metadata_url = "{metadata}"\n{more}'
    )
    file.chmod(0o600)
    with (data / "server.log").open("wb") as log:
        app = subprocess.Popen(
            [sys.executable, "-m", "gate", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"DUIZHANG_DATA": str(data), "PYTHONUTF8": "1"},
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
    try:
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"http://localhost:{port}/healthz", trust_env=False).status_code == 200:
                    break
            assert app.poll() is None, (data / "server.log").read_text("utf-8")
            assert time.monotonic() < deadline, "the app does not answer"
            time.sleep(0.2)
        yield home
    finally:
        app.terminate()
        app.wait(15)


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=chromium(), args=[*OPTIONS, NEAR])
    yield started
    started.close()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two shops, a merchant for each, an administrator."""
    folder = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DUIZHANG_DATA", str(folder / "data"))
        for shop, amount in (("甲店", "1234.56"), ("乙店", "7777.77")):
            orders = [made.taobao_order(f"{shop}{n}", amount, day=f"2026-06-0{n}") for n in range(1, 8)]
            Desk(folder / shop, shop).accept(("ExportOrderList202606150900.csv", made.sheet(orders)))
        people.appoint(BOSS, "test", "Boss")
        people.grant(WANG, "甲店", "merchant", "test", "王老板")
        people.grant(LI, "乙店", "merchant", "test", "李老板")
        yield warehouse.data_folder()


@pytest.fixture(scope="module")
def home(data: Path) -> Iterator[str]:
    with provider() as metadata, serving(data, metadata) as address:
        yield address


def sign_in(window: BrowserContext, home: str, account: str) -> Page:
    """Through the provider's own page and back."""
    page = window.new_page()
    page.goto(home)
    page.get_by_role("button", name=SIGN_IN).click()
    page.wait_for_url("**/oauth2/authorize**", timeout=30_000)
    page.get_by_placeholder("sub").fill(account)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{home}/**", timeout=30_000)
    return settled(page)


def settled(page: Page) -> Page:
    page.wait_for_selector(QUIET, timeout=60_000)
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_timeout(300)
    page.wait_for_selector(QUIET, timeout=60_000)
    return page


def text(page: Page) -> str:
    return page.locator("body").inner_text()


def test_a_merchant_signs_in_sees_one_shop_and_signs_out(browser: Browser, home: str) -> None:
    window, thief = browser.new_context(), browser.new_context()
    page = sign_in(window, home, WANG)
    assert "8,641.92" in text(page)  # seven orders of 1,234.56
    assert "王老板" in text(page)
    assert "乙店" not in page.content()
    page.goto(f"{home}/?shop=乙店")
    assert "54,444.39" not in text(settled(page))
    assert "8,641.92" in text(page)
    stolen = window.cookies()
    page.get_by_role("button", name=re.compile("退出|Sign out")).click()
    page.wait_for_url("**/oauth2/end_session**", timeout=30_000)  # the provider asks whether it shall sign out too
    page.goto(home)
    page.get_by_role("button", name=SIGN_IN).wait_for(timeout=30_000)
    thief.add_cookies(stolen)  # type: ignore[arg-type]
    other = thief.new_page()
    other.goto(home)
    other.get_by_role("button", name=SIGN_IN).wait_for(timeout=30_000)
    assert "8,641.92" not in text(other)
    window.close()
    thief.close()


def test_who_is_granted_nothing_sees_nothing(browser: Browser, home: str) -> None:
    window = browser.new_context()
    page = sign_in(window, home, "stranger")
    assert "stranger" in text(page)
    assert "甲店" not in page.content()
    assert "乙店" not in page.content()
    window.close()


def test_a_grant_taken_away_is_gone_from_an_open_page(
    browser: Browser, home: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIZHANG_DATA", str(data))
    people.grant("zhao@merchant.test", "甲店", "accountant", "test", "赵会计")
    window = browser.new_context()
    page = sign_in(window, home, "zhao@merchant.test")
    assert "8,641.92" in text(page)
    people.grant("zhao@merchant.test", "甲店", None, "test")
    begun = time.monotonic()
    page.get_by_text("zhao@merchant.test").wait_for(timeout=60_000)
    assert time.monotonic() - begun < 60
    assert "8,641.92" not in text(page)
    window.close()


NPM = os.environ.get("DUIZHANG_OIDC_PROVIDER", "")  # a folder in which `npm install oidc-provider@9.13` was run


@pytest.mark.skipif(not NPM, reason="DUIZHANG_OIDC_PROVIDER names no folder with npm's oidc-provider")
def test_a_second_provider_signs_in_too(browser: Browser, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Npm's certified oidc-provider: PKCE required, its own consent page, a verified e-mail address as the account."""
    monkeypatch.setenv("DUIZHANG_DATA", str(data))
    people.grant("qian@merchant.test", "乙店", "merchant", "test", "钱老板")
    port, other = free_port(), free_port()
    home = f"http://localhost:{port}"
    command = ["node", str(Path(__file__).with_name("provider.mjs")), str(other), f"{home}/oauth2callback", NPM]
    node = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert node.stdout
        assert node.stdout.readline().strip() == "ready"
        metadata = f"http://localhost:{other}/.well-known/openid-configuration"
        more = 'client_kwargs = { scope = "openid email profile", prompt = "login" }\n'
        with serving(data, metadata, more, port):
            window = browser.new_context()
            page = window.new_page()
            page.goto(home)
            page.get_by_role("button", name=SIGN_IN).click()
            page.locator("[name=login]").fill("qian")
            page.locator("[name=password]").fill("any")
            page.locator("button[type=submit]").click()
            page.get_by_role("button", name="Continue").click()
            page.wait_for_url(f"{home}/**", timeout=30_000)
            said = text(settled(page))
            assert "钱老板" in said, "the name in the list, not the one that the provider tells"
            assert "somebody else entirely" not in said
            assert "54,444.39" in said  # seven orders of 7,777.77
            assert "甲店" not in page.content()
            window.close()
    finally:
        node.terminate()
        node.wait(10)
