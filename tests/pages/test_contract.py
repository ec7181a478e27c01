"""The Contract page: a month of the worked check, read as a merchant would."""

import re

import pytest

from book import record, toml
from tests.made import Desk, sheet, taobao_order, typed_cost
from tests.pages.test_every_page import latin
from tests.pages.visit import Visit
from tests.reports.test_contract import SALES, WORKED


@pytest.fixture
def agreed(bare: Desk) -> Desk:
    orders = [taobao_order(f"A{day}", amount, day=day) for day, amount in SALES.items()]
    orders.append(taobao_order("B1", "12000.00", day="2025-05-20"))
    bare.accept(
        ("orders_20250301_20250930.csv", sheet(orders)),
        ("刷单.csv", sheet([{"订单编号": "B1", "本金": "12000.00", "佣金": "5.00"}])),
        (
            "typed.csv",
            sheet(
                [
                    typed_cost(
                        "service_fee", amount="5000.00", per="month", start_date="2025-04-01", end_date="2025-08-31"
                    )
                ]
            ),
        ),
    )
    record.replace(
        bare.shop, toml.read(WORKED.replace('of = "fee"', 'of = "fee"\nwording = "连续两个月<未达标>退一半"')), "王"
    )
    return bare


def said(visit: Visit) -> str:
    return " ".join(visit.words)


def month(visit: Visit) -> str:
    held = visit.address["month"]
    return str(held[-1] if isinstance(held, list) else held)


def test_a_month_is_told_in_sentences(agreed: Desk) -> None:
    visit = Visit("contract", "en-US", month="2025-05")
    assert visit.errors == []
    text = said(visit)
    assert (
        "2025-05: sales of ¥62,999.99 are 78.7% of the target of ¥80,000.00. The agency's fee is ¥4,500.00"
        in text.replace("  ", " ")
    )
    assert "50% of the fee of ¥9,000.00 is given back, ¥4,500.00." in text
    assert "1 order listed as brushing (¥12,000.00) in this month" in text
    assert "2 months in a row" in text
    assert "连续两个月<未达标>退一半" in text, "the contract's own sentence, escaped"
    assert "+¥500.00" in text, "invoiced 5,000.00, accrued 4,500.00"
    assert month(visit) == "2025-05"


def test_the_address_holds_the_month_and_a_step_moves_it(agreed: Desk) -> None:
    visit = Visit("contract", "en-US")
    assert month(visit) == "2025-09", "the newest month of the service"
    assert month(visit.press("month_before")) == "2025-08"
    assert "sales of ¥150,000.00" in said(visit)
    assert month(visit.choose("pick_month", "2025-04")) == "2025-04"
    assert "one more month below ¥64,000.00 triggers up to ¥4,500.00" in said(visit)
    assert month(Visit("contract", "en-US", month="1999-01")) == "2025-09"


def test_both_books_and_the_readings_differ(agreed: Desk) -> None:
    visit = Visit("contract", "en-US", month="2025-05")
    text = said(visit)
    assert "¥74,999.99" in text, "with brushing"
    assert "The fee of which months?" in text
    assert "¥6,096.77" in text, "3,193.55 + 4,500.00 + 4,500.00 − 6,096.78 since the service began"
    claimed = said(Visit("contract", "en-US", month="2025-05", book="claimed"))
    assert "sales of ¥74,999.99 are 93.7%" in claimed


def test_a_chinese_reader_reads_chinese(agreed: Desk) -> None:
    visit = Visit("contract", "zh-CN", month="2025-05")
    assert visit.errors == []
    others = re.findall(r'<p lang="en">([^<]*)', visit.html)
    openings = ("¥5,000.00 a month", "10% of", "Paid by", "If net", "A deposit", "The fee contains")
    assert len(others) == 6, "each clause in the other language on demand"
    assert all(said.startswith(openings) for said in others)
    assert latin(visit.words) == set()


def test_without_an_engagement_the_page_leads_to_it(full: Desk) -> None:
    visit = Visit("contract", "en-US")
    assert "Nothing has been agreed for this shop yet." in visit.said
    assert "Type the engagement" in [link.value for link in visit.all("page_link")]


def test_an_engagement_without_files_or_clauses_is_no_error(bare: Desk) -> None:
    record.replace(bare.shop, toml.read("[engagement]\nservice_start = 2025-03-10\n"), "王")
    visit = Visit("contract", "en-US")
    assert visit.errors == []
    assert "The engagement has no clauses yet." in said(visit)


def test_the_rows_of_a_fee_name_their_clause(agreed: Desk) -> None:
    visit = Visit("rows", "en-US", figure="service_fee", week="2025-07-28")
    assert visit.errors == []
    assert "Fixed fee 2025-07-28 – 2025-07-31" in said(visit)
