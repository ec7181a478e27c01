"""The Weekly reconciliation page: a report is read, recorded, judged; a difference is talked about; nothing is lost."""

import hashlib
from datetime import date

import pytest

from book import Change, book
from reports.claims.record import DIFFERENCE, claims
from tests import made
from tests.made import Desk, workbook
from tests.pages.visit import Visit
from views.reconcile.file import pasted, read

WEEK = "2026-06-01"
SUBJECT = "2026-06-01 gross_sales"


@pytest.fixture
def full(empty: Desk) -> Desk:
    """A shop of which a whole week is known: 180.30 of three orders, 50.00 of it given back in the week after, and ads."""
    refunded = made.pinduoduo_order(
        "260601-1",
        "50.00",
        "2026-06-01",
        订单状态="已收货，退款成功",
        售后状态="退款成功",
        确认收货时间="2026-06-10 09:00:00",
    )
    others = [
        ("260603-1", "100.00", "2026-06-03"),
        ("260607-1", "30.30", "2026-06-07"),
        ("260614-1", "1.00", "2026-06-14"),
    ]
    ads = [made.wanxiangtai_day("5.55", f"2026-06-{day:02d}") for day in range(1, 15)]
    orders = [refunded, *(made.pinduoduo_order(*each) for each in others)]
    empty.accept(("orders_export2026-06-15-10-00-00.csv", made.sheet(orders)), ("ads.csv", made.sheet(ads)))
    return empty


def visit() -> Visit:
    return Visit("reconcile", "en-US", week=WEEK)


def pasted_report(text: str, who: str = "Wang") -> Visit:
    """Paste a report, look at what was understood, record it."""
    page = visit()
    page.app.text_input("claims_who").set_value(who)
    page.app.text_area("claims_text").set_value(text)
    page.submit("Read the report")
    assert page.errors == []
    return page


def recorded(text: str, who: str = "Wang") -> Visit:
    page = pasted_report(text, who).press("claims_record")
    assert page.errors == []
    return page


def row(page: Visit, figure: str) -> str:
    """The line of a figure in the three columns."""
    [found] = [each for each in page.html.split("<tr ")[1:] if f"<div>{figure}<" in each]
    return found.split("</tr>")[0]


def test_a_pasted_report_is_shown_before_it_is_recorded_and_then_judged(full: Desk) -> None:
    page = pasted_report("Sales 180.30, orders 5, ad spend 38.85, refund rate 8, visitors 900")
    assert "Understood" in page.said
    assert "refund rate 8 — the unit does not fit the figure" in page.said
    assert claims(book(full.shop)) == []
    page.press("claims_record")
    assert "4 claims were recorded." in page.said
    assert {each.metric for each in claims(book(full.shop))} == {"gross_sales", "orders", "ad_spend", "visitors"}
    assert [each.who for each in claims(book(full.shop))] == ["Wang"] * 4
    assert "2 of 4 claims hold." in page.said
    assert "✓ proven" in row(page, "Gross sales")
    assert "✗ contradicted: too high by 2" in row(page, "Orders")
    assert "figure=orders" in row(page, "Orders"), "the proven figure leads to its rows"
    assert "? not provable" in row(page, "Visitors")
    assert "missing: traffic" in row(page, "Visitors")
    assert "– not claimed" in row(page, "Net sales")
    assert "Of 3 claims of the last 13 weeks that could be judged, 2 held: <b>66.7%</b>." in page.html


def test_a_report_recorded_twice_is_in_the_book_once(full: Desk) -> None:
    recorded("Sales 180.30")
    page = recorded("Sales 180.30")
    assert "These claims are in the book already." in page.said
    assert len(book(full.shop).entries("claim")) == 1


def test_a_typed_value_and_its_taking_back(full: Desk) -> None:
    page = visit()
    page.app.session_state["claims_source"] = "typed"
    page.app.run()
    page.app.text_input("claims_value").set_value("many")
    page.submit("Read the value")
    assert "“many” is not a value of this figure." in page.said
    page.app.selectbox("claims_metric").set_value("net_sales")
    page.app.text_input("claims_value").set_value("180.30")
    page.submit("Read the value")
    page.press("claims_record")
    [claim] = claims(book(full.shop))
    assert (claim.metric, claim.source, str(claim.value)) == ("net_sales", "typed", "180.30")
    page.app.selectbox("claims_chosen").set_value(claim).run()
    page.press("claims_withdraw")
    assert page.errors == []
    assert claims(book(full.shop)) == []
    assert "Net sales: the claim was taken back" in page.said


def test_a_difference_is_opened_and_every_edit_is_an_entry_at_once(full: Desk) -> None:
    page = recorded("Sales 200.30, net sales 130.30")
    assert '<b>Gross sales <span class="dz-one">+¥20.00</span></b>' in page.html
    key = f"gross_sales_{WEEK}_0"
    page.choose(f"difference_state_{key}", "disputed")
    [entry] = book(full.shop).entries(DIFFERENCE, SUBJECT)
    assert entry.body == {"comment": "", "owner": "", "state": "disputed", "attachments": []}
    assert entry.who == "Wang"
    page.app.text_area(f"difference_comment_gross_sales_{WEEK}_{entry.number}").set_value(
        "Where are the <b>20</b>?"
    ).run()
    assert page.errors == []
    newest = book(full.shop).in_force(DIFFERENCE)[SUBJECT]
    assert (newest.body["comment"], newest.body["state"]) == ("Where are the <b>20</b>?", "disputed")
    assert "disputed" in page.said
    assert "<b>20" not in page.html
    assert "Gross sales: disputed · Where are the <b>20</b>?" in page.said
    # The other difference, net sales with the refund of the order's week, is explained and alarms nobody.
    assert "The claim counts refunds in the week of the order, not on the day of the refund: −¥50.00." in page.said


def test_whoever_comes_second_is_told_and_overwrites_nothing(full: Desk) -> None:
    page = recorded("Sales 200.30")
    other = {"comment": "mine", "owner": "Li", "state": "asked", "attachments": []}
    book(full.shop).append([Change(DIFFERENCE, SUBJECT, other)], "Li")
    page.choose(f"difference_state_gross_sales_{WEEK}_0", "accepted")
    assert "Somebody else changed this meanwhile." in page.said
    assert book(full.shop).in_force(DIFFERENCE)[SUBJECT].body == other
    assert "asked the agency" in page.said


def test_what_is_attached_can_be_had_again(full: Desk) -> None:
    recorded("Sales 200.30")
    sha256 = hashlib.sha256(b"proof").hexdigest()
    body = {"comment": "", "owner": "", "state": "open", "attachments": [{"name": "proof.png", "sha256": sha256}]}
    book(full.shop).append([Change(DIFFERENCE, SUBJECT, body)], "Li", attachments={sha256: b"proof"})
    page = visit()
    assert r"proof\.png" in [each.proto.label for each in page.all("download_button")]
    assert "Gross sales: open · proof.png" in page.said


def test_a_report_as_a_file_a_text_or_a_pasted_table() -> None:
    week = date(2026, 6, 1)
    book_file = workbook(
        "周报", [["指标", "本周", "上周"], ["销售额", 12345.6, 11000], ["退款率", 0.082, 0.09], ["备注", "好", ""]]
    )
    found = read("周报.xlsx", book_file, week)
    assert [(each.metric, f"{each.first:%m-%d}", str(each.value)) for each in found.claims] == [
        ("gross_sales", "06-01", "12345.6"), ("gross_sales", "05-25", "11000"), ("refund_rate", "06-01", "0.082"), ("refund_rate", "05-25", "0.09"),
    ]  # fmt: skip
    assert found.unread == ()
    text = "本周销售额12.34万，订单1244单".encode("gb18030")
    assert [each.metric for each in read("周报.txt", text, week).claims] == ["gross_sales", "orders"]
    assert [each.metric for each in read("周报.csv", "指标,数值\n销售额,100\n".encode(), week).claims] == [
        "gross_sales"
    ]
    assert [each.metric for each in pasted("销售额\t100\n订单数\t3", week).claims] == ["gross_sales", "orders"]
    long = "\n".join(["日期,销售额", *(f"2026-06-0{1 + n % 7},5" for n in range(60))])
    assert [each.why for each in read("long.csv", long.encode(), week).unread][-1] == "long"


@pytest.mark.usefixtures("full")
def test_nothing_claimed_says_so_and_opens_the_form() -> None:
    page = visit()
    assert "nothing has been claimed yet" in page.said
    assert "¥180.30" in row(page, "Gross sales")
    assert page.app.text_area("claims_text")
