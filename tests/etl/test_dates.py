"""Dates as people and programs write them: read, asked about, or refused; never guessed."""

import datetime as dt
from decimal import Decimal

import pytest

from etl import doubt
from etl.formatfile import formats
from etl.loaded import Loaded
from etl.pipeline import rebuild_all
from etl.raw import Raw
from etl.reading import Reading
from etl.stage import stage
from etl.unreadable import problems
from tests.made import Desk, sheet, taobao_order
from warehouse import building


def ordered(desk: Desk, *times: str, **asked: object) -> Loaded:
    """The answer for orders made at these times."""
    rows = [taobao_order(str(number), 订单创建时间=time) for number, time in enumerate(times, 1)]
    [loaded] = desk.load(("a.csv", sheet(rows)), **asked)
    return loaded


def times(desk: Desk) -> list[str]:
    return [str(row["ordered_at"]) for row in desk.rows("select ordered_at from staging.orders order by source_row")]


WRITTEN = {
    "2026-06-01 10:00:00": "2026-06-01 10:00:00",
    "2026/6/1 9:05": "2026-06-01 09:05:00",
    "20260601": "2026-06-01 00:00:00",
    "2026年6月1日": "2026-06-01 00:00:00",
    "２０２６－０６－０１　１２：３０：００": "2026-06-01 12:30:00",
    "46327.5": "2026-11-01 12:00:00",
    "2026-06-01 23:59:60": "2026-06-01 23:59:59",  # a leap second belongs to the day that its text names
    "2026/6/30 23:59:60": "2026-06-30 23:59:59",
    "20260630235960": "2026-06-30 23:59:59",
    "2026-06-30T23:59:60Z": "2026-06-30 23:59:59",
    "2026-06-01T02:00:00Z": "2026-06-01 02:00:00",
    "2026-06-01T02:00:00.125Z": "2026-06-01 02:00:00",
    "2026-06-01T10:00:00+08:00": "2026-06-01 10:00:00",
    "2026-06-01 10:00:00 -0530": "2026-06-01 10:00:00",
}


def test_times_of_every_kind_are_the_shops_own(desk: Desk) -> None:
    assert ordered(desk, *WRITTEN).problems == ()
    assert times(desk) == list(WRITTEN.values())


REFUSED = {
    "2026-02-30 10:00:00": "no_such_date",
    "0000-00-00": "no_such_date",
    "2026-13-01": "no_such_date",
    "2026-06-01 25:00:00": "not_a_time",
    "2026-06-01 10:00:61": "not_a_time",
    "2026-06-01 10:00+08": "not_a_time",
    "12345": "not_a_time",  # a serial of 1933
    "80000": "not_a_time",  # and one of 2119
    "06-01": "no_year",
    "epoch": "not_a_time",
    "1999-12-31 23:59:59": "past_date",
    "2099-01-01 00:00:00": "future_date",
}


def test_what_is_no_time_is_refused(desk: Desk) -> None:
    problems = ordered(desk, *REFUSED).problems
    assert {problem.value: problem.kind for problem in problems} == REFUSED
    assert {problem.row for problem in problems} == set(range(2, 2 + len(REFUSED)))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (("11/01/2026 10:00", "25/01/2026 10:00"), ["2026-01-11 10:00:00", "2026-01-25 10:00:00"]),
        (("11/01/2026 10:00", "01/25/2026 10:00"), ["2026-11-01 10:00:00", "2026-01-25 10:00:00"]),
        (("2026-06-01", "13-01-2026"), ["2026-06-01 00:00:00", "2026-01-13 00:00:00"]),
    ],
)
def test_a_number_above_twelve_tells_which_is_the_day(written: tuple[str, ...], read: list[str], desk: Desk) -> None:
    assert ordered(desk, *written).problems == ()
    assert times(desk) == read


def test_a_column_that_does_not_tell_is_read_like_the_others_of_its_file(desk: Desk) -> None:
    row = taobao_order("1", 订单创建时间="11/01/2026 10:00", 订单付款时间="13/01/2026 10:00")
    desk.accept(("a.csv", sheet([row])))
    assert times(desk) == ["2026-01-11 10:00:00"]


def test_day_or_month_is_asked_and_the_answer_is_kept(desk: Desk) -> None:
    [question] = ordered(desk, "11/01/2026", "02/03/2026").problems
    assert (question.kind, question.row, question.column, question.is_question) == (
        "ambiguous_date", 2, "订单创建时间", True,
    )  # fmt: skip
    assert question.fields == {"day_first": "2026-01-11", "month_first": "2026-11-01"}
    assert ordered(desk, "11/01/2026", "02/03/2026", defaults={"date_order": "dmy"}).problems == ()
    assert times(desk) == ["2026-01-11 00:00:00", "2026-03-02 00:00:00"]
    rebuild_all(desk.shop)
    assert times(desk) == ["2026-01-11 00:00:00", "2026-03-02 00:00:00"]


def test_one_column_written_both_ways_is_refused(desk: Desk) -> None:
    problems = ordered(desk, "25/11/2026 10:00", "01/25/2026 10:00").problems
    assert [(problem.kind, problem.row) for problem in problems] == [("not_a_time", 3)]


def notes(desk: Desk, text: str) -> tuple[str, ...]:
    """What the rows of a file that is loaded bring up."""
    [header, *rows] = [line.split(",") for line in text.split("\r\n") if line]
    path = desk.write("raw.parquet", b"")
    with building(desk.shop) as build:
        columns = ", ".join(f"c{place}" for place in range(len(header)))
        values = ", ".join(f"({number}, {', '.join(repr(cell) for cell in row)})" for number, row in enumerate(rows, 2))
        build.execute(f"copy (select * from (values {values}) as rows(row, {columns})) to '{path}' (format parquet)")
        raw = Raw(path, tuple(header), tuple(range(len(header))), rejected=0)
        reading = Reading(formats()["taobao__orders"], raw, {})
        stage(build, raw, reading.format, upload=1, exported_at=None)
        assert problems(build, reading) == []
        return reading.notes


def test_what_is_counted_and_worth_a_word(desk: Desk) -> None:
    soon = doubt.today() + dt.timedelta(doubt.AHEAD_DAYS)
    rows = [taobao_order("1", "5.00", day=str(soon)), taobao_order("2", "-1.00", day=str(soon + dt.timedelta(1)))]
    assert notes(desk, sheet(rows)) == ("future_dates:1", "negative_amounts:1")
    total = dict.fromkeys(rows[0], "") | {"订单编号": "合计", "买家实际支付金额": "4.00"}
    assert notes(desk, sheet([*rows[:1], total])) == ("total_differs:1.00",)
    assert notes(desk, sheet([*rows[:1], total | {"买家实际支付金额": "5.00"}])) == ()


def test_a_last_row_without_an_id_that_is_the_sum_is_a_total(desk: Desk) -> None:
    rows = [taobao_order("1", "5.00"), taobao_order("2", "7.50")]
    total = dict.fromkeys(rows[0], "") | {"买家实际支付金额": "12.50", "退款金额": "0.00"}
    [loaded] = desk.load(("a.csv", sheet([*rows, total])))
    assert (loaded.status, loaded.rows, loaded.rejected) == ("loaded", 2, 1)
    assert desk.one("sum(gross_sales)", "marts.daily") == Decimal("12.50")
    for wrong in (total | {"买家实际支付金额": "12.49"}, total | {"退款金额": "1.00"}):
        [refused] = desk.load(("b.csv", sheet([*rows, wrong])))
        assert [(problem.kind, problem.row) for problem in refused.problems] == [("missing_value", 4)]


def test_ids_that_all_end_in_zeros_were_floats(desk: Desk) -> None:
    """What is left of 19 digits where a program kept the column as floats: every id is as good as any other, and wrong."""
    floats = [str(4012345678901230000 + number * 10_000) for number in range(5)]
    [refused] = desk.load(("a.csv", sheet([taobao_order(number) for number in floats])))
    assert [(problem.kind, problem.value) for problem in refused.problems] == [("damaged_id", each) for each in floats]
    desk.accept(("b.csv", sheet([taobao_order(number) for number in [*floats, "4012345678901234567"]])))
