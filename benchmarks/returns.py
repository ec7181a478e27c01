"""A real shop whose cancellations have days: the UCI Online Retail data, where they are.

A cancelled line belongs to the newest earlier invoice of the same customer with the same article; of an invoice its first
cancellation counts. On every seventh day the rate of the last weeks is foreseen from what was known then.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

from reports.ripeness.nowcast import HORIZON, Cohorts

FIRST = 21 * 7  # days of history before the first look
SQL = """
with lines as (
    select InvoiceNo as invoice, StockCode as article, CustomerID as customer, InvoiceDate as moment, Quantity as quantity
    from read_csv(?, types = {'InvoiceNo': 'varchar', 'StockCode': 'varchar', 'CustomerID': 'varchar', 'InvoiceDate': 'timestamp'})
    where customer is not null and InvoiceNo not like 'A%'
),
sold as (select * from lines where invoice not like 'C%' and quantity > 0),
back as (
    select sold.invoice, min(gone.moment) as moment
    from (select * from lines where invoice like 'C%') as gone
    asof join sold on gone.customer = sold.customer and gone.article = sold.article and gone.moment >= sold.moment
    group by sold.invoice
),
invoices as (select invoice, min(moment) as moment from sold group by invoice)
select
    date_diff('day', (select min(moment) from sold), invoices.moment) as day,
    coalesce(date_diff('day', invoices.moment, back.moment), -1) as delay,
    count(*) as orders
from invoices left join back using (invoice)
group by all
"""


def looks(path: Path) -> Iterator[tuple[Cohorts, Cohorts]]:
    """The shop as it was known on a day, and the same days as they were sixty days later."""
    with duckdb.connect() as memory:
        found = memory.execute(SQL, [str(path)]).fetchnumpy()
    days, delays, sold = (np.asarray(found[name], np.int64) for name in ("day", "delay", "orders"))
    came = (delays >= 0) & (delays <= HORIZON)  # what comes later nobody waits for
    length = int(days.max()) + 1
    orders = np.bincount(days, sold, length).astype(np.int64)
    refunds = np.zeros((length, HORIZON + 1), np.int64)
    np.add.at(refunds, (days[came], delays[came]), sold[came])
    for day in range(FIRST, length - HORIZON, 7):
        age = day - np.arange(day + 1)
        known = np.where(np.arange(HORIZON + 1) <= age[:, None], refunds[: day + 1], 0)
        yield Cohorts(age, orders[: day + 1], known), Cohorts(age, orders[: day + 1], refunds[: day + 1])
