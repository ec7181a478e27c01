"""`python -m reports duties`: the answer as JSON and as a table."""

import json

import pytest

from book import Change, book
from reports.command import main
from reports.duties.approvals import ask as ask_approval
from reports.duties.deliverables import deliver
from reports.duties.moment import day_of
from reports.duties.work import log
from tests.made import Desk
from tests.reports.duties.people import AGREED, asked, at, stepped


def test_the_answer_of_a_shop_without_a_file(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    book(desk.shop).append(
        [
            Change(
                "engagement", "people", [{"name": "小周", "side": "agency"}, {"name": "陈女士", "side": "merchant"}]
            ),
            Change("engagement", "engagement.service_start", "2026-06-01"),
            Change("engagement", "package.week.titles", 5),
        ],
        "陈女士",
    )
    stepped(desk, asked(desk, "agency", "2026-06-01 10:00"), "answered", "2026-06-06 10:00")
    day = day_of(at("2026-06-03 10:00"))
    deliver(book(desk.shop), "titles", day, 2, "小周", AGREED)
    log(book(desk.shop), day, "titles", 30, "小周", AGREED)
    ask_approval(book(desk.shop), "restock", "HT-01", 200, "小周", AGREED)
    assert main(["duties", "--shop", desk.name, "--day", "2026-06-03", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["overdue"] == {
        "2026-06": {
            "agency": {"hours": "0.00", "requests": []},
            "merchant": {"hours": "48.00", "requests": [{"request": "1", "hours": "48.00"}]},
        }
    }
    assert said["requests"][0]["state"] == "answered"
    assert said["requests"][0]["clocks"][0] == {
        "clock": "answer", "hours": 72, "due": "2026-06-04T02:00:00+00:00", "state": "done", "overdue_hours": "48.00"
    }  # fmt: skip
    [titles] = said["deliverables"]
    assert (titles["owed"], titles["done"], titles["missing"]) == (5, 2, 3)
    assert said["minutes"] == {"by_step": {"titles": 30}, "by_person": {"小周": 30}, "total": 30}
    assert [(each["kind"], each["value"], each["state"]) for each in said["approvals"]] == [("restock", 200, "asked")]
    assert main(["duties", "--shop", desk.name, "--day", "2026-06-03"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("part,what,side,state,due")
    assert "overdue,2026-06,merchant,,,,,48.00," in lines
