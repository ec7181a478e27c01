"""The day's list sent: once per alert and change, at its time, tried again after a failure, and no secret anywhere."""

import json
import logging
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import apprise
import pytest

from book import Change, book
from book.value import Wrong
from reports.alerts.alerts import alerts
from reports.alerts.handled import Handled, handle
from reports.alerts.needs import grouped, recent
from reports.alerts.notify import daily
from reports.alerts.notify.addresses import Times, add, addresses, remove, set_times, times
from reports.alerts.notify.daily import deliver, is_due, try_out
from reports.alerts.notify.memory import Past, Sending, past, remember
from reports.alerts.notify.post import Problem, post
from reports.alerts.notify.target import ROBOTS, hook, mail, robot, secrets
from reports.alerts.notify.words import letter
from reports.command import main
from reports.scope import Scope
from reports.tongue import Tongue
from tests import made
from tests.made import Desk
from tests.reports.alerts.receivers import Hooks, Mailbox, serving

NOW = datetime(2026, 6, 3, 9, 30)
CANARY = "CanaryToken0123456789"
USER, PASSWORD = "lin@made.example.com", "Canary/P@ss:word#1"


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that every test copies: ads above their cap of 500.00, one item by 400 and 100, another by 50."""
    with pytest.MonkeyPatch.context() as patched:
        folder = tmp_path_factory.mktemp("spent")
        patched.setenv("DUIZHANG_DATA", str(folder / "data"))
        desk = Desk(folder)
        rows = [("900.00", "2026-06-01", "7001"), ("600.00", "2026-06-02", "7001"), ("550.00", "2026-06-01", "7002")]
        desk.accept(("ads.csv", made.sheet([made.wanxiangtai_day(*row) for row in rows])))
        book(desk.shop).append([Change("engagement", "guards.ad_cap_per_product_day", "500.00")], "店主")
    return folder / "data"


@pytest.fixture
def spent(desk: Desk, made_once: Path) -> Desk:
    """The shop of `made_once`, this test's own."""
    shutil.copytree(made_once, desk.folder / "data")
    return desk


@pytest.fixture
def hooks() -> Iterator[Hooks]:
    with serving(Hooks()) as found:
        yield found


def listen(desk: Desk, hooks: Hooks, language: str = "en", name: str = "老板") -> str:
    """Add a receiver of our own to the shop."""
    return add(desk.shop, hook(f"json://{hooks.address}/{CANARY}"), name, language, "店主")


def messages(hooks: Hooks) -> list[tuple[str, str]]:
    return [(body["title"], body["message"]) for _, body in hooks.got]


def test_the_message_in_both_languages(spent: Desk) -> None:
    """Two things: 400 + 100 = 500.00 of item 7001, 50.00 of item 7002."""
    needs = grouped(recent(spent.shop, "cleaned", NOW.date()).alerts)
    said = letter(spent.shop, needs, Tongue("en"), 10, 10_000)
    assert said.title == "灯具店: 2 things need somebody, the largest about ¥500.00"
    assert said.body == (
        "1. Ads of one product above the cap · ¥500.00\n"
        "On 2026/06/01 ¥900.00 was spent on ads for 商品7001 (7001); the cap is ¥500.00 a product and day. That is ¥400.00 too much.\n"
        "It fired 2 times since 2026/06/01; told is the largest.\n"
        "2. Ads of one product above the cap · ¥50.00\n"
        "On 2026/06/01 ¥550.00 was spent on ads for 商品7002 (7002); the cap is ¥500.00 a product and day. That is ¥50.00 too much."
    )
    chinese = letter(spent.shop, needs, Tongue("zh"), 10, 10_000)
    assert re.findall(r"¥[\d,.]+\d", chinese.body) == re.findall(r"¥[\d,.]+\d", said.body)
    assert not re.search(r"spent on ads|above the cap|It fired", chinese.body)


def test_a_long_list_is_cut_by_things_and_by_bytes(spent: Desk) -> None:
    needs = grouped(recent(spent.shop, "cleaned", NOW.date()).alerts)
    one = letter(spent.shop, needs, Tongue("en"), 1, 10_000)
    assert one.body.endswith("told is the largest.\nand 1 more: see the page “Alerts”")
    for room in range(150, 700, 7):
        cut = letter(spent.shop, needs, Tongue("zh"), 10, room)
        assert len(f"{cut.title}\n{cut.body}".encode()) <= room
    assert letter(spent.shop, needs, Tongue("en"), 10, 150).body == "and 2 more: see the page “Alerts”"


def test_an_alert_is_sent_once_and_again_when_it_changes(spent: Desk, hooks: Hooks) -> None:
    listen(spent, hooks)
    [sent] = deliver(spent.shop, NOW)
    assert (sent.sending.things, sent.sending.problem) == (2, None)
    [again] = deliver(spent.shop, NOW + timedelta(hours=1))
    assert (again.sending.things, len(hooks.got)) == (0, 1)
    # Another report raises what item 7002 cost by 25: only that is news, 550 + 25 − 500 = 75.00.
    spent.accept(("more.csv", made.sheet([made.wanxiangtai_day("25.00", item="7002", campaign="12")])))
    deliver(spent.shop, NOW + timedelta(days=1))
    title, body = messages(hooks)[1]
    assert title == "灯具店: 1 thing needs somebody, the largest about ¥75.00"
    assert "7002" in body
    assert "7001" not in body
    deliver(spent.shop, NOW + timedelta(days=1, hours=1))
    assert len(hooks.got) == 2
    # Somebody new gets the whole list, those who know it nothing.
    listen(spent, hooks, name="小周")
    assert [each.sending.things for each in deliver(spent.shop, NOW + timedelta(days=1, hours=2))] == [0, 2]


def test_what_was_seen_is_left_out_and_what_was_put_off_comes_back(spent: Desk, hooks: Hooks) -> None:
    listen(spent, hooks)
    found = alerts(Scope(spent.shop), NOW.date())
    ledger, ids = book(spent.shop), [each.id for each in found.alerts]
    assert [each.split()[2] for each in ids] == ["7001", "7001", "7002"]
    handle(ledger, [(ids[0], Handled("acknowledged")), (ids[1], Handled("acknowledged"))], "店主")
    deliver(spent.shop, NOW)
    handle(ledger, [(ids[2], Handled("snoozed", date(2026, 6, 5)))], "店主")
    deliver(spent.shop, NOW + timedelta(days=1))
    assert [title.partition(": ")[2] for title, _ in messages(hooks)] == [
        "1 thing needs somebody, the largest about ¥50.00"
    ]
    deliver(spent.shop, NOW + timedelta(days=2))
    deliver(spent.shop, NOW + timedelta(days=3))
    assert len(hooks.got) == 2


def test_when_it_is_time() -> None:
    when = Times(time(9), (time(22), time(8)), 10)
    told = Past(last=Sending("a", NOW))

    def due(known: Past, at: str, day: int = 3) -> bool:
        return is_due(when, known, datetime.combine(date(2026, 6, day), time.fromisoformat(at)))

    assert [due(Past(), at) for at in ("08:59", "09:00", "21:59", "22:00", "23:30")] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert [due(told, "09:40"), due(told, "08:59", 4), due(told, "09:00", 4)] == [False, False, True]
    failed = Past(last=Sending("a", NOW, problem=Problem("slow")), failures=1)
    assert [due(failed, "09:30:59"), due(failed, "09:31")] == [False, True]
    often = Past(last=Sending("a", NOW, problem=Problem("slow")), failures=4)
    assert [due(often, "10:29"), due(often, "10:30")] == [False, True]
    assert [due(often, "07:00", 4), due(often, "08:00", 4)] == [False, True]  # never in quiet hours
    ever = Past(last=Sending("a", NOW, problem=Problem("slow")), failures=99)
    assert [due(ever, "09:29", 4), due(ever, "09:30", 4)] == [False, True]
    assert due(told, "09:10", 2)  # the clock was set back
    assert Times(time(9), (time(12), time(12)), 10).is_quiet(time(12)) is False


def test_a_failed_sending_is_tried_again_with_growing_pauses_and_then_arrives_once(spent: Desk, hooks: Hooks) -> None:
    name = listen(spent, hooks)
    hooks.answers = [(503, {}), (500, {})]
    deliver(spent.shop, NOW, only_due=True)
    assert past(spent.shop)[name].last == Sending(name, NOW, problem=Problem("refused", "HTTP 503"))
    assert deliver(spent.shop, NOW + timedelta(seconds=59), only_due=True) == []
    deliver(spent.shop, NOW + timedelta(minutes=1), only_due=True)
    assert past(spent.shop)[name].failures == 2
    assert deliver(spent.shop, NOW + timedelta(minutes=5), only_due=True) == []
    deliver(spent.shop, NOW + timedelta(minutes=6), only_due=True)
    known = past(spent.shop)[name]
    assert (known.failures, known.sent and known.sent.things, len(hooks.got)) == (0, 2, 3)
    deliver(spent.shop, NOW + timedelta(minutes=30))
    assert len(hooks.got) == 3


def test_a_crash_before_it_is_remembered_doubles_one_message_only(
    spent: Desk, hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen(spent, hooks)

    def crash(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(daily, "remember", crash)
        with pytest.raises(KeyboardInterrupt):
            deliver(spent.shop, NOW)
    deliver(spent.shop, NOW)
    deliver(spent.shop, NOW)
    assert len(hooks.got) == 2
    # Half a line, as a power cut leaves it, is no memory, and does not spoil the next line.
    path = spent.shop.folder / "delivered.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    remember(spent.shop, Sending("other", NOW, 1))
    assert set(past(spent.shop)) == {addresses(spent.shop)[0].id, "other"}


ROBOT_ANSWERS = {
    "wecom": ({"errcode": 0, "errmsg": "ok"}, {"errcode": 93000, "errmsg": f"invalid webhook url {CANARY}"}),
    "dingtalk": ({"errcode": 0, "errmsg": "ok"}, {"errcode": 310000, "errmsg": f"keywords not in content {CANARY}"}),
    "feishu": ({"code": 0, "msg": "success", "data": {}}, {"code": 19024, "msg": f"Key Words Not Found {CANARY}"}),
}


@pytest.mark.parametrize("kind", ROBOTS)
def test_robots_get_their_own_form_and_their_no_is_heard(
    kind: str, hooks: Hooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plugins write what the real servers take; only the host is ours here. A robot says no with a 200."""
    begins, *_ = ROBOTS[kind]
    target = robot(kind, begins + CANARY, "SECabcdef0123" if kind == "dingtalk" else "")
    plugin: Any = type(apprise.Apprise.instantiate(target.url))
    real = plugin.notify_url
    assert real.startswith(begins)
    monkeypatch.setattr(plugin, "notify_url", f"http://{hooks.address}{real.removeprefix('https:/')}")
    hooks.usual, refused = ((200, each) for each in ROBOT_ANSWERS[kind])
    assert post(target.url, "标题", "第一行\n第二行") is None
    [(path, body)] = hooks.got
    assert CANARY in path
    if kind == "dingtalk":
        assert re.search(r"&timestamp=\d{13}&sign=[\w%]+", path)
    text = body["content"]["text"] if kind == "feishu" else body["text"]["content"]
    assert body["msg_type" if kind == "feishu" else "msgtype"] == "text"
    assert text.replace("\r\n", "\n") == "标题\n第一行\n第二行"
    hooks.answers = [refused]
    code, why = list(refused[1].values())[:2]
    assert post(target.url, "标题", "行") == Problem("refused", f"{code} {why}".replace(CANARY, "•••"))


def test_a_real_mail_server(spent: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with serving(Mailbox(USER, PASSWORD)) as box:
        good = mail("boss@example.com", "127.0.0.1", box.port, "insecure", USER, PASSWORD)
        add(spent.shop, good, "老板", "en", "店主")
        [sent] = deliver(spent.shop, NOW)
        assert sent.sending.problem is None
        [got] = box.got
        assert (got["To"], got["From"]) == ("boss@example.com", f"Duizhang <{USER}>")
        assert got["Subject"] == "灯具店: 2 things need somebody, the largest about ¥500.00"
        body = got.get_body()
        assert body is not None
        assert "That is ¥400.00 too much." in body.get_content()
        [address] = addresses(spent.shop)
        assert try_out(spent.shop, address) is None
        assert box.got[1]["Subject"] == "灯具店: a test message"
        box.refuses = "550 5.1.1 no such user"
        assert try_out(spent.shop, address) == Problem("refused", "550 5.1.1 no such user")
        wrong = mail("boss@example.com", "127.0.0.1", box.port, "insecure", USER, "wrong")
        problem = post(wrong.url, "t", "b")
        assert problem
        assert problem.kind == "login"
    gone = post(good.url, "t", "b")
    assert gone == Problem("unreachable")
    assert PASSWORD not in caplog.text


def test_addresses_that_are_none() -> None:
    for kind, webhook, sign in (
        ("wecom", "https://example.com/send?key=abcdefgh", ""),
        ("wecom", "a b", ""),
        ("dingtalk", "abcdefgh", "not a sign"),
        ("feishu", "abcdefgh", "SECabcdefgh"),
        ("feishu", "", ""),
    ):
        with pytest.raises(Wrong):
            robot(kind, webhook, sign)
    for to, server, port, user in (
        ("nobody", "smtp.example.com", 465, USER),
        ("a@example.com", "smtp example", 465, USER),
        ("a@example.com", "smtp.example.com", 99999, USER),
        ("a@example.com,b@example.com", "smtp.example.com", 465, USER),
    ):
        with pytest.raises(Wrong):
            mail(to, server, port, "ssl", user, "x")
    with pytest.raises(Wrong):
        hook("file:///etc/passwd")
    for target in (
        robot("wecom", "abcdefgh"),
        robot("feishu", "abcdefgh"),
        robot("dingtalk", "abcdefgh", "SECabcdefgh"),
    ):
        assert apprise.Apprise.instantiate(target.url) is not None


def test_no_secret_leaves_its_file(
    spent: Desk, hooks: Hooks, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every kind of address, failing in every way we know; then everything that was written or said is searched."""
    caplog.set_level(logging.DEBUG)
    shop = spent.shop
    listen(spent, hooks)
    hooks.usual = (403, {"errmsg": f"{CANARY} is wrong"})
    with serving(Mailbox(USER, "another")) as box:
        add(shop, mail("boss@example.com", "127.0.0.1", box.port, "insecure", USER, PASSWORD), "信箱", "zh", "店主")
        add(shop, hook(f"json://{CANARY}:{CANARY}x@{hooks.address}/{CANARY}?+X-Key={CANARY}"), "二", "zh", "店主")
        add(shop, hook(f"json://127.0.0.1:1/{CANARY}"), "三", "zh", "店主")
        assert main(["alerts", "--shop", spent.name, "--notify", "--json"]) == 1
    for each in addresses(shop)[:1]:
        remove(shop, each, "店主")
    ledger = book(shop)
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert [(each["to"], each["problem"]) for each in answer["sent"]] == [
        ("老板", "refused"), ("信箱", "login"), ("二", "refused"), ("三", "unreachable"),
    ]  # fmt: skip
    spoken = said.out + said.err + str(addresses(shop)) + str([entry.as_json() for entry in ledger.entries()])
    held = shop.folder / "delivery.secret"
    assert CANARY in held.read_text("utf-8")
    if sys.platform != "win32":
        assert stat.S_IMODE(held.stat().st_mode) == 0o600
    written = "".join(
        path.read_bytes().decode("utf-8", errors="replace")
        for path in shop.folder.parent.parent.rglob("*")
        if path.is_file() and path != held
    )
    logged = "".join(record.getMessage() for record in caplog.records)
    for secret in (CANARY, PASSWORD, "Canary"):
        assert secret not in spoken
        assert secret not in written
        assert secret not in logged
    assert held.read_text("utf-8").count(f"{hooks.address}/{CANARY}") == 1  # what was removed is forgotten


def test_the_secret_words_of_an_address() -> None:
    target = mail("b@example.com", "smtp.example.com", None, "ssl", USER, PASSWORD)
    assert target.url.startswith("mailtos://")
    assert ":465/" in target.url
    assert {PASSWORD, USER} <= secrets(target.url)
    assert CANARY in secrets(robot("wecom", CANARY).url)
    assert {CANARY, "SECabcdef"} <= secrets(robot("dingtalk", CANARY, "SECabcdef").url)


def test_times_are_kept_and_never_quiet(desk: Desk) -> None:
    ledger = book(desk.shop)
    assert times(ledger) == Times(time(9), (time(22), time(8)), 10)
    set_times(ledger, Times(time(18, 30), (time(0), time(7)), 5), "店主")
    assert times(ledger) == Times(time(18, 30), (time(0), time(7)), 5, ledger.last)
    for wrong in (Times(time(23), (time(22), time(8)), 5), Times(time(9), (time(22), time(8)), 0)):
        with pytest.raises(Wrong):
            set_times(ledger, wrong, "店主")


def test_an_address_whose_secret_is_elsewhere_says_so(spent: Desk, hooks: Hooks) -> None:
    """As after a move to another computer without the secret's file."""
    name = listen(spent, hooks)
    (spent.shop.folder / "delivery.secret").unlink()
    [address] = addresses(spent.shop)
    assert (address.id, address.url, address.shown) == (name, None, "127.0.0.1")
    [sent] = deliver(spent.shop, NOW)
    assert sent.sending.problem == Problem("secret")
    assert try_out(spent.shop, address) == Problem("secret")


def test_the_command(spent: Desk, hooks: Hooks, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["alerts", "--shop", spent.name, "--notify"]) == 1
    assert "Nobody gets the list" in capsys.readouterr().err
    listen(spent, hooks)
    assert main(["alerts", "--shop", spent.name, "--notify"]) == 0
    assert "老板 (Own receiver (JSON)): things sent: 2." in capsys.readouterr().err
    assert main(["alerts", "--shop", spent.name, "--notify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sent"] == [{"to": "老板", "kind": "hook", "things": 0, "problem": None}]
    assert sum(Decimal(each["money"]) for each in _plain(spent, capsys)) == Decimal("550.00")


def _plain(desk: Desk, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    assert main(["alerts", "--shop", desk.name, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert "sent" not in answer
    return list(answer["alerts"])


def test_a_shop_without_files_or_with_nobody_is_left_alone(desk: Desk, hooks: Hooks) -> None:
    assert deliver(desk.shop, NOW) == []
    assert not list(desk.shop.folder.glob("deliver*"))
    listen(desk, hooks)
    [sent] = deliver(desk.shop, NOW)
    assert (sent.sending.things, sent.sending.problem, hooks.got) == (0, None, [])
