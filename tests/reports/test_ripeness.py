"""Ripeness from files to answers, against made lives whose every refund is known; and when nothing is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from book import record, toml
from reports.command import main
from reports.compare.period import Period
from reports.contract.month import Month
from reports.contract.monthly import contract
from reports.ripeness.money import expected_net
from reports.ripeness.ripeness import is_month_settled, ripeness
from reports.scope import Scope
from tests.made import Desk, sheet, taobao_order
from tests.reports.late import START, Life, life, load_life, refund

WEEKS = 19
LAST = START + timedelta(days=WEEKS * 7 - 1)  # a Sunday
TERMS = f"""
[engagement]
agency = "快运营"
service_start = {START}
[targets]
"2026-02" = "9000.00"
"2026-03" = "900000.00"
"2026-04" = "900000.00"
[[clauses]]
kind = "fixed"
amount = "5000.00"
[[clauses]]
kind = "refund_if_streak"
months = 2
below = "0.80"
refund = "0.50"
"""


@dataclass(frozen=True)
class Shop:
    """A loaded life."""

    desk: Desk
    told: Life

    @property
    def scope(self) -> Scope:
        return Scope(self.desk.shop)


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop of about ten orders a day whose refunds come late."""
    folder = tmp_path_factory.mktemp("late")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUIZHANG_DATA", str(folder / "data"))
        shop = Shop(Desk(folder), life(5, WEEKS, 10.0))
        assert load_life(shop.desk, shop.told) == LAST
        yield shop


def test_every_week_counts_the_orders_and_refunds_known(late: Shop) -> None:
    found = ripeness(late.scope)
    assert (found.as_of, found.refused, len(found.weeks)) == (LAST, None, WEEKS)
    known = late.told.known(WEEKS * 7 - 1).sum(axis=1)
    for number, week in enumerate(found.weeks.values()):
        days = slice(number * 7, number * 7 + 7)
        assert week.first == START + timedelta(days=number * 7)
        assert (week.orders, week.arrived) == (late.told.orders[days].sum(), known[days].sum())


def test_closed_weeks_are_what_arrived_and_newer_ones_are_foreseen(late: Shop) -> None:
    weeks = list(ripeness(late.scope).weeks.values())
    final = [int(late.told.refunds[n * 7 : n * 7 + 7].sum()) for n in range(WEEKS)]
    closed = WEEKS - 9  # the last sixty days touch nine weeks
    assert [week.arrived for week in weeks[:closed]] == final[:closed]
    for week in weeks[:closed]:
        assert (week.expected, week.low, week.high) == (week.arrived, week.arrived, week.arrived)
        assert (week.share, week.is_settled) == (1.0, True)
    shares = [week.share or 0.0 for week in weeks]
    assert shares == sorted(shares, reverse=True)
    newest = weeks[-1]
    assert newest.expected is not None
    assert newest.low is not None
    assert newest.high is not None
    assert newest.arrived <= newest.low < newest.expected < newest.high <= newest.orders
    assert not newest.is_settled
    assert newest.settles_on is not None
    assert newest.settles_on > LAST
    assert sum(week.low or 0 for week in weeks) < sum(final) < sum(week.high or 0 for week in weeks)
    assert sum((week.low or 0) <= truth <= (week.high or 0) for week, truth in zip(weeks, final, strict=True)) >= 17


def test_an_earlier_day_sees_what_was_known_then(late: Shop) -> None:
    day = WEEKS * 7 - 29
    found = ripeness(late.scope, START + timedelta(days=day))
    assert list(found.weeks)[-1] == START + timedelta(days=day - 6)
    known = late.told.known(day).sum(axis=1)
    assert [week.arrived for week in found.weeks.values()] == [known[n : n + 7].sum() for n in range(0, day + 1, 7)]


def test_a_week_settles_when_95_per_cent_have_come(late: Shop) -> None:
    found = ripeness(late.scope)
    settled = [week for week in found.weeks.values() if week.is_settled]
    for week in settled:
        assert week.share is not None
        assert week.share >= 0.95
        assert week.settles_on is not None
        assert week.settles_on <= LAST
    then = settled[-1].settles_on
    assert then is not None
    # The same delays, seen on the day named and on the day before it.
    ages = [(day - settled[-1].first).days for day in (then, then - timedelta(days=1))]
    orders = late.told.orders[(settled[-1].first - START).days :][:7]
    shares = [sum(n * found.curve[min(age - k, 60)] for k, n in enumerate(orders)) / orders.sum() for age in ages]
    assert shares[0] >= 0.95 > shares[1]


def test_a_month_settles_with_its_last_seven_days_or_after_sixty(late: Shop) -> None:
    found = ripeness(late.scope)
    assert found.settled_to is not None
    assert date(2026, 4, 10) < found.settled_to < LAST
    march, april, may = (Month(2026, number) for number in (3, 4, 5))
    assert is_month_settled(late.scope, march, LAST)
    assert is_month_settled(late.scope, april, LAST) == (found.settled_to >= april.last)
    assert not is_month_settled(late.scope, may, LAST)  # it is not over
    assert not is_month_settled(late.scope, may, may.last + timedelta(days=59))  # and nothing more is known of it
    assert is_month_settled(late.scope, may, may.last + timedelta(days=60))


def test_the_contract_says_which_months_are_not_settled(late: Shop) -> None:
    settled_to = ripeness(late.scope).settled_to
    assert settled_to is not None
    assert settled_to < date(2026, 4, 30)
    record.replace(late.desk.shop, toml.read(TERMS), "王")
    said = {str(month): contract(late.scope, month, LAST).as_json() for month in (Month(2026, 3), Month(2026, 4))}
    assert (said["2026-03"]["settled"], said["2026-04"]["settled"]) == (True, False)  # March ended 47 days ago
    [near], [fired] = said["2026-03"]["clauses"], said["2026-04"]["clauses"]
    assert (near["state"], near["provisional"]) == ("near", False)
    assert (fired["state"], fired["provisional"], fired["amount"]) == ("fired", True, "5000.00")
    assert "Provisional" not in near["sentence"]
    assert fired["sentence"].endswith("Provisional: not settled yet, refunds can still arrive: 2026-04.")
    record.replace(late.desk.shop, toml.read(TERMS.replace("months = 2", 'months = 2\nmetric = "gross_sales"')), "王")
    [gross] = contract(late.scope, Month(2026, 4), LAST).as_json()["clauses"]
    assert (gross["provisional"], "Provisional" in gross["sentence"]) == (False, False)  # no refund changes gross sales


def test_money_still_expected_stands_beside_what_is_proven(late: Shop) -> None:
    last_week = Period(LAST - timedelta(days=6), LAST)
    found = expected_net(late.scope, last_week)
    ripe = ripeness(late.scope).weeks[last_week.first]
    orders, arrived = int(late.told.orders[-7:].sum()), ripe.arrived
    assert (found.gross, found.refunds) == (Decimal(100 * orders), Decimal(25 * arrived))
    assert found.net == found.gross - found.refunds
    assert ripe.expected is not None
    assert ripe.low is not None
    assert ripe.high is not None
    further = (Decimal(25) * Decimal(ripe.expected - arrived)).quantize(Decimal("0.01"))  # every refund is 25 yuan
    assert found.still_expected == further
    assert found.expected_net == found.net - further
    assert (found.low, found.high) == (found.gross - 25 * ripe.high, found.gross - 25 * ripe.low)
    old = expected_net(late.scope, Period(START, START + timedelta(days=6)))
    assert (old.still_expected, old.expected_net) == (Decimal("0.00"), old.net)


def test_the_command_line_gives_every_week(late: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["ripeness", "--shop", late.desk.name, "--from", str(LAST - timedelta(days=8))]
    assert main([*call, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["as_of"], said["refused"], said["arrived_by_day"][60]) == (LAST.isoformat(), None, 1.0)
    assert [week["week_start"] for week in said["weeks"]] == ["2026-05-04", "2026-05-11"]
    assert set(said["weeks"][0]) >= {
        "refunded_orders",
        "expected_refund_rate",
        "share_arrived",
        "settled",
        "low",
        "high",
    }
    assert main(call) == 0
    assert "2026-05-11," in capsys.readouterr().out


# --- when nothing is estimated ----------------------------------------------------------------------


def test_undated_refunds_say_nothing_of_delays(desk: Desk) -> None:
    told = life(5, 12, 6.0)
    last = load_life(desk, told, dated=False)
    found = ripeness(Scope(desk.shop))
    assert (found.refused, found.known.learnt.platforms, found.settled_to) == ("undated", ("taobao",), None)
    newest, oldest = found.weeks[last - timedelta(days=6)], found.weeks[START]
    assert (newest.refused, newest.expected, newest.is_settled) == ("undated", None, False)
    assert newest.arrived == told.known(83)[-7:].sum()
    assert (oldest.refused, oldest.is_settled) == (None, True)
    nothing = expected_net(Scope(desk.shop), Period(last, last))
    assert (nothing.expected_net, nothing.as_json()["refused"]) == (None, "undated")


def test_less_than_eight_weeks_show_no_pattern(desk: Desk) -> None:
    last = load_life(desk, life(5, 9, 9.0))
    assert ripeness(Scope(desk.shop), last - timedelta(days=8)).refused == "short_history"  # 55 days
    assert ripeness(Scope(desk.shop), last - timedelta(days=7)).refused is None  # 56 days


def test_a_week_with_few_orders_is_shown_raw(desk: Desk) -> None:
    told = life(5, 12, 9.0)
    load_life(desk, told)
    monday = START + timedelta(days=11 * 7)
    found = ripeness(Scope(desk.shop), monday)
    week = found.weeks[monday]
    assert 0 < week.orders * found.curve[0] < 5
    assert (week.refused, week.expected, week.is_settled) == ("few_orders", None, False)


def test_few_refunds_show_no_pattern(desk: Desk) -> None:
    orders = np.full(10 * 7, 3)
    refunds = np.zeros((10 * 7, 61), np.int64)
    refunds[:19, 2] = 1
    load_life(desk, Life(orders, refunds))
    assert ripeness(Scope(desk.shop)).refused == "few_refunds"
    refunds[19, 2] = 1
    desk.name = "二十笔"
    load_life(desk, Life(orders, refunds))
    assert ripeness(Scope(desk.shop)).refused is None


def test_refunds_are_known_as_far_as_both_exports_reach(desk: Desk) -> None:
    desk.accept(
        ("orders.csv", sheet([taobao_order(f"{d}-{n}", day=f"{START + timedelta(days=d)}") for d in range(70) for n in range(9)])),
        ("refunds.csv", sheet([refund(f"{d}-0", "5.00", START + timedelta(days=d + 1)) for d in range(60)])),
    )  # fmt: skip
    found = ripeness(Scope(desk.shop))
    assert found.as_of == START + timedelta(days=60)  # orders are told for nine days more
    assert (found.refused, sum(week.orders for week in found.weeks.values())) == (None, 61 * 9)


def test_without_orders_there_is_nothing_to_say(desk: Desk) -> None:
    desk.accept(("refunds.csv", sheet([refund("1", "5.00", START)])))
    found = ripeness(Scope(desk.shop))
    assert (found.as_of, dict(found.weeks)) == (None, {})
    assert found.of(START, LAST).refused == "no_orders"
