"""A real shop in which nothing happened, as a placebo: the UCI Online Retail data, where they are.

Its articles are dealt out to pseudo-shops by their fingerprint; each is compared before and after days that mean nothing,
beside the next pseudo-shops as controls. What is found is found wrongly.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.comparison import Comparison, Days, Sold
from reports.compare.model import WEEK

PLACE = "DUIZHANG_ONLINE_RETAIL"  # names the file where it is not the usual one
FILE = Path("/work/shared/data/online_retail_2010_2011.csv.gz")
SHOPS = 40
CONTROLS = 5
SPLITS = (8, 13, 18, 22, 26, 31, 36, 44)  # weeks of baseline
SERVICE_WEEKS = 8
# Invoices that begin with C are cancellations, those with A adjustments; gross sales on the day of the order.
SALES = """
create table sold as
select
    cast(InvoiceDate as date) as day, cast(md5_number_lower(StockCode) % {shops} as integer) as shop,
    cast(sum(Quantity * UnitPrice) as double) as sales, cast(count(distinct InvoiceNo) as double) as orders
from read_csv(?, types = {{'InvoiceNo': 'varchar', 'StockCode': 'varchar', 'InvoiceDate': 'timestamp',
    'UnitPrice': 'decimal(18, 3)'}})
where InvoiceNo not similar to '[CA].*' and Quantity > 0 and UnitPrice > 0
group by all
"""
DAYS = "select cast(unnest(generate_series(min(day), max(day), interval 1 day)) as date) from sold"
NUMBERED = "select day - (select min(day) from sold) as day, shop, sales, orders from sold"


def file() -> Path | None:
    """The data, or None where they are not on this computer."""
    path = Path(os.environ.get(PLACE, FILE))
    return path if path.is_file() else None


def placebos(path: Path) -> Iterator[Comparison]:
    """Every pseudo-shop at every split. A day on which the whole shop sold nothing (Saturdays, Christmas) is not plain."""
    with duckdb.connect() as memory:
        memory.execute(SALES.format(shops=SHOPS), [str(path)])
        days = [day for (day,) in memory.execute(DAYS).fetchall()]
        found = memory.execute(NUMBERED).fetchnumpy()
    sales, orders = np.zeros((2, SHOPS, len(days)))
    at = found["shop"], found["day"]
    sales[at], orders[at] = found["sales"], found["orders"]
    known = Days.of(days, orders.sum(axis=0) > 0)
    shops = [Sold(orders[each], sales[each]) for each in range(SHOPS)]
    for number, shop in enumerate(shops):
        controls = tuple(shops[(number + step) % SHOPS] for step in range(1, CONTROLS + 1))
        for split in SPLITS:
            is_service = np.arange(len(days)) >= split * WEEK
            yield Comparison(known, is_service, shop, controls)[: (split + SERVICE_WEEKS) * WEEK]
