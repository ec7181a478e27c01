"""The sheet of the weekly meeting on paper: four lists, what is owed, what waits; in both languages, in three shapes."""

from datetime import UTC, date, datetime

import pytest

from book import Change, book
from reports.duties.approvals import ask as ask_approval
from reports.duties.deliverables import deliver
from reports.duties.duties import duties
from reports.weekreport.items import items, write
from tests.made import Desk, desk
from tests.reports.duties.people import AGREED, asked, at
from views.documents.meeting import meeting_document
from views.language import speaking
from views.paper import page, workbook

__all__ = ["desk"]
WEEK = date(2026, 6, 8)


@pytest.fixture
def shop(desk: Desk) -> Desk:
    said = {"engagement.service_start": "2026-06-01", "engagement.merchant": "陈女士", "package.week.titles": 5}
    ledger = book(desk.shop)
    ledger.append([Change("engagement", name, value) for name, value in said.items()], "陈女士")
    deliver(ledger, "titles", date(2026, 6, 9), 3, "小周", AGREED)
    asked(desk, "agency", "2026-06-09 10:00", "请确认活动价")
    ask_approval(ledger, "restock", "HT-01", 200, "小周", AGREED)
    write(ledger, WEEK, "done", "agency", "<b>三个标题</b>", "小周")
    return desk


def test_the_sheet_says_what_is_done_owed_and_waiting(shop: Desk) -> None:
    found = duties(shop.shop, WEEK, at("2026-06-14 10:00"))
    with speaking("en"):
        made = meeting_document("灯具店", WEEK, items(book(shop.shop), WEEK), found, datetime(2026, 6, 14, tzinfo=UTC))
        printed = page.written(made).decode()
        sheet = workbook.written(made)
    assert made.lead == ("In 2026-06 the merchant's answers were 48 h late, the agency's were in time.",)
    assert "&lt;b&gt;三个标题&lt;/b&gt;" in printed
    for said in ("请确认活动价", "overdue", "48 h", "Restock quantity", "200 pieces", "Titles written", "06/12 10:00"):
        assert said in printed, said
    assert sheet[:2] == b"PK"
