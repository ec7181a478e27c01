"""A file with which a check fails is told of; the other files of the call load."""

import pytest

from etl import check, register
from etl.check import CheckBroken
from etl.pipeline import load
from tests.etl.test_versions import made_by_another_version
from tests.made import Desk, sheet, taobao_order

EVIL = "select order_id from facts.order_lines where gross_amount = 66.60"
TOGETHER = "select 1 from facts.order_lines having count(*) filter (where gross_amount in (2, 4)) = 2"


def files(*amounts: str) -> list[tuple[str, str]]:
    return [(f"{n}.csv", sheet([taobao_order(str(n), amount)])) for n, amount in enumerate(amounts, 1)]


def broken_by(monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    monkeypatch.setattr(check, "checks", lambda: {"no order is evil": sql})


@pytest.mark.parametrize("place", [0, 2])
def test_only_the_file_that_breaks_a_check_is_refused(place: int, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    broken_by(monkeypatch, EVIL)
    amounts = ["1.00", "2.00", "4.00"]
    amounts[place] = "66.60"
    results = desk.load(*files(*amounts))
    assert [each.file for each in results] == [f"{n}.csv" for n in range(1, 4)]
    assert [each.status for each in results] == ["refused" if n == place else "loaded" for n in range(3)]
    [problem] = results[place].problems
    assert problem.kind == "breaks_check"
    assert "no order is evil (1 rows)" in problem.message
    assert desk.one("sum(gross_sales)", "marts.daily") == 7 - [1, 2, 4][place]
    assert [each.file for each in register.active(desk.shop)] == [f"{n + 1}.csv" for n in range(3) if n != place]


def test_of_files_that_break_a_check_together_the_first_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    broken_by(monkeypatch, TOGETHER)
    results = desk.load(*files("2.00", "4.00", "8.00"))
    assert [each.status for each in results] == ["loaded", "refused", "loaded"]


def test_a_file_that_is_only_tried_is_told_of_and_nothing_changes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    broken_by(monkeypatch, EVIL)
    results = desk.load(*files("1.00", "66.60"), dry_run=True)
    assert [each.status for each in results] == ["loaded", "refused"]
    assert (register.active(desk.shop), desk.shop.builds()) == ([], [])


def test_a_check_that_fails_without_a_file_is_no_files_fault(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.accept(*files("66.60"))
    made_by_another_version(desk)
    broken_by(monkeypatch, EVIL)
    with pytest.raises(CheckBroken, match="no order is evil"):
        load(desk.shop, [])
