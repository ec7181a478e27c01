"""Who may sign which week when; every refusal leaves the book as it was."""

import json
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from book import Change, ChangedMeanwhile, book
from book.engagement import KIND, Engagement, Person
from reports.scope import Scope
from reports.signing.rules import (
    ChangedSinceSubmission,
    NothingSubmitted,
    NothingToRestate,
    NotTheirSide,
    ReasonNeeded,
    SameSigner,
    SourceMissing,
    UnknownSigner,
    WeekNotOver,
    WeekUnknown,
)
from reports.signing.sign import sign, state, states
from reports.signing.signatures import signatures
from tests.made import Desk, cost, sheet, taobao_line, wanxiangtai_day
from tests.reports.life import AGREED, START

BOTH = Engagement(
    people=(*AGREED.people, Person("两面", "agency"), Person(" 兩面", "merchant"), Person("两 面", "merchant"))
)


@pytest.fixture
def scope(desk: Desk) -> Scope:
    """One whole week of one order a day."""
    rows = [taobao_line(f"{n}", f"{n}", "10.00", day=f"2026-06-0{n}") for n in range(1, 8)]
    desk.accept(("orders.csv", sheet(rows)), ("costs.csv", sheet([cost("LAMP", "4.00")])))
    return Scope(desk.shop)


def test_a_week_goes_from_complete_to_submitted_to_confirmed(scope: Scope) -> None:
    assert state(scope, START).state == "complete"
    submitted = sign(scope, START, "submitted", "阿代", AGREED)
    assert state(scope, START).state == "submitted"
    done = sign(scope, START, "confirmed", "店主", AGREED)
    assert state(scope, START).state == "confirmed"
    assert (done.version, done["verified"], done["side"], done.signer) == (1, False, "merchant", "店主")
    assert done.fingerprint == submitted.fingerprint
    assert done.figures["net_profit"] == Decimal("42.00")
    assert sum(row["amount"] for row in done.rows(scope.shop).to_pylist() if row["part"] == "gross_sales") == Decimal(
        "70.00"
    )
    assert [each["upload"] for each in done["uploads"]] == [1, 2]
    with pytest.raises(NothingToRestate):
        sign(scope, START, "submitted", "阿代", AGREED)
    assert book(scope.shop).verify() == 2


def test_one_name_cannot_do_both_however_it_is_written(scope: Scope) -> None:
    sign(scope, START, "submitted", "两面", BOTH)
    for name in ("两面", "两 面", "两　面"):
        with pytest.raises(SameSigner):
            sign(scope, START, "confirmed", name, BOTH)
    sign(scope, START, "confirmed", "店主", BOTH)


def test_the_side_has_to_fit(scope: Scope) -> None:
    with pytest.raises(NotTheirSide):
        sign(scope, START, "submitted", "店主", AGREED)
    with pytest.raises(UnknownSigner):
        sign(scope, START, "submitted", "路人", AGREED)
    with pytest.raises(NothingSubmitted):
        sign(scope, START, "confirmed", "店主", AGREED)
    with pytest.raises(WeekUnknown):
        sign(scope, START - timedelta(7), "submitted", "阿代", AGREED)
    sign(scope, START, "submitted", "阿代", AGREED)
    with pytest.raises(NotTheirSide):
        sign(scope, START, "confirmed", "阿代", AGREED)
    assert book(scope.shop).last == 1


def test_a_week_that_has_not_ended_cannot_be_confirmed(scope: Scope) -> None:
    sunday = date(2026, 6, 7)
    assert state(scope, START, sunday).state == "open"
    with pytest.raises(ReasonNeeded):
        sign(scope, START, "submitted", "阿代", AGREED, today=sunday)
    assert sign(scope, START, "submitted", "阿代", AGREED, "先看看", today=sunday)["missing"] == ["end"]
    with pytest.raises(WeekNotOver):
        sign(scope, START, "confirmed", "店主", AGREED, today=sunday)
    sign(scope, START, "confirmed", "店主", AGREED, today=sunday + timedelta(1))


def test_a_week_that_misses_a_source_cannot_be_confirmed(scope: Scope, desk: Desk) -> None:
    desk.accept(("ads.csv", sheet([wanxiangtai_day("1.00", "2026-06-02")])))
    assert (state(scope, START).state, state(scope, START).missing) == ("open", ("ads",))
    with pytest.raises(ReasonNeeded):
        sign(scope, START, "submitted", "阿代", AGREED)
    assert sign(scope, START, "submitted", "阿代", AGREED, "推广报表晚到")["missing"] == ["ads"]
    with pytest.raises(SourceMissing):
        sign(scope, START, "confirmed", "店主", AGREED)


def test_what_is_confirmed_is_what_was_submitted(scope: Scope, desk: Desk) -> None:
    sign(scope, START, "submitted", "阿代", AGREED)
    desk.accept(("more.csv", sheet([taobao_line("9", "9", "1.00", day="2026-06-03")])))
    with pytest.raises(ChangedSinceSubmission, match=r"gross_sales 1\.00"):
        sign(scope, START, "confirmed", "店主", AGREED)
    sign(scope, START, "submitted", "阿代", AGREED)
    assert sign(scope, START, "confirmed", "店主", AGREED).figures["gross_sales"] == Decimal("71.00")


def test_a_changed_contract_is_another_week(scope: Scope) -> None:
    """People may be named meanwhile; a target or a clause gives the figures another meaning."""
    sign(scope, START, "submitted", "阿代", AGREED)
    book(scope.shop).append([Change(KIND, "people", [])], "店主")
    book(scope.shop).append([Change(KIND, "targets.2026-06", "1.00")], "店主")
    with pytest.raises(ChangedSinceSubmission, match="definitions"):
        sign(scope, START, "confirmed", "店主", AGREED)


def test_a_returned_week_is_submitted_again(scope: Scope) -> None:
    sign(scope, START, "submitted", "阿代", AGREED)
    with pytest.raises(ReasonNeeded):
        sign(scope, START, "returned", "店主", AGREED)
    sign(scope, START, "returned", "店主", AGREED, "少了一单")
    assert state(scope, START).state == "returned"
    with pytest.raises(NothingSubmitted):
        sign(scope, START, "confirmed", "店主", AGREED)
    sign(scope, START, "submitted", "阿代", AGREED)
    sign(scope, START, "confirmed", "店主", AGREED)
    assert [each.step for each in signatures(scope.shop)[START].steps] == [
        "submitted",
        "returned",
        "submitted",
        "confirmed",
    ]


def test_two_signers_at_once(scope: Scope) -> None:
    """The second one looked at the week before the first one signed."""
    sign(scope, START, "submitted", "阿代", AGREED)
    seen = state(scope, START).signed.seen
    sign(scope, START, "returned", "店主", AGREED, "等等", seen=seen)
    sign(scope, START, "submitted", "阿代", AGREED)
    with pytest.raises(ChangedMeanwhile):
        sign(scope, START, "confirmed", "店主", AGREED, seen=seen)


def test_equal_rows_have_an_equal_fingerprint(desk: Desk, other_desk: Desk) -> None:
    """However many loads they took and whatever the uploads' numbers are."""
    rows = [taobao_line(f"{n}", f"{n}", "10.00", day=f"2026-06-0{n}") for n in range(1, 8)]
    orders, costs = ("orders.csv", sheet(rows)), ("costs.csv", sheet([cost("LAMP", "4.00")]))
    desk.accept(orders, costs)
    other_desk.accept(costs)
    other_desk.accept(orders)
    one, other = (sign(Scope(each.shop), START, "submitted", "阿代", AGREED) for each in (desk, other_desk))
    assert (one.fingerprint, one["definitions"]) == (other.fingerprint, other["definitions"])


def test_the_command_line_signs_and_tells(scope: Scope, tmp_path: Path) -> None:
    said = [{"name": "阿代", "side": "agency"}, {"name": "店主", "side": "merchant"}]
    book(scope.shop).append([Change(KIND, "people", said)], "店主")

    def run(*words: str) -> dict[str, Any]:
        call = [sys.executable, "-m", "reports", *words, "--shop", scope.shop.name, "--json"]
        return dict(json.loads(subprocess.run(call, capture_output=True, text=True, encoding="utf-8").stdout))

    error = run("sign", "--week", "2026-06-03", "--step", "confirmed", "--signer", "店主")["error"]
    assert error == {
        "kind": "nothing_submitted",
        "message": "Nobody has submitted the week of 2026-06-01; the agency does so first.",
    }
    run("sign", "--week", "2026-06-03", "--step", "submitted", "--signer", "阿代")
    run("sign", "--week", "2026-06-03", "--step", "confirmed", "--signer", "店主")
    [week] = run("state")["weeks"]
    assert (week["state"], week["version"], len(week["steps"])) == ("confirmed", 1, 2)
    [signed] = run("restatements")["weeks"]
    assert signed["figures"]["net_profit"] == {"signed": "42.00", "restated": "0.00", "today": "42.00"}
    [shown] = run("weekly")["weeks"]
    assert (shown["state"], shown["net_profit"], shown["recomputed"]["net_profit"]) == ("signed", "42.00", "42.00")


def test_states_of_a_shop_without_weeks(desk: Desk) -> None:
    desk.accept(("costs.csv", sheet([cost("LAMP", "4.00")])))
    assert states(Scope(desk.shop)) == []
