"""The clock of the server, in zones with summer time, in the hour that is not there and in the hour that comes twice.

Every figure stands on the days that the files name, every entry on UTC, every duty on the shop's own time: the server's zone moves none.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

import pytest

import warehouse
from book import Change, book
from etl import register
from etl.pipeline import undo
from reports.alerts.notify.addresses import Times
from reports.alerts.notify.daily import is_due
from reports.alerts.notify.memory import Past, Sending
from reports.alerts.notify.post import Problem
from reports.claims.record import claims
from reports.contract.month import Month
from reports.duties.late import late
from reports.duties.requests import ask, requests, take_step
from tests.made import Desk, desk, sheet, taobao_line
from tests.reports.duties.people import AGREED

__all__ = ["desk"]

ROOT = Path(__file__).parents[1]
# Zone, the UTC moment at which its clocks go on an hour, and the one at which they go back, in 2025.
CHANGES = {
    "Europe/Berlin": (datetime(2025, 3, 30, 1, tzinfo=UTC), datetime(2025, 10, 26, 1, tzinfo=UTC)),
    "America/New_York": (datetime(2025, 3, 9, 7, tzinfo=UTC), datetime(2025, 11, 2, 6, tzinfo=UTC)),
}
ANY_ZONE = pytest.mark.parametrize("zone", CHANGES)


@pytest.fixture
def here(zone: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[ZoneInfo]:
    """This process as one of a server in that zone."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", zone)
        time.tzset()
        yield ZoneInfo(zone)
    time.tzset()


def clock(moment: datetime) -> type[datetime]:
    """A computer's clock that stands at a moment."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Stopped":
            assert tz is UTC, "what is kept is kept in UTC"
            return cls.fromtimestamp(moment.timestamp(), UTC)

    return Stopped


def at(moment: datetime, work: Callable[[], object]) -> object:
    """Do something while the clock stands at a moment."""
    with mock.patch("etl.register.datetime", clock(moment)), mock.patch("book.ledger.datetime", clock(moment)):
        return work()


@ANY_ZONE
def test_orders_of_hours_that_the_server_does_not_have(zone: str, desk: Desk) -> None:
    """Six orders in the missing and the double hours of both zones and in a leap second: each on the day its text names."""
    rows = [
        taobao_line("A", "1", "1.00", day="2025-03-09", 订单付款时间="2025-03-09 02:30:00"),  # not there in New York
        taobao_line("B", "2", "10.00", day="2025-03-30", 订单付款时间="2025-03-30 02:30:00"),  # not there in Berlin
        taobao_line("C", "3", "100.00", day="2025-10-26", 订单付款时间="2025-10-26 02:30:00"),  # twice in Berlin
        taobao_line("D", "4", "1000.00", day="2025-11-02", 订单付款时间="2025-11-02 01:30:00"),  # twice in New York
        taobao_line("E", "5", "0.01", day="2025-06-30", 订单付款时间="2025-06-30 23:59:60"),
        taobao_line("F", "6", "0.10", day="2025-10-25", 订单付款时间="2025-10-25 23:59:59"),
    ]
    environment = os.environ | {"TZ": zone}
    path = desk.write("orders.csv", sheet(rows))
    warehouse.shop(desk.name, make=True)
    for call in (["etl", "load", "--shop", desk.name, str(path)], ["etl", "rebuild", "--shop", desk.name]):
        done = subprocess.run([sys.executable, "-m", *call], cwd=ROOT, env=environment, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
    call = [sys.executable, "-m", "reports", "weekly", "--shop", desk.name, "--json"]
    done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, check=True)
    weeks = {each["week_start"]: each["gross_sales"] for each in json.loads(done.stdout)["weeks"]}
    assert {week: Decimal(amount) for week, amount in weeks.items() if amount and Decimal(amount)} == {
        "2025-03-03": Decimal("1.00"),  # a Sunday
        "2025-03-24": Decimal("10.00"),
        "2025-06-30": Decimal("0.01"),  # Monday the 30th, and no July
        "2025-10-20": Decimal("100.10"),
        "2025-10-27": Decimal("1000.00"),
    }
    days = desk.rows("select cast(day as varchar) as day, gross_sales as sum from marts.daily where gross_sales > 0 order by day")  # fmt: skip
    assert [(each["day"], each["sum"]) for each in days] == [
        ("2025-03-09", Decimal("1.00")),
        ("2025-03-30", Decimal("10.00")),
        ("2025-06-30", Decimal("0.01")),
        ("2025-10-25", Decimal("0.10")),
        ("2025-10-26", Decimal("100.00")),
        ("2025-11-02", Decimal("1000.00")),
    ]


@ANY_ZONE
def test_uploads_and_entries_while_the_clocks_change(zone: str, here: ZoneInfo, desk: Desk) -> None:
    """Half past the hour, its second half past, and half past the hour that is missing: in order, an hour apart, none lost."""
    on, back = CHANGES[zone]
    half = timedelta(minutes=30)
    moments = [on - half, on + half, back - half, back + half]
    assert [f"{each.astimezone(here):%H:%M}" for each in moments[2:]] == [f"{(back - half).astimezone(here):%H:%M}"] * 2
    for number, moment in enumerate(moments):
        rows = sheet([taobao_line(f"T{number}", f"L{number}", "5.00")])
        at(moment, lambda rows=rows, number=number: desk.accept((f"{number}.csv", rows)))  # type: ignore[misc]
        at(moment, lambda number=number: book(desk.shop).append([Change("note", "x", number)], "店主"))  # type: ignore[misc]
    at(back + 2 * half, lambda: undo(desk.shop, 4))
    assert [entry.written_at for entry in book(desk.shop).entries()] == moments
    assert book(desk.shop).verify() == 4
    assert book(desk.shop).in_force("note")["x"].body == 3, "the newer one holds, though its clock shows the same"
    uploads = register.entries(desk.shop)
    assert [datetime.fromisoformat(each.upload.at) for each in uploads] == moments
    assert [each.undone_at is None for each in uploads] == [True, True, True, False]
    assert desk.one("sum(gross_sales)", "marts.daily") == Decimal("15.00")


@ANY_ZONE
def test_a_deadline_runs_through_the_change(zone: str, here: ZoneInfo, desk: Desk) -> None:
    """The merchant has 72 h. Asked 24 h before a change, answered 100 h later: 28 h late, whatever the clock on the wall said."""
    ledger = book(desk.shop)
    for change in CHANGES[zone]:
        asked = (change - timedelta(hours=24)).astimezone(here)
        ask(ledger, "agency", "618活动方案，请确认", "小周", AGREED, at=asked, now=asked)
        [*_, found] = requests(ledger, asked.astimezone(UTC) + timedelta(hours=72))
        assert found.state == "due_soon"
        [*_, found] = requests(ledger, asked.astimezone(UTC) + timedelta(hours=72, minutes=1))
        assert found.state == "overdue"
        answered = (asked.astimezone(UTC) + timedelta(hours=100)).astimezone(here)
        take_step(ledger, found, "answered", "陈女士", AGREED, at=answered, now=answered)
        [*_, found] = requests(ledger, answered)
        day = (change - timedelta(hours=24)).date()
        months = {Month.of(day), Month.of(day + timedelta(days=20))}
        both = [late([found], month.first, month.last) for month in months]
        assert sum(each["merchant"].hours for each in both) == Fraction(28)


@ANY_ZONE
def test_a_claim_is_of_the_shops_day(zone: str, here: ZoneInfo, desk: Desk) -> None:
    """Told on Monday at 01:00 in the shop, when it is still Sunday where the server stands."""
    body = {"metric": "gross_sales", "from": "2026-06-01", "to": "2026-06-07", "value": "1.00", "given": "1", "source": "typed"}  # fmt: skip
    at(datetime(2026, 6, 7, 17, tzinfo=UTC), lambda: book(desk.shop).append([Change("claim", "x", body)], "阿代"))
    [found] = claims(book(desk.shop))
    assert found.said_on == date(2026, 6, 8)


@ANY_ZONE
def test_the_days_list_is_sent_once_in_the_hour_that_comes_twice(zone: str, here: ZoneInfo) -> None:
    """The list is for 02:15, or 01:15: looked at every 23 seconds through both hours, it is due once a day."""
    on, back = CHANGES[zone]
    for change in (on, back):
        missing_or_double = (change - timedelta(minutes=45)).astimezone(here).time()
        if change == on:
            missing_or_double = missing_or_double.replace(hour=missing_or_double.hour + 1)
        when, known, sent = Times(missing_or_double, (missing_or_double, missing_or_double), 10), Past(), []
        for second in range(0, 3 * 3600, 23):
            now = (change - timedelta(hours=1, minutes=30) + timedelta(seconds=second)).astimezone(here)
            if is_due(when, known, now.replace(tzinfo=None)):
                known = Past(last=Sending("a", now.replace(tzinfo=None)))
                sent.append(now.astimezone(UTC))
        # Where its time is missing the list goes out when the clock has jumped over it.
        [moment] = sent
        assert 0 <= (moment - (change if change == on else change - timedelta(minutes=45))).total_seconds() < 23
        day_after = (change + timedelta(hours=25)).astimezone(here).replace(tzinfo=None)
        assert is_due(when, known, day_after)


@ANY_ZONE
def test_a_failed_sending_is_tried_again_in_the_hour_that_comes_twice(zone: str, here: ZoneInfo) -> None:
    """Failed five minutes before the clock goes back: the next try does not wait for the wall to show a later time."""
    back = CHANGES[zone][1]
    when = Times((back - timedelta(hours=1)).astimezone(here).time(), (datetime.min.time(), datetime.min.time()), 10)
    failed = (back - timedelta(minutes=5)).astimezone(here).replace(tzinfo=None)
    known = Past(last=Sending("a", failed, problem=Problem("slow")), failures=3)
    soon = (back - timedelta(minutes=4)).astimezone(here).replace(tzinfo=None)
    assert not is_due(when, known, soon)
    assert is_due(when, known, back.astimezone(here).replace(tzinfo=None))
