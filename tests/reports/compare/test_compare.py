"""Before and after on shops made of hand-counted orders: periods, sums, missing days, refusals, controls, JSON."""

import json
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

import warehouse
from book import book, record
from reports.command import main
from reports.compare.compare import NoServiceStart, compare
from reports.compare.index import say_index
from reports.compare.season import say_season
from reports.period import Period
from reports.scope import BackwardPeriod, Scope
from tests.made import Desk, cost, pinduoduo_order, sheet, taobao_line

START = date(2026, 5, 15)  # a Friday
FIRST = START - timedelta(weeks=20)
WEEK = timedelta(days=7)
# Of sales of 10.00 a day; the service doubles them.
KEYS = {"metric", "before", "after", "raw_change", "adjusted", "refusal", "sentence", "decomposition"}


def orders(first: date, last: date, amount: str = "10.00", kind: str = "T") -> list[dict[str, str]]:
    """One order a day; on Fridays the amount is a fen more, so that no two weeks look alike by accident."""
    found = []
    for day in Period(first, last):
        pay = str(Decimal(amount) + (Decimal("0.01") if day.weekday() == 4 else 0))
        found.append(dict(taobao_line(f"{kind}{day:%Y%m%d}", f"L{kind}{day:%Y%m%d}", pay, day=day.isoformat())))
    return found


def loaded(desk: Desk, rows: list[dict[str, str]], first: date, last: date) -> Desk:
    """The rows as an export that says of which days it speaks."""
    desk.accept((f"items_{first:%Y%m%d}_{last:%Y%m%d}.csv", sheet(rows)))
    return desk


def filled(desk: Desk, weeks: int = 20, service: int = 15, after: str = "20.00") -> Desk:
    first, last = START - weeks * WEEK, START + service * WEEK - timedelta(days=1)
    return loaded(desk, [*orders(first, START - timedelta(days=1)), *orders(START, last, after)], first, last)


def asked(desk: Desk, **said: object) -> Scope:
    return Scope(desk.shop, refunds="order", **said)  # type: ignore[arg-type]


def test_the_periods_are_equal_named_and_of_thirteen_weeks(desk: Desk) -> None:
    filled(desk)
    found = compare(asked(desk), "gross_sales", START)
    assert found.after.period == Period(START, date(2026, 8, 13))
    assert found.before.period == Period(date(2026, 2, 13), date(2026, 5, 14))
    assert found.before.period.days == found.after.period.days == 91
    assert found.service == Period(START, date(2026, 8, 27)), "all fifteen weeks are named"
    assert found.baseline == Period(date(2025, 12, 26), date(2026, 5, 14))
    # 13 Fridays in each: 91 · 10.00 + 0.13 and 91 · 20.00 + 0.13.
    assert (found.before.value, found.after.value) == (Decimal("910.13"), Decimal("1820.13"))
    assert (found.before.per_day, found.after.per_day) == (Decimal("10.00"), Decimal("20.00"))
    assert found.raw_change == pytest.approx(1820.13 / 910.13 - 1, abs=1e-12)
    # The service takes part in 618 and its shoulders; all of it is taken out of the model, nothing out of the sums.
    assert found.removed_days > 0
    assert found.verdict.kind == "above"
    assert found.lift is not None
    assert found.lift.low < 1.0 < found.lift.high


def test_a_service_that_is_young_or_over_has_shorter_periods(desk: Desk) -> None:
    filled(desk, service=5)
    young = compare(asked(desk), "orders", START)
    assert (young.after.period.days, young.before.period.days, young.after.value) == (35, 35, 35)
    ended = compare(asked(desk), "orders", START, START + timedelta(days=24))
    assert ended.after.period == Period(START, START + timedelta(days=20)), "three whole weeks of twenty-five days"
    days = compare(asked(desk), "orders", START, START + timedelta(days=4))
    assert (days.after.period.days, days.verdict.kind) == (5, "too_short")


def test_the_engagement_says_the_days_unless_they_are_given(desk: Desk) -> None:
    filled(desk)
    with pytest.raises(NoServiceStart):
        compare(asked(desk), "orders")
    agreed = {"engagement.service_start": START, "engagement.service_end": START + 4 * WEEK - timedelta(days=1)}
    record.change(desk.shop, {name: day.isoformat() for name, day in agreed.items()}, {}, "王")
    assert compare(asked(desk), "orders").after.period.days == 28
    later = compare(asked(desk), "orders", START + WEEK)
    assert later.after.period.days == 91, "the end belongs to the start that the engagement names"


def test_days_that_no_export_covers_are_missing_and_never_zero(desk: Desk) -> None:
    gap = Period(START - 2 * WEEK, START - timedelta(days=8))
    first, last = FIRST, START + 13 * WEEK - timedelta(days=1)
    loaded(desk, orders(first, gap.first - timedelta(days=1)), first, gap.first - timedelta(days=1))
    loaded(desk, orders(gap.last + timedelta(days=1), last), gap.last + timedelta(days=1), last)
    found = compare(asked(desk), "gross_sales", START)
    assert (found.before.known_days, found.after.known_days) == (84, 91)
    assert found.before.value == Decimal("840.12")
    assert found.before.per_day == found.after.per_day == Decimal("10.00")
    assert found.raw_change == pytest.approx(0, abs=1e-4)
    assert found.weeks is not None
    week = int((~found.weeks.is_service).sum()) - 2
    assert np.isnan(found.weeks.z[week]), "the week without an export says nothing"


def test_a_day_that_one_platform_leaves_out_is_missing(desk: Desk) -> None:
    filled(desk, weeks=4, service=4)
    last = START + 4 * WEEK - timedelta(days=1)
    rows = [pinduoduo_order(f"{day:%y%m%d}-0", "5.00", day.isoformat()) for day in Period(START, last)]
    desk.accept((f"orders_export{START:%Y%m%d}_{last:%Y%m%d}.csv", sheet(rows)))
    found = compare(asked(desk), "gross_sales", START)
    assert found.before.known_days == 0
    assert (found.before.value, found.before.per_day, found.raw_change) == (None, None, None)
    assert found.verdict.kind == "too_short"
    assert found.as_json()["decomposition"] is None, "it would know rows that are in no sum here"


def test_a_baseline_can_begin_later(desk: Desk) -> None:
    filled(desk)
    found = compare(asked(desk), "orders", START, baseline_from=START - 5 * WEEK)
    assert found.baseline == Period(START - 5 * WEEK, START - timedelta(days=1))
    assert found.facts.baseline_weeks <= 5
    assert found.before.period.days == 91, "the raw table keeps its equal period"
    short = compare(asked(desk), "orders", START, baseline_from=START - 2 * WEEK)
    assert short.verdict.kind == "too_short"
    for wrong in ({"baseline_from": START}, {"service_end": START - WEEK}):
        with pytest.raises(BackwardPeriod):
            compare(asked(desk), "orders", START, **wrong)


def test_a_service_of_promotion_weeks_alone_is_held_against_last_year_only(desk: Desk) -> None:
    start = date(2026, 6, 1)
    last = date(2026, 6, 21)
    loaded(desk, orders(date(2026, 1, 5), last), date(2026, 1, 5), last)
    found = compare(asked(desk), "gross_sales", start)
    assert (found.verdict.kind, found.facts.service_weeks) == ("only_promotions", 0)
    assert found.as_json()["adjusted"] is None


def test_a_season_said_to_be_strong_needs_a_year_or_controls(desk: Desk) -> None:
    filled(desk)
    assert compare(asked(desk), "gross_sales", START).method == "bsm_mix"
    say_season(book(desk.shop), "strong", "王")
    assert compare(asked(desk), "gross_sales", START).verdict.kind == "strong_season"
    say_season(book(desk.shop), "weak", "王")
    found = compare(asked(desk), "gross_sales", START)
    assert (found.verdict.kind, found.method) == ("above", "bsm_weak")


@pytest.mark.parametrize(("dip", "is_tagged"), [("7.00", True), ("9.00", False)])
def test_a_start_at_a_low_point_is_seen(desk: Desk, dip: str, is_tagged: bool) -> None:
    low = date(2026, 3, 16)  # the eight plain weeks before the start, and none of the promotion of 8 March
    first, last = START - 52 * WEEK, START + 3 * WEEK
    loaded(desk, [*orders(first, low - timedelta(days=1)), *orders(low, last, dip)], first, last)
    found = compare(asked(desk), "gross_sales", START)
    assert found.facts.is_trough == is_tagged
    assert ("trough" in dict(found.verdict.tags)) == is_tagged


def test_figures_that_no_model_knows_are_listed(desk: Desk) -> None:
    filled(desk, service=4)
    desk.accept(("costs.csv", sheet([cost("LAMP", "4.00")])))
    profit = compare(asked(desk), "net_profit", START)
    # 28 orders of 10.00, four of them with a fen more, less 4.00 each; then 20.00.
    assert (profit.before.value, profit.after.value) == (Decimal("168.04"), Decimal("448.04"))
    assert (profit.verdict.kind, profit.lift) == ("can_be_negative", None)
    value = compare(asked(desk), "average_order_value", START)
    assert (value.verdict.kind, value.after.value) == ("ratio", Decimal("20.00"))
    assert value.raw_change == pytest.approx(1.0)
    assert compare(asked(desk), "units", START).verdict.kind == "only_listed"


def test_without_days_of_service_there_is_nothing_to_judge(desk: Desk) -> None:
    filled(desk, service=0)
    found = compare(asked(desk), "gross_sales", START + 5 * WEEK)
    assert (found.after.value, found.after.known_days, found.verdict.kind) == (None, 0, "too_short")


def other_shop(desk: Desk, name: str, **agreed: str) -> Desk:
    """A shop beside, with its own engagement."""
    other = filled(Desk(desk.folder / name, name), after="10.00")
    if agreed:
        record.change(other.shop, {f"engagement.{key}": value for key, value in agreed.items()}, {}, "王")
    return other


def test_three_shops_whose_service_did_not_change_are_controls(desk: Desk) -> None:
    filled(desk)
    record.change(desk.shop, {"engagement.merchant": "王", "engagement.service_start": START.isoformat()}, {}, "王")
    other_shop(desk, "一店")
    other_shop(desk, "二店", service_start="2025-01-01")
    other_shop(desk, "三店", service_start="2026-03-02")
    short = Desk(desk.folder / "四店", "四店")
    loaded(short, orders(START - 5 * WEEK, START), START - 5 * WEEK, START)
    warehouse.shop("空店", make=True)
    found = compare(asked(desk), "gross_sales").controls
    assert (found.kind, found.count, found.valid_shops) == (None, 0, 2), "two are too few"
    assert dict(found.left_out) == {"nothing_loaded": 1, "service_changed": 1, "weeks_missing": 1}
    other_shop(desk, "五店", merchant="王")
    full = compare(asked(desk), "gross_sales")
    assert (full.controls.kind, full.controls.count) == ("agency_shops", 3)
    assert full.verdict.kind == "above"
    assert full.facts.sees_season
    assert full.as_json()["adjusted"]["controls"] == 3
    assert "店" not in json.dumps(full.as_json(), ensure_ascii=False), "no other shop is named"


def test_a_typed_index_that_tells_every_week_is_a_control(desk: Desk) -> None:
    filled(desk)
    weeks = {FIRST - timedelta(days=FIRST.weekday()) + n * WEEK: Decimal(100 + n) for n in range(36)}
    newest = max(weeks)
    say_index(book(desk.shop), weeks, "王")
    found = compare(asked(desk), "gross_sales", START)
    assert (found.controls.kind, found.controls.count, found.controls.index_weeks_missing) == ("index", 1, 0)
    say_index(book(desk.shop), {newest - n * WEEK: None for n in range(3)}, "王")
    without = compare(asked(desk), "gross_sales", START)
    assert (without.controls.kind, without.controls.index_weeks_missing) == (None, 1)


def test_twice_the_sales_is_ln_2_more(desk: Desk, other_desk: Desk) -> None:
    one = compare(asked(filled(desk)), "gross_sales", START).lift
    two = compare(asked(filled(other_desk, after="40.00")), "gross_sales", START).lift
    assert one
    assert two
    assert np.log1p(two.lift) - np.log1p(one.lift) == pytest.approx(np.log(2), abs=0.03), "up to half an order a week"


def test_the_same_method_before_the_service(desk: Desk) -> None:
    filled(desk, weeks=40)
    found = compare(asked(desk), "gross_sales", START).placebo
    assert found
    assert found.weeks == 8
    assert found.starts[0][0] == START - 8 * WEEK
    assert all(start < START for start, _range in found.starts)
    assert found.is_conclusive
    assert found.false_alarms == 0, "nothing happened before"
    assert found.typical_error is not None
    assert found.typical_error < 0.05


def test_a_short_baseline_cannot_be_tried(desk: Desk) -> None:
    filled(desk, weeks=12)
    found = compare(asked(desk), "gross_sales", START).placebo
    assert found is not None
    assert not found.is_conclusive


def test_the_command_answers_as_agreed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    filled(desk)
    call = ["compare", "--shop", desk.name, "--metric", "gross_sales", "--service-start", START.isoformat(), "--json"]
    assert main(call) == 0
    first = capsys.readouterr().out
    said = json.loads(first)
    assert set(said) == KEYS
    assert said["before"] == {
        "from": "2026-02-13",
        "to": "2026-05-14",
        "days": 91,
        "value": "910.13",
        "per_day": "10.00",
    }
    assert set(said["adjusted"]) == {"lift", "low", "high", "level", "method", "controls", "removed_days"}
    assert said["adjusted"]["level"] == 0.95
    assert said["refusal"] is None
    assert said["sentence"].startswith("At least +")
    assert set(said["decomposition"]) == {"price", "volume", "mix", "new_products", "discontinued_products"}
    assert sum(map(Decimal, said["decomposition"].values())) == Decimal("910.00"), "1,820.13 − 910.13"
    assert main(call) == 0
    assert capsys.readouterr().out == first, "the same digits"


def test_a_refusal_is_an_answer(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    filled(desk, weeks=2)
    call = ["compare", "--shop", desk.name, "--metric", "gross_sales", "--service-start", START.isoformat()]
    assert main([*call, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["adjusted"] is None
    assert said["refusal"]["kind"] == "too_short"
    assert said["refusal"]["sentence"] == said["sentence"]
    assert main(call) == 0
    assert "too_short" in capsys.readouterr().out


def test_wrong_questions_have_their_exit_codes(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    filled(desk, weeks=2, service=2)
    call = ["compare", "--shop", desk.name, "--metric"]
    assert main([*call, "gross_sales"]) == 1, "nobody says when the service began"
    assert "names no day on which the service began" in capsys.readouterr().err
    for wrong in (["sales"], ["orders", "--service-start", "0001-01-05"], ["orders", "--service-start", "May"]):
        with pytest.raises(SystemExit) as stopped:
            main([*call, *wrong])
        assert stopped.value.code == 2
