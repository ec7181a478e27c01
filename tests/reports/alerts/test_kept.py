"""What rules found is asked once of a build: a new file, number, day or decision asks again, a press on "Seen" does not."""

from datetime import date

import pytest

from book import book
from reports.alerts import alerts as answer
from reports.alerts.alerts import alerts
from reports.alerts.handled import Handled, handle
from reports.alerts.question import Found, Question
from reports.alerts.watch import WATCHED
from reports.scope import Scope
from tests.made import Desk, counted, sheet, taobao_line
from tests.reports.alerts.agreed import TODAY, agree, number

RULE = "stock_below_threshold"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often the rule about stock was really asked."""
    times: list[int] = []

    def watch(question: Question) -> list[Found]:
        times.append(1)
        return WATCHED[RULE](question)

    monkeypatch.setattr(answer, "WATCHED", dict(WATCHED) | {RULE: watch})
    return times


def test_once_until_something_changes(desk: Desk, asked: list[int]) -> None:
    desk.accept(("orders.csv", sheet([taobao_line("A", "A", "1.00", "X", day="2026-06-01")])))
    desk.accept(("stock.csv", sheet([counted("LAMP", "49", "2026-06-01")])))
    agree(desk, guards__stock_threshold=50)

    def names(today: date = TODAY) -> list[str]:
        return [each.subject for each in alerts(Scope(desk.shop), today, [RULE]).alerts]

    assert (names(), names(), len(asked)) == (["LAMP"], ["LAMP"], 1)
    [alert] = alerts(Scope(desk.shop), TODAY, [RULE]).alerts
    handle(book(desk.shop), [(alert.id, Handled("acknowledged"))], "店主")
    found = alerts(Scope(desk.shop), TODAY, [RULE])
    assert (found.state(alert).state, len(asked)) == ("acknowledged", 1)
    number(desk, RULE, "49")
    assert (names(), len(asked)) == ([], 2)
    number(desk, RULE, "60")
    assert (names(), len(asked)) == (["LAMP"], 3)
    desk.accept(("stock2.csv", sheet([counted("CUP", "7", "2026-06-01")])))
    assert (sorted(names()), len(asked)) == (["CUP", "LAMP"], 4)
    assert (sorted(names(date(2026, 11, 23))), len(asked)) == (["CUP", "LAMP"], 5)
