"""Real shops in which no service began: what the comparison says of days that mean nothing."""

import gzip
from collections import Counter
from datetime import date, timedelta

import pytest

from reports.compare.compare import compare
from reports.scope import Scope
from tests.etl.test_real_files import DATA, RETAIL, brought
from tests.made import Desk

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not on this computer")
FIRST = date(2010, 12, 1)
STARTS = [FIRST + timedelta(weeks=weeks) for weeks in (8, 13, 18, 22, 26, 31, 36, 44)]


def test_a_gift_shop_is_hardly_ever_called_changed(desk: Desk) -> None:
    path = desk.write("online_retail.csv", gzip.decompress((DATA / "online_retail_2010_2011.csv.gz").read_bytes()))
    assert brought(desk, path, 'currency = "GBP"\n' + RETAIL).status == "loaded"
    scope = Scope(desk.shop, refunds="order")
    told: Counter[str] = Counter()
    for start in STARTS:
        for metric in ("gross_sales", "orders"):
            found = compare(scope, metric, start, start + timedelta(weeks=8) - timedelta(days=1))
            told[found.verdict.kind] += 1
    print(dict(told))
    assert set(told) <= {"within", "too_wide", "above", "below"}
    assert told["above"] + told["below"] <= 2, "of sixteen tries"


def test_a_month_alone_is_never_judged(desk: Desk) -> None:
    brought(desk, DATA / "tmall_order_report.csv")
    found = compare(Scope(desk.shop, refunds="order"), "gross_sales", date(2020, 2, 15))
    assert found.before.value is not None
    assert found.verdict.kind == "too_short"
    assert found.as_json()["adjusted"] is None
