"""The weekly report against figures worked out by hand: target by days of service, movers that add up, items, differences."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from book import ChangedMeanwhile, book
from reports.claims.record import write_difference
from reports.command import main
from reports.scope import Scope
from reports.signing.rules import WeekUnknown
from reports.weekreport.items import KIND, items, take_back, write
from reports.weekreport.movers import movers
from reports.weekreport.report import WeekReport, week_report
from tests.made import Desk
from tests.reports.weekshop import BEFORE, EVIL, WEEK, make


def answered(desk: Desk, week: date = WEEK) -> WeekReport:
    return week_report(Scope(desk.shop), week)


def test_figures_and_targets_by_hand(desk: Desk) -> None:
    found = answered(make(desk))
    # 70.00 + 90.10 + 5.05; goods 30 + 10 + 6; ads 7 × 2.00.
    assert found.week.figures["net_sales"] == Decimal("165.15")
    assert found.week.figures["product_cost"] == Decimal("46.00")
    assert found.week.figures["net_profit"] == Decimal("105.15")
    assert found.before
    assert found.before.figures["net_sales"] == Decimal("140.00")
    assert found.of_week
    assert (found.of_week.target, found.of_week.sales) == (Decimal("700.00"), Decimal("165.15"))  # 3,000 × 7/30
    assert found.of_month
    assert (found.of_month.first, found.of_month.last) == (date(2026, 6, 3), date(2026, 6, 14))
    assert (found.of_month.target, found.of_month.sales) == (Decimal("1200.00"), Decimal("205.15"))  # 12 days
    assert found.month_target == Decimal("3000.00")


def test_the_week_in_which_the_service_begins_owes_its_days_of_service(desk: Desk) -> None:
    part = answered(make(desk), BEFORE).of_week
    assert part
    assert (part.first, part.target, part.sales) == (date(2026, 6, 3), Decimal("500.00"), Decimal("40.00"))


def test_movers_add_up_to_the_whole_movement(desk: Desk) -> None:
    found = answered(make(desk)).movers
    assert [(each.key, each.change) for each in found] == [
        ("CUP", Decimal("50.10")),
        ("LAMP", Decimal("-30.00")),
        ("NEW", Decimal("5.05")),
    ]
    assert sum(each.change for each in found) == Decimal("165.15") - Decimal("140.00")
    assert movers((), ()) == ()


def test_items_are_entries_that_stay(desk: Desk) -> None:
    ledger = book(make(desk).shop)
    found = items(ledger, WEEK)
    assert [(each.list, each.side) for each in found] == [
        ("done", "agency"),
        ("changed", "merchant"),
        ("next", "agency"),
        ("needed", "agency"),
    ]
    assert [each.text for each in items(ledger, BEFORE)] == ["上周的事"]
    take_back(ledger, found[0], "小周", "写错了")
    assert [each.list for each in items(ledger, WEEK)] == ["changed", "next", "needed"]
    with pytest.raises(ChangedMeanwhile):
        take_back(ledger, found[0], "小周")
    write(ledger, WEEK, "done", "agency", "又改了\n2个标题", "小周")  # takes no subject that was ever taken
    assert items(ledger, WEEK)[0].text == "又改了 2个标题"
    assert len(ledger.entries(KIND)) == 7
    ledger.verify()


@pytest.mark.parametrize(("name", "side", "said"), [("done", "agency", " "), ("done", "us", "x"), ("did", "agency", "x"), ("done", "agency", "x" * 201)])  # fmt: skip
def test_an_item_that_is_none_is_not_written(desk: Desk, name: str, side: str, said: str) -> None:
    with pytest.raises(ValueError, match="an item is"):
        write(book(desk.shop), WEEK, name, side, said, "小周")
    assert book(desk.shop).last == 0


def test_an_open_difference_until_somebody_closes_it(desk: Desk) -> None:
    found = answered(make(desk))
    assert [(each.line.figure, each.unexplained, each.state) for each in found.differences] == [
        ("gross_sales", Decimal("34.85"), "open")
    ]
    ledger = book(desk.shop)
    body = {"state": "disputed", "owner": "", "comment": "多报了一单", "attachments": []}
    entry = write_difference(ledger, WEEK, "gross_sales", body, "陈女士", 0)
    assert [(each.state, each.comment) for each in answered(desk).differences] == [("disputed", "多报了一单")]
    write_difference(ledger, WEEK, "gross_sales", body | {"state": "accepted"}, "陈女士", entry.number)
    assert answered(desk).differences == ()


def test_events_of_the_week(desk: Desk) -> None:
    found = answered(make(desk))
    assert "换主图" in [each.name for each in found.of_days()]
    assert "换主图" not in [each.name for each in answered(desk, BEFORE).of_days()]


def test_a_week_of_which_nothing_is_known(desk: Desk) -> None:
    make(desk)
    with pytest.raises(WeekUnknown):
        answered(desk, date(2026, 7, 6))


def test_the_command_line(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    make(desk)
    call = ["weekreport", "--shop", desk.name, "--week", "2026-06-11"]
    assert main([*call, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["week_start"], said["figures"]["net_sales"], said["refunds"]) == ("2026-06-08", "165.15", "accounting")
    assert said["target"]["month_so_far"]["target"] == "1200.00"
    assert [each["text"] for each in said["changed"]] == [EVIL]
    assert [each["unexplained"] for each in said["differences"]] == ["34.85"]
    assert main(call) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert ["figure", "net_sales", "165.15", "140.00", ""] in rows
    assert ["product", "CUP", "90.10", "40.00", ""] in [[*row[:4], ""] for row in rows]
    out = desk.folder / "report.csv"
    assert main([*call, "--out", str(out)]) == 0
    assert f"changed,'{EVIL.replace(chr(34), chr(34) * 2)}" in out.read_text("utf-8-sig").replace('"' + "'", "'")
