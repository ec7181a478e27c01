"""The Settlement page: the sentence first, a line per bucket, each down to the rows of both sides."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.made import Desk
from tests.pages.visit import Visit
from tests.reports.test_settle import END, Files

WEEK = {"week": (END - timedelta(days=6)).isoformat(), "weeks": "13"}


def test_differences_are_said_first_and_lead_to_the_rows_of_both_sides(bare: Desk) -> None:
    files = Files()
    good, twice = files.order(Decimal("10.00"), 50, 40), files.order(Decimal("20.00"), 50, 40)
    for order, amount in ((good, "10.00"), (twice, "20.00"), (twice, "20.00")):
        files.settled(order, Decimal(amount), 39)
    files.order(Decimal("7.00"), 50, 40)
    files.load(bare)
    visit = Visit("settlement", "en-US", **WEEK)
    assert visit.errors == []
    assert (
        "2 orders do not fit their settlement; they are <b>¥27.00</b> apart, and no timing explains it." in visit.html
    )
    assert "×2 Settled twice" in visit.said
    assert "bucket=doubled" in visit.html
    rows = Visit("settlement", "en-US", bucket="doubled", **WEEK)
    assert rows.errors == []
    assert "Orders ¥20.00 ↔ settled ¥40.00: +¥20.00." in rows.said
    assert rows.words.count(twice) == 3
    assert good not in rows.said
    one = Visit("settlement", "en-US", bucket="matched", platform="taobao", unit=good, **WEEK)
    assert "Orders ¥10.00 ↔ settled ¥10.00: ¥0.00." in one.said


def test_money_on_its_way_is_no_alarm(bare: Desk) -> None:
    files = Files()
    files.settled(files.order(Decimal("10.00"), 50, 40), Decimal("10.00"), 40)
    files.order(Decimal("5.00"), 3, None)
    files.load(bare)
    said = Visit("settlement", "en-US", **WEEK).said
    assert "Every order that is due was settled as expected. ¥5.00 is still on the way." in said


@pytest.mark.usefixtures("orders_only")
def test_without_a_settlement_the_page_names_the_file_and_the_way_to_it() -> None:
    visit = Visit("settlement", "en-US")
    assert "No settlement of Taobao/Tmall is loaded" in visit.said
    assert "No table of supplier payments is loaded" in visit.said
    assert "exports?" in visit.html


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("bucket", ["nonsense", "matched"])
def test_any_bucket_in_the_address_is_answered(bucket: str) -> None:
    visit = Visit("settlement", "en-US", bucket=bucket, unit="x", platform="'; drop table x; --")
    assert visit.errors == []
    assert visit.title == "Settlement"


def test_a_payment_through_the_agency_stands_out_in_words(bare: Desk) -> None:
    bare.accept(("付款.csv", "付款日期,供应商,金额,付款方\n2026-06-01,甲厂,20.00,代运营\n2026-06-02,甲厂,1.00,商家\n"))
    Files().load(bare)
    visit = Visit("settlement", "en-US", **WEEK)
    assert "1 payment went through the agency:" in visit.said
    assert "✗ paid through the agency" in visit.said
