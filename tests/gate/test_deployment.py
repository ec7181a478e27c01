"""The files of deploy/ as docs/deployment.md tells people to use them: what they name exists, and both proxies really serve."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import TimeoutError as TooLate

from gate.server import ROOT
from tests.gate.test_sign_in_browser import (  # noqa: F401  # fmt: skip
    SIGN_IN,
    WANG,
    browser,
    data,
    free_port,
    provider,
    serving,
    settled,
    sign_in,
    text,
)

DEPLOY = ROOT / "deploy"
NAME = "books.localhost"  # browsers know names under localhost as this computer
LIMIT = 50_000_000  # bytes, as the drop zone counts its 50 MB
OVER = re.compile("50.*MB")


def said(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def modules(command: str) -> set[str]:
    return set(re.findall(r"-m ([a-z]\w*)", command))


def test_the_page_names_the_files_and_the_files_name_what_there_is() -> None:
    page = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    for name in ("duizhang.service", "duizhang.cron", "Containerfile", "Caddyfile", "nginx.conf"):
        assert f"../deploy/{name}" in page
    for command in (page, said("duizhang.service"), said("duizhang.cron")):
        for module in modules(command) - {"venv", "pip"}:
            assert (ROOT / module).is_dir(), module
    for file in re.findall(r"\]\((?!http)([^)#]+)", page):
        assert (ROOT / "docs" / file).exists(), file


def test_unit_cron_and_page_agree_on_the_folders() -> None:
    unit, cron = said("duizhang.service"), said("duizhang.cron")
    page = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    for folder in ("/opt/duizhang", "/srv/duizhang"):
        assert folder in unit
        assert folder in cron
        assert folder in page
    assert re.search(r"ReadWritePaths=(.*)", unit)[1] == re.search(r"DUIZHANG_DATA=(\S+)", unit)[1]  # type: ignore[index]
    assert "/srv/backup" in page


def test_every_command_of_the_page_is_one() -> None:
    """Each option that the page and the files write is in the help of its command."""
    page = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    lines = "\n".join(
        (page, said("duizhang.cron"), said("duizhang.service"), said("Containerfile").replace('", "', " "))
    )
    calls = set(re.findall(r"-m (etl|book|gate)\b([^`\n|>\"#]*)", lines))
    calls |= {(m, rest) for m, rest in re.findall(r"as_app (etl|book)\b([^`\n|>#]*)", lines)}
    assert len(calls) > 8
    for module, rest in calls:
        words = shlex.split(rest)
        verb = [words[0]] if words and not words[0].startswith("-") else []
        asked = [sys.executable, "-m", module, *verb, "--help"]
        told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
        assert told.returncode == 0, (asked, told.stderr)
        for option in (word for word in words if word.startswith("--")):
            assert option in told.stdout, (module, verb, option)


def test_the_container_holds_all_that_the_program_needs() -> None:
    left_out = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    tops = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["root_packages"]
    assert not set(left_out) & {*tops, "pages", "locale", ".streamlit", "app.py"}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "duizhang.service"
    unit.write_text(said("duizhang.service").replace("/opt/duizhang/.venv/bin/python", "/bin/true"))
    told = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    assert "duizhang" not in told.stderr
    assert told.returncode == 0, told.stderr


@dataclass(frozen=True)
class Front:
    """A proxy with a certificate of its own before a port."""

    name: str
    port: int
    behind: int

    @property
    def home(self) -> str:
        return f"https://{NAME}:{self.port}"


def certificate(folder: Path) -> tuple[Path, Path]:
    key, pem = folder / "privkey.pem", folder / "fullchain.pem"
    subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    made_by = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        str(key),
        "-out",
        str(pem),
        *subject,
    ]
    subprocess.run(made_by, check=True, capture_output=True)
    return pem, key


def command_of(front: Front, folder: Path) -> tuple[list[str], list[str]]:
    """How to check and how to run the proxy with our file: only names, ports and places are others."""
    pem, key = certificate(folder)
    if front.name == "nginx":
        ours = (
            said("nginx.conf").replace("books.example.com", NAME).replace("127.0.0.1:8501", f"127.0.0.1:{front.behind}")
        )
        ours = ours.replace("listen 443", f"listen 127.0.0.1:{front.port}")
        ours = re.sub(r"(ssl_certificate +)\S+;", rf"\g<1>{pem};", ours)
        ours = re.sub(r"(ssl_certificate_key +)\S+;", rf"\g<1>{key};", ours)
        kept = "".join(f"{each}_temp_path {folder}/{each};\n" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))  # fmt: skip
        file = folder / "nginx.conf"
        file.write_text(f"pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n{kept}{ours}}}\n")  # fmt: skip
        whole = ["nginx", "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(file)]
        return [*whole, "-t"], [*whole, "-g", "daemon off;"]
    ours = (
        said("Caddyfile")
        .replace("books.example.com", front.home)
        .replace("127.0.0.1:8501", f"127.0.0.1:{front.behind}")
    )
    ours = ours.replace("\treverse_proxy", f"\tbind 127.0.0.1\n\ttls {pem} {key}\n\treverse_proxy")
    file = folder / "Caddyfile"
    file.write_text("{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + ours)
    options = ["--config", str(file), "--adapter", "caddyfile"]
    return ["caddy", "validate", *options], ["caddy", "run", *options]


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def front(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    if not shutil.which(request.param) or not shutil.which("openssl"):
        pytest.skip(f"no {request.param} here")
    made_here = Front(request.param, free_port(), free_port())
    folder = tmp_path_factory.mktemp(request.param)
    check, run = command_of(made_here, folder)
    home = {"HOME": str(folder), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    told = subprocess.run(check, capture_output=True, text=True, env=home)
    assert told.returncode == 0, told.stderr
    started = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=home)
    try:
        yield made_here
    finally:
        started.terminate()
        started.wait(10)


@pytest.fixture(scope="module")
def window(front: Front, data: Path, browser: Browser) -> Iterator[BrowserContext]:  # noqa: F811
    with provider() as metadata, serving(data, metadata, port=front.behind, home=front.home):
        opened = browser.new_context(ignore_https_errors=True, accept_downloads=True, locale="en-US")
        yield opened
        opened.close()


def asked(front: Front, path: str, host: str = "") -> httpx.Response:
    """What the proxy answers to a program; the name is that of the certificate, `host` what the request says."""
    headers = {"host": host or f"{NAME}:{front.port}"}
    with httpx.Client(verify=False, trust_env=False) as client:
        return client.get(f"https://127.0.0.1:{front.port}{path}", headers=headers, extensions={"sni_hostname": NAME})


def taken(page: Page) -> Path:
    """The page's first download. On a busy computer a press is lost now and then: it is pressed again, as people do."""
    for _ in range(3):
        with suppress(TooLate):
            with page.expect_download(timeout=30_000) as download:
                page.get_by_test_id("stDownloadButton").first.get_by_role("button").click()
            return download.value.path()
    raise AssertionError("nothing was downloaded")


@pytest.mark.browser
def test_the_whole_way_through_https(front: Front, window: BrowserContext, tmp_path: Path) -> None:
    """Sign-in, socket, cookies, a download, uploads up to the limit and beyond it, another host's name, sign-out."""
    page = sign_in(window, front.home, WANG)
    assert "8,641.92" in text(page)
    cookies = {each["name"]: each for each in window.cookies() if each["domain"] == NAME}
    assert all(each["secure"] for each in cookies.values()), cookies
    assert all(each["httpOnly"] for name, each in cookies.items() if name.startswith("_streamlit_user")), cookies

    page.goto(f"{front.home}/people")
    settled(page)
    assert taken(page).stat().st_size > 0

    page.goto(f"{front.home}/files")
    settled(page)
    whole, over = tmp_path / "whole.csv", tmp_path / "over.csv"
    whole.write_bytes(b"a,b\n" + b"1,2\n" * ((LIMIT - 4) // 4))
    over.write_bytes(b"1,2\n" * (LIMIT // 4 + 1))
    assert whole.stat().st_size == LIMIT
    zone = page.locator("[data-testid=stFileUploader] input")
    sent: list[str] = []
    page.on("request", lambda each: sent.append(each.url) if "/upload_file/" in each.url else None)
    with page.expect_response(
        lambda answer: "/upload_file/" in answer.url and answer.request.method == "PUT"
    ) as answer:
        zone.set_input_files(whole)
    assert answer.value.status == 204
    settled(page)
    assert "whole.csv" in text(page)
    sent.clear()
    zone.set_input_files(over)
    page.get_by_text(OVER).first.wait_for(timeout=60_000)
    assert not sent, "the page itself says that it is too large"

    assert asked(front, "/healthz").text == "ok"
    foreign = asked(front, "/", host="evil.test")
    assert foreign.status_code == 421 or not foreign.content
    assert asked(front, "/_stcore/metrics").status_code == 404
    assert "max-age" in asked(front, "/").headers["strict-transport-security"]

    page.goto(front.home)
    settled(page)
    page.get_by_role("button", name=re.compile("退出|Sign out")).click()
    page.wait_for_url("**/oauth2/end_session**", timeout=30_000)
    page.goto(front.home)
    page.get_by_role("button", name=SIGN_IN).wait_for(timeout=30_000)
