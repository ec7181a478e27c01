"""The gate as a caller without a browser meets it: addresses, cookies, files and uploads that must be refused."""

import json
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit import config
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string

import warehouse
from book import people, seen
from gate import files
from gate.files import Downloads, Owner, Uploads
from gate.server import GatedApp, prepared
from tests.gate.conftest import Team, claims
from warehouse import access, mode

HOME = "http://localhost:8620"
SECRET = "0123456789abcdef0123456789abcdef"
SEED = 20_261_122


def cookie(said: dict[str, Any], secret: str = SECRET) -> dict[str, str]:
    """The cookies that Streamlit would set for these claims."""
    made: dict[str, str] = {}
    set_cookie_with_chunks(
        lambda name, value: made.update({name: create_signed_value(secret, name, value).decode()}),
        lambda name, value: create_signed_value(secret, name, value),
        "_streamlit_user",
        {"origin": HOME, **said},
        cookie_attr_size=100,
    )
    return made


@pytest.fixture(scope="module")
def app(two_shops: Any) -> Iterator[GatedApp]:
    """One server for all; Streamlit allows one in a process."""
    from streamlit.runtime import Runtime

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DUIZHANG_DATA", str(two_shops))
        config.get_config_options()
        config.set_option("server.address", "127.0.0.1")
        config.set_option("server.cookieSecret", SECRET)
        yield prepared("127.0.0.1")
        if Runtime.exists():
            Runtime._instance = None
        mode.gated(team=False)


@pytest.fixture(scope="module")
def client(app: GatedApp) -> Iterator[TestClient]:
    with TestClient(app, base_url=HOME) as started:
        yield started


@pytest.fixture
def store(client: TestClient, app: GatedApp) -> Downloads:
    assert app._runtime is not None
    found = app._runtime.media_file_mgr._storage
    assert isinstance(found, Downloads)
    return found


def socket(said: dict[str, Any]) -> dict[str, Any]:
    """What opens Streamlit's socket as a browser with these cookies does."""
    token = generate_xsrf_token_string()
    cookies = {**cookie(said), "_streamlit_xsrf": token}
    headers = {"host": "localhost:8620", "origin": HOME, "cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())}
    return {"url": "/_stcore/stream", "headers": headers, "subprotocols": ["streamlit", token]}


def session_of(app: GatedApp, account: str | None) -> AppSession:
    """The newest session of somebody."""
    assert app._runtime is not None
    known = [each.session for each in app._runtime._session_mgr.list_active_sessions()]
    return next(each for each in reversed(known) if each._user_info.get("sub") == account)


def put(store: Downloads, content: bytes, owner: Owner) -> str:
    """A download as a run of this owner would make it; its address."""
    token = files._owner.set(owner)
    try:
        return store.get_url(store.load_and_get_id(content, "text/csv", MediaFileKind.DOWNLOADABLE, "a.csv"))
    finally:
        files._owner.reset(token)


def test_every_answer_carries_the_headers(client: TestClient, team: Team) -> None:
    for path in ("/", "/week", "/healthz", "/_stcore/health", "/_stcore/metrics", "/media/none"):
        answer = client.get(path)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent",
        "/_stcore/agent/schema",
        "/_stcore/script-health-check",
        "/_stcore/bidi-components/x",
        "/component/x/index.html",
        "/app/static/secrets.toml",
        "/mcp",
        "/schema",
    ],
)
def test_what_nobody_needs_is_closed(path: str, client: TestClient, team: Team) -> None:
    for method in ("GET", "POST"):
        assert client.request(method, path).status_code in (404, 405)


def test_no_file_of_the_server_is_an_address(client: TestClient, team: Team) -> None:
    for path in ("/sign-in.toml", "/.streamlit/secrets.toml", "/data/people.sqlite", "/shops/甲店/book.sqlite", "/../sign-in.toml", "/%2e%2e/sign-in.toml"):  # fmt: skip
        answer = client.get(path)
        assert SECRET not in answer.text
        assert answer.status_code != 200 or "<title>Streamlit</title>" in answer.text


@pytest.mark.parametrize(
    "host",
    ["evil.test", "localhost.evil.test", "127.0.0.1.nip.io", "", "[::2]", "evil.test:8620", "localhost@evil.test"],
)
def test_a_name_that_is_not_ours_is_refused(host: str, client: TestClient, team: Team) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


def test_our_own_names_are_answered(client: TestClient, team: Team) -> None:
    for host in ("localhost", "localhost:8620", "127.0.0.1:1", "LOCALHOST.", "[::1]:8620"):
        assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_a_download_is_its_owners_while_the_shop_is(client: TestClient, store: Downloads, team: Team) -> None:
    address = put(store, b"1234.56", Owner("wang", "甲店"))
    assert client.get(address).status_code == 404
    for account, status in (("wang", 200), ("guan", 404), ("other", 404), ("boss", 404)):
        answer = client.get(address, cookies=cookie(claims(account)))
        client.cookies.clear()
        assert answer.status_code == status, account
        assert ("1234.56" in answer.text) == (status == 200)
    answer = client.get(address, cookies=cookie(claims("wang")))
    client.cookies.clear()
    assert answer.headers["cache-control"] == "private, no-store"
    assert "attachment" in answer.headers["content-disposition"]
    client.get(address, headers={"sec-fetch-mode": "cors"}, cookies=cookie(claims("wang")))  # the page's own look
    client.cookies.clear()
    with access.acting(access.EVERYONE):
        log = seen.seen(warehouse.shop("甲店"))
        assert [(each.who, each.kind, each.subject) for each in log[-2:]] == [("wang先生", "exported", "a.csv")] * 2
        assert seen.verify(warehouse.shop("甲店")) == log[-1].number


def test_a_download_is_gone_with_the_grant_and_with_the_sign_out(
    client: TestClient, store: Downloads, team: Team
) -> None:
    people.grant("gast", "甲店", "accountant", "test", "Gast")
    mine = cookie(claims("gast", iat=int(time.time()) - 5))
    address = put(store, b"99.99", Owner("gast", "甲店"))
    assert client.get(address, cookies=mine).status_code == 200
    people.grant("gast", "甲店", None, "test")
    assert client.get(address, cookies=mine).status_code == 404
    people.grant("gast", "甲店", "accountant", "test")
    assert client.get(address, cookies=mine).status_code == 200
    client.get("/auth/logout", cookies=mine, follow_redirects=False)
    client.cookies.clear()
    assert client.get(address, cookies=mine).status_code == 404
    client.cookies.clear()
    assert client.get(address, cookies=cookie(claims("gast"))).status_code == 200, "a new sign-in counts"
    client.cookies.clear()


def test_equal_files_of_two_people_are_two_addresses(store: Downloads, team: Team) -> None:
    made = {put(store, b"same", Owner(account, shop)) for account in ("wang", "guan") for shop in ("甲店", "乙店")}
    assert len(made) == 4


def test_a_large_file_changed_in_its_middle_is_another_file(store: Downloads, team: Team) -> None:
    before = b"0" * 3_000_000
    after = before[:700_000] + b"7" + before[700_001:]
    assert put(store, before, Owner()) != put(store, after, Owner())


def test_hundreds_of_replayed_addresses_and_cookies_are_refused(
    client: TestClient, store: Downloads, team: Team
) -> None:
    """Signed cookies of others, ended, too old, from the future, without an age, forged, cut and changed in one letter."""
    chance = random.Random(SEED)
    now = int(time.time())
    address = put(store, b"KANARIAJIA 777", Owner("wang", "甲店"))
    good = cookie(claims("wang"))["_streamlit_user"]
    bad: list[dict[str, str]] = [{}]
    bad += [cookie(claims(each)) for each in ("guan", "yun", "kuai", "boss", "other", "nobody", "WANG", "wang ", "")]
    bad += [cookie(claims("wang", iat=now - chance.randint(12 * 3600, 10**8))) for _ in range(60)]
    bad += [cookie(claims("wang", iat=now + chance.randint(120, 10**8))) for _ in range(30)]
    ages: tuple[Any, ...] = (None, "", str(now), True, [now], {}, -1, 0)
    bad += [cookie(claims("wang", iat=each)) for each in ages]
    bad += [cookie(claims("wang", is_logged_in=each)) for each in (False, None, 1, "true")]
    bad += [cookie(claims("guan", email="wang", email_verified=each)) for each in (False, None, "true", 1, True)][:4]
    bad += [cookie(claims("wang"), f"{SECRET[:-1]}{letter}") for letter in "0123456789abcde"]
    for _ in range(300):
        place = chance.randrange(len(good))
        other = chance.choice([each for each in "ABCDEFabcdef0123456789-_." if each != good[place]])
        bad.append({"_streamlit_user": good[:place] + other + good[place + 1 :]})
    bad += [{"_streamlit_user": good[:length]} for length in range(0, len(good) - 1, 3)]
    bad += [{"_streamlit_user": json.dumps(claims("wang"))}, {"_streamlit_user": "chunks-9"}, {"other": good}]
    refused = 0
    for each in bad:
        answer = client.get(address, headers={"cookie": "; ".join(f"{name}={value}" for name, value in each.items())})
        assert (answer.status_code, "777" in answer.text) == (404, False), each
        refused += 1
    own = {"cookie": f"_streamlit_user={good}"}
    name = address.rpartition("/")[2]
    addresses = [name[:n] + chance.choice("0123456789abcdef") + name[n + 1 :] for n in range(64)]
    for wrong in (each for each in addresses if each != name):
        assert client.get(f"/media/{wrong}", headers=own).status_code == 404
        refused += 1
    assert client.get(address, headers=own).status_code == 200
    assert refused >= 500, (refused, SEED)
    print(f"{refused} replays refused, seed {SEED}")


def test_a_socket_of_an_ended_sign_in_is_nobodys(client: TestClient, app: GatedApp, team: Team) -> None:
    """The page opens, to sign in again; Streamlit is not told who it was."""
    with client.websocket_connect(**socket(claims("wang"))):
        assert session_of(app, "wang")
    with client.websocket_connect(**socket(claims("kuai", iat=1))):
        assert session_of(app, None)
        with pytest.raises(StopIteration):
            session_of(app, "kuai")


@pytest.mark.parametrize(("path", "host"), [("/_stcore/other", "localhost"), ("/_stcore/stream", "evil.test")])
def test_no_other_socket_opens(path: str, host: str, client: TestClient, team: Team) -> None:
    headers = {"origin": f"http://{host}", "host": host}
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(path, headers=headers):
        pass


@pytest.mark.parametrize(
    "origin", ["https://evil.test", "http://localhost:9", "null", "http://localhost:8620.evil.test"]
)
def test_a_foreign_page_opens_no_socket_and_nobody_outside_is_asked(
    origin: str, client: TestClient, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("streamlit.net_util.get_external_ip", lambda: asked.append(origin))
    headers = {"origin": origin, "host": "localhost:8620"}
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream", headers=headers):
        pass
    assert not asked


def test_files_come_into_ones_own_session_only(client: TestClient, app: GatedApp, team: Team) -> None:
    with client.websocket_connect(**socket(claims("wang"))):
        address = f"/_stcore/upload_file/{session_of(app, 'wang').id}/1"
        for account, status in ((None, 401), ("other", 404), ("guan", 404), ("boss", 404)):
            cookies = "; ".join(f"{n}={v}" for n, v in cookie(claims(account)).items()) if account else ""
            answer = client.put(address, headers={"cookie": cookies}, files={"file": ("a.csv", b"1")})
            assert answer.status_code == status, account
        own = socket(claims("wang"))["headers"]
        token = {"x-xsrftoken": own["cookie"].partition("_streamlit_xsrf=")[2]}
        assert client.put(address, headers=own, files={"file": ("a.csv", b"1")}).status_code == 403, "Streamlit's token"
        assert client.put(address, headers=own | token, files={"file": ("a.csv", b"1")}).status_code == 204
        assert client.put(address, headers=own | token, files={"file": ("a.exe", b"1")}).status_code == 415
        large = b"0" * (51 << 20)
        assert client.put(address, headers=own | token, files={"file": ("a.csv", large)}).status_code == 413


def test_who_only_reads_loads_nothing_up(client: TestClient, app: GatedApp, team: Team) -> None:
    opening = socket(claims("kuai"))
    with client.websocket_connect(**opening):
        address = f"/_stcore/upload_file/{session_of(app, 'kuai').id}/1"
        answer = client.put(address, headers=opening["headers"], files={"file": ("a.csv", b"1")})
        assert (answer.status_code, answer.text) == (403, "only reading")


@pytest.mark.parametrize(
    ("name", "is_taken"), [("a.csv", True), ("A.XLSX", True), ("a.exe", False), ("a", False), ("a.csv.exe", False)]
)
def test_an_upload_is_of_a_known_kind(name: str, is_taken: bool, team: Team) -> None:
    from starlette.exceptions import HTTPException

    uploads = Uploads("/_stcore/upload_file")
    file = UploadedFileRec(file_id="1", name=name, type="text/csv", data=b"1")
    if is_taken:
        uploads.add_file("s", file)
        assert uploads.get_files("s", ["1"])
    else:
        with pytest.raises(HTTPException) as refused:
            uploads.add_file("s", file)
        assert refused.value.status_code == 415


def test_cookies_go_over_https_only_where_the_app_is(app: GatedApp, team: Team) -> None:
    from gate.gate import Gate

    assert app._runtime is not None
    gate = Gate(app, Downloads("/media"), app._runtime, ("books.test",), origin="https://books.test")
    said = {"headers": [(b"set-cookie", b"a=b; Path=/"), (b"set-cookie", b"c=d; Secure")]}
    assert gate._headers("/", said) == [(b"set-cookie", b"a=b; Path=/; Secure"), (b"set-cookie", b"c=d; Secure")]
    assert (b"strict-transport-security", b"max-age=31536000") in gate._extra("/")
