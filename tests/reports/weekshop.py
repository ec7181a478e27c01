"""A shop of two weeks whose weekly report is worked out by hand: three products, a target, a false claim, four lists, an event."""

from datetime import date

from book import Change, book
from book.engagement import KIND
from reports.claims.claimed import understood
from reports.claims.record import record as record_claims
from reports.events.kind import Event
from reports.events.record import record
from reports.weekreport.items import write
from tests.made import Desk, cost, sheet, taobao_line, wanxiangtai_day

BEFORE, WEEK = date(2026, 6, 1), date(2026, 6, 8)
EVIL = '=HYPERLINK("http://evil.example","x")'
MARKUP = "<script>alert(1)</script>\x01"


def make(desk: Desk) -> Desk:
    """Two weeks of June 2026; the service began on Wednesday, 3 June."""
    agreed = {"engagement.service_start": "2026-06-03", "engagement.merchant": "陈女士", "targets.2026-06": "3000.00"}
    people = [{"name": "小周", "side": "agency"}, {"name": "陈女士", "side": "merchant"}]
    changes = [Change(KIND, subject, said) for subject, said in agreed.items()]
    book(desk.shop).append([*changes, Change(KIND, "people", people)], who="陈女士")
    lines = [
        taobao_line("B1", "B1", "100.00", "LAMP", day="2026-06-02"),
        taobao_line("B2", "B2", "40.00", "CUP", day="2026-06-03"),
        taobao_line("N1", "N1", "70.00", "LAMP", day="2026-06-09"),
        taobao_line("N2", "N2", "90.10", "CUP", day="2026-06-10"),
        taobao_line("N3", "N3", "5.05", "NEW", day="2026-06-11"),
    ]
    desk.accept(
        ("orders_2026-06-01_2026-06-14.csv", sheet(lines)),
        ("costs.csv", sheet([cost("LAMP", "30.00"), cost("CUP", "10.00"), cost("NEW", "6.00")])),
        ("ads.csv", sheet([wanxiangtai_day("2.00", f"2026-06-{n:02d}") for n in range(1, 15)])),
    )
    ledger = book(desk.shop)
    claimed = understood("销售额200.00元", WEEK)
    record_claims(ledger, claimed.claims, "小周", "pasted", date(2026, 6, 15))
    write(ledger, WEEK, "done", "agency", "改了3个标题", "小周")
    write(ledger, WEEK, "needed", "agency", f"请补货 {EVIL}", "小周")
    write(ledger, WEEK, "changed", "merchant", EVIL, "陈女士")
    write(ledger, WEEK, "next", "agency", f"推新品 {MARKUP}", "小周")
    write(ledger, BEFORE, "done", "agency", "上周的事", "小周")
    record(ledger, [Event("picture", "换主图", date(2026, 6, 10), date(2026, 6, 10), "CUP")], "小周")
    return desk
