"""The app's own process sends the list with no browser open, after a restart too; a failed sending is taken up again."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import run
from book import Change, book
from reports.alerts.notify.addresses import Times, add, set_times
from reports.alerts.notify.memory import past
from reports.alerts.notify.target import hook
from tests import made
from tests.made import Desk, desk
from tests.reports.alerts.receivers import Hooks, serving

__all__ = ["desk"]
PATIENCE = 120  # seconds; the computer may be busy


@contextmanager
def serving_app() -> Iterator[None]:
    """The app as run.py starts it; nobody visits it."""
    command = [sys.executable, "run.py", "serve", str(run.free_port(18_700))]
    app = subprocess.Popen(
        command, cwd=run.ROOT, env=os.environ | {"PYTHONUTF8": "1"}, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        assert app.stdin
        app.stdin.close()
        app.wait(30)


def until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.1)


def test_the_list_is_sent_with_no_page_open_and_after_a_restart(desk: Desk) -> None:
    desk.accept(("ads.csv", made.sheet([made.wanxiangtai_day("900.00")])))
    now = datetime.now()  # noqa: DTZ005 — the app's own clock
    midnight = now.replace(hour=0, minute=0).time()
    book(desk.shop).append([Change("engagement", "guards.ad_cap_per_product_day", "500.00")], "店主")
    set_times(book(desk.shop), Times(midnight, (midnight, midnight), 10), "店主")
    with serving(Hooks()) as hooks:
        hooks.answers = [(503, {})]
        name = add(desk.shop, hook(f"json://{hooks.address}/lists"), "老板", "en", "店主")
        with serving_app():
            until(lambda: past(desk.shop).get(name))
        assert past(desk.shop)[name].failures == 1
        # The pause is over when the app starts again.
        memory = desk.shop.folder / "delivered.jsonl"
        earlier = (now - timedelta(minutes=5)).isoformat(timespec="seconds")
        at = past(desk.shop)[name].last
        assert at
        memory.write_text(memory.read_text("utf-8").replace(at.at.isoformat(timespec="seconds"), earlier), "utf-8")
        with serving_app():
            until(lambda: past(desk.shop)[name].sent)
        with serving_app():
            time.sleep(3)
        assert len(hooks.got) == 2
        assert "¥400.00" in hooks.got[1][1]["title"]
