"""A newer version tells what it changes in past weeks, before anybody accepts it; every amount here was worked by hand.

Fees are 5 % of each line: of 33.33, 110.00, 50.00, 40.00 that is 1.67, 5.50, 2.50, 2.00. The earlier version rounded them
to whole yuan, halves up: 2.00, 6.00, 3.00, 2.00. Each line is one lamp that costs 10.00.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import warehouse
from book import Book, ChangedMeanwhile, people
from book.people import Granted
from etl import command, definitions, pipeline
from etl.definitions import version
from etl.upgrade import compare_by
from reports.metric import FORMULA, TOLD
from reports.scope import Scope
from reports.signing.restate import restatements
from reports.signing.sign import sign
from reports.upgrade.accepted import KIND, Known, Moved, accept, known, moved, waiting
from reports.upgrade.compare import compared
from tests.earlier import earlier
from tests.etl.test_versions import changed, make_older
from tests.made import Desk, cost, sheet, taobao_line, typed_cost
from tests.reports.life import AGREED
from warehouse import NotGranted, access

FIRST, SECOND, THIRD = date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 15)
FEE = (
    "facts/line_values.sql",
    "round(lines.gross_amount * rates.rate, 2)",
    "round(lines.gross_amount * rates.rate, 0)",
)
PROFITS = ("contribution", "net_profit", "net_profit_low", "net_profit_high")
LINES = (
    ("A", "33.33", FIRST, "3"),
    ("B", "110.00", FIRST, "1"),
    ("C", "50.00", SECOND, "1"),
    ("D", "40.00", THIRD, "1"),
)


@pytest.fixture(autouse=True)
def _compares() -> None:
    compare_by(compared)


def fill(desk: Desk) -> None:
    """Four orders in three weeks, what a lamp costs, and the rate of the fees."""
    lines = [taobao_line(o, o, pay, "LAMP", units, f"{day}") for o, pay, day, units in LINES]
    rate = typed_cost("platform_fee_rate", cost_platform="taobao", rate="0.05", start_date=f"{FIRST}")
    desk.accept(
        ("orders.csv", sheet(lines)),
        ("costs.csv", sheet([cost("LAMP", "10.00", f"{FIRST}")])),
        ("typed.csv", sheet([rate])),
    )


@pytest.fixture
def older(desk: Desk, tmp_path: Path) -> Desk:
    """The shop as the earlier version left it, its first week signed."""
    with earlier(tmp_path, *FEE):
        fill(desk)
        scope = Scope(desk.shop)
        sign(scope, FIRST, "submitted", "阿代", AGREED, "early")
        sign(scope, FIRST, "confirmed", "店主", AGREED)
    return desk


def only(found: list[Known]) -> Known:
    [one] = found
    return one


def said(found: list[Moved]) -> list[tuple[date, str, Any, Any, Any]]:
    return [(each.week_start, each.figure, each.before, each.after, each.difference) for each in found]


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the locks, and the book's own working files."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".lock" and not path.name.endswith(("-wal", "-shm"))
    }


WORKED = {
    FIRST: {"platform_fees": ("8.00", "7.17", "-0.83"), "total_cost": ("48.00", "47.17", "-0.83")}
    | dict.fromkeys(PROFITS, ("95.33", "96.16", "0.83")),
    SECOND: {"platform_fees": ("3.00", "2.50", "-0.50"), "total_cost": ("13.00", "12.50", "-0.50")}
    | dict.fromkeys(PROFITS, ("37.00", "37.50", "0.50")),
}
CHANGED = [
    (week, name, *map(Decimal, amounts)) for week, figures in WORKED.items() for name, amounts in figures.items()
]


def by_week(found: list[Any]) -> list[Any]:
    return sorted(found, key=lambda each: (each[0], each[1]))


def test_a_rebuild_by_a_newer_version_writes_down_what_it_changed(older: Desk) -> None:
    before = warehouse.reader(older.shop).build
    pipeline.rebuild_all(older.shop)
    one = only(known(older.shop))
    assert one.waits
    assert by_week(said(moved(one.upgrade, "accounting", "cleaned"))) == by_week(CHANGED)
    assert one.upgrade.body["mixed"] == []
    [changed] = one.upgrade.body["definitions"]
    assert changed["name"] == "facts.line_values"
    assert (FEE[2] in changed["before"], FEE[1] in changed["after"]) == (True, True)
    assert one.upgrade.name.startswith(before)
    assert one.upgrade.body["before"] != one.upgrade.body["after"] == version()


def test_every_basis_is_compared(older: Desk) -> None:
    pipeline.rebuild_all(older.shop)
    one = only(known(older.shop)).upgrade
    for refunds in ("accounting", "order"):
        for book in ("cleaned", "claimed"):
            assert by_week(said(moved(one, refunds, book))) == by_week(CHANGED)


def test_a_load_computes_the_newer_version_first_so_that_new_files_stay_out_of_it(older: Desk) -> None:
    older.accept(("later.csv", sheet([taobao_line("E", "E", "70.00", "LAMP", "1", f"{SECOND}")])))
    one = only(waiting(older.shop)).upgrade
    assert by_week(said(moved(one, "accounting", "cleaned"))) == by_week(CHANGED)
    assert one.body["mixed"] == []
    older.accept(("more.csv", sheet([taobao_line("F", "F", "70.00", "LAMP", "1", f"{SECOND}")])))
    assert len(known(older.shop)) == 1


def test_an_undo_in_the_same_step_is_named(older: Desk) -> None:
    pipeline.undo(older.shop, 3)  # the rate of the fees
    one = only(known(older.shop)).upgrade
    assert one.body["mixed"] == [3]


def test_the_signed_week_stays_and_its_restatement_says_why(older: Desk) -> None:
    pipeline.rebuild_all(older.shop)
    [week] = restatements(Scope(older.shop))
    assert week.signature.figures["platform_fees"] == Decimal("8.00")
    assert week.today["platform_fees"] == Decimal("7.17")
    assert {line.cause for line in week.lines} == {"definition"}
    assert week.change("net_profit") == Decimal("0.83")


def test_a_formula_of_the_catalogue_counts_as_any_definition(desk: Desk, tmp_path: Path) -> None:
    with earlier(tmp_path, "metrics.toml", 'sum = ["units", "typed_units"]', 'sum = ["orders", "typed_orders"]'):
        fill(desk)
    assert not pipeline.is_current(desk.shop)
    pipeline.rebuild_all(desk.shop)
    one = only(known(desk.shop)).upgrade
    assert said(moved(one, "accounting", "cleaned")) == [(FIRST, "units", 2, 4, Decimal(2))]
    assert [each["name"] for each in one.body["definitions"]] == ["figure.units"]
    assert {each.week_start: each.figures["units"] for each in desk.weekly().weeks} == {FIRST: 4, SECOND: 1, THIRD: 1}


def test_a_figure_that_the_earlier_version_did_not_know_stops_no_comparison(desk: Desk, tmp_path: Path) -> None:
    with earlier(tmp_path, "metrics.toml", "[unpaid_orders]", "[never_paid]"):
        fill(desk)
        unpaid = taobao_line("U", "U", "12.00", "LAMP", "1", f"{FIRST}", 订单付款时间="", 订单状态="等待买家付款")
        desk.accept(("unpaid.csv", sheet([unpaid])))
    changed(desk, "alter table marts.daily drop column unpaid_orders")
    pipeline.rebuild_all(desk.shop)
    one = only(known(desk.shop)).upgrade
    found = said(moved(one, "accounting", "cleaned"))
    assert (FIRST, "unpaid_orders", None, 1, None) in found
    assert {each[1] for each in found} == {"unpaid_orders"}
    assert [each["name"] for each in one.body["definitions"]] == ["figure.never_paid", "figure.unpaid_orders"]


def test_what_is_told_and_what_is_reckoned_is_the_same_to_both_rooms() -> None:
    assert set(definitions.TOLD) == TOLD
    formulas = [json.loads(text) for name, text in definitions.definitions().items() if name.startswith("figure.")]
    assert {key for each in formulas for key in each} == FORMULA


def test_words_told_of_a_figure_are_no_definition(desk: Desk, tmp_path: Path) -> None:
    with earlier(tmp_path, "metrics.toml", "Gross sales less refunds.", "What is left."):
        fill(desk)
    assert pipeline.is_current(desk.shop)


def test_a_version_that_changes_nothing_says_so_and_waits_for_nobody(desk: Desk, tmp_path: Path) -> None:
    with earlier(tmp_path, "marts/daily.sql", "-- An order counts once,", "-- Each order counts once,"):
        fill(desk)
    pipeline.rebuild_all(desk.shop)
    one = only(known(desk.shop))
    assert (one.upgrade.changes_nothing, one.waits, waiting(desk.shop)) == (True, False, [])
    assert [each["name"] for each in one.upgrade.body["definitions"]] == ["marts.daily"]


def test_the_same_version_writes_nothing_down(desk: Desk) -> None:
    fill(desk)
    pipeline.rebuild_all(desk.shop)
    assert known(desk.shop) == []
    assert not (desk.shop.folder / "upgrades").exists()


def test_a_version_that_cannot_be_read_any_more_waits_for_somebody(desk: Desk) -> None:
    fill(desk)
    make_older(desk)
    pipeline.rebuild_all(desk.shop)
    one = only(known(desk.shop))
    assert (one.upgrade.is_compared, one.waits, one.upgrade.body["before"]) == (False, True, None)


# --- accepting -------------------------------------------------------------------------------------------


def test_it_is_accepted_once_with_who_when_and_the_whole_comparison(older: Desk) -> None:
    pipeline.rebuild_all(older.shop)
    one = only(waiting(older.shop)).upgrade
    entry = accept(older.shop, one, "店主", "fees to the fen")
    assert (entry.kind, entry.subject, entry.who, entry.why) == (KIND, one.name, "店主", "fees to the fen")
    assert entry.body["weeks"] == ["2026-06-01", "2026-06-08"]
    assert (entry.body["before"], entry.body["after"]) == (one.body["before"], one.body["after"])
    kept = Book(older.shop).attachment(entry.body["compared"])
    assert kept is not None
    assert json.loads(kept) == one.body
    assert waiting(older.shop) == []
    with pytest.raises(ChangedMeanwhile):
        accept(older.shop, one, "阿代")
    assert len(Book(older.shop).entries(KIND)) == 1
    Book(older.shop).verify()


def test_a_second_upgrade_waits_by_itself(older: Desk, tmp_path: Path) -> None:
    pipeline.rebuild_all(older.shop)
    accept(older.shop, only(waiting(older.shop)).upgrade, "店主")
    with earlier(tmp_path / "third", *FEE):
        pipeline.rebuild_all(older.shop)
        back = only(waiting(older.shop)).upgrade
    assert [each.waits for each in known(older.shop)] == [False, True]
    found = {(each.week_start, each.figure): each.difference for each in moved(back, "accounting", "cleaned")}
    assert found[FIRST, "platform_fees"] == Decimal("0.83")


@pytest.fixture
def team(older: Desk) -> Desk:
    """Everybody's role in the shop, and costs that operators do not see."""
    pipeline.rebuild_all(older.shop)
    for account, role in (
        ("guan", "account_manager"),
        ("yun", "operator"),
        ("wang", "merchant"),
        ("kuai", "accountant"),
    ):
        people.grant(account, older.name, role, "test", account)
    people.hide_costs(older.name, "test", hidden=True)
    return older


@pytest.mark.parametrize("account", ["yun", "kuai", "nobody"])
def test_who_may_not_change_what_was_agreed_does_not_accept(team: Desk, account: str) -> None:
    one = only(waiting(team.shop)).upgrade
    shop = team.shop
    with access.acting(Granted(account, people.people())), pytest.raises(NotGranted):
        accept(shop, one, account)
    assert Book(shop).entries(KIND) == []


@pytest.mark.parametrize("account", ["guan", "wang"])
def test_either_side_may_accept_in_their_own_name(team: Desk, account: str) -> None:
    shop = team.shop
    with access.acting(Granted(account, people.people())):
        one = only(waiting(shop)).upgrade
        with pytest.raises(access.NotYou):
            accept(shop, one, "somebody else")
        assert accept(shop, one, account).who == account


def test_of_whom_costs_are_hidden_sees_which_weeks_and_no_amount(team: Desk) -> None:
    shop = team.shop
    with access.acting(Granted("yun", people.people())):
        one = only(waiting(shop)).upgrade
        assert moved(one, "accounting", "cleaned") == []
        assert b"7.17" not in one.content
    with access.acting(Granted("nobody", people.people())), pytest.raises(NotGranted):
        waiting(shop)


# --- the command line ------------------------------------------------------------------------------------


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert command.main(["upgrade", *arguments, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_the_command_tells_what_would_change_and_changes_nothing(
    older: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(older.shop.folder)
    [shop] = asked(capsys)["shops"]
    assert files(older.shop.folder) == before
    [step] = shop["steps"]
    assert (step["state"], step["changes_nothing"], step["definitions"]) == ("coming", False, ["facts.line_values"])
    weeks = [each for each in step["weeks"] if (each["refunds"], each["book"]) == ("accounting", "cleaned")]
    assert [(each["week_start"], each["signed"]) for each in weeks] == [("2026-06-01", True), ("2026-06-08", False)]
    assert weeks[0]["figures"]["platform_fees"] == {"before": "8.00", "after": "7.17", "difference": "-0.83"}
    assert weeks[1]["figures"]["net_profit"] == {"before": "37.00", "after": "37.50", "difference": "0.50"}
    assert not pipeline.is_current(older.shop)


def test_the_command_accepts_once(older: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline.rebuild_all(older.shop)
    [shop] = asked(capsys)["shops"]
    assert [each["state"] for each in shop["steps"]] == ["waiting"]
    [shop] = asked(capsys, "--shop", older.name, "--accept", "店主", "--why", "seen")["shops"]
    assert [(each["state"], each["by"]) for each in shop["steps"]] == [("accepted", "店主")]
    assert command.main(["upgrade", "--shop", older.name, "--accept", "店主", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["kind"] == "no_such_upgrade"
    assert len(Book(older.shop).entries(KIND)) == 1
    assert command.main(["upgrade"]) == 0
    printed = capsys.readouterr().out
    assert "2026-06-01 signed (refunds accounting, cleaned)" in printed
    assert "(accepted by 店主)" in printed


def test_the_command_says_that_nothing_changes(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with earlier(tmp_path, "marts/daily.sql", "-- An order counts once,", "-- Each order counts once,"):
        fill(desk)
    assert command.main(["upgrade"]) == 0
    assert "no figure of any week changes" in capsys.readouterr().out
    fresh = asked(capsys)["shops"][0]["steps"]
    assert (fresh[0]["changes_nothing"], fresh[0]["weeks"]) == (True, [])


def test_a_damaged_build_stops_no_other_shop(desk: Desk, other_desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for each in (desk, other_desk):
        fill(each)
    newest = desk.shop.builds()[-1]
    warehouse.drop_readers(newest)
    newest.write_bytes(b"no warehouse")
    capsys.readouterr()
    assert command.main(["upgrade", "--json"]) == 1
    told = {each["shop"]: each.get("error", {}).get("kind") for each in json.loads(capsys.readouterr().out)["shops"]}
    assert told == {desk.shop.name: "build_damaged", other_desk.shop.name: None}
