"""The shop's orders by day of payment and delay of the refund, out of its warehouse."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from reports.ripeness.nowcast import HORIZON, WINDOW, Cohorts
from reports.scope import Scope

SQL = (Path(__file__).parent / "triangle.sql").read_text("utf-8")
EPOCH = np.datetime64("1970-01-01")


@dataclass(frozen=True)
class Learnt:
    """The refunds that delays and amounts are learnt from: of the orders paid in the last weeks."""

    refunds: int  # refunded orders
    amount: Decimal  # what was given back for them
    undated: int  # those whose day no file tells
    platforms: tuple[str, ...]  # of the undated ones


@dataclass(frozen=True)
class Triangle:
    """Cohorts with their days. A platform's cohorts end on the last day that its own files tell of."""

    cohorts: Cohorts
    days: npt.NDArray[np.datetime64]  # of payment, by cohort
    last_day: date | None  # the newest day known of any platform; None without orders
    learnt: Learnt
    apart: int  # refunds that name no order of the shop

    @property
    def history(self) -> int:
        """Days from the first day of payment to the last day known."""
        return int(self.cohorts.age.max()) + 1 if len(self.cohorts.age) else 0

    @property
    def complete_to(self) -> date | None:
        """The last day known of every platform that sold anything in the last weeks before the newest day known."""
        if self.last_day is None:
            return None
        lately = self.days > np.datetime64(self.last_day) - HORIZON
        ends = self.days[lately] + self.cohorts.age[lately]
        found: date = ends.min().astype(object)
        return found

    def within(self, first: date, last: date) -> npt.NDArray[np.bool_]:
        """Which cohorts were paid in a span of days."""
        return np.asarray((self.days >= np.datetime64(first)) & (self.days <= np.datetime64(last)))


def triangle(scope: Scope, as_of: date | None = None) -> Triangle:
    """The orders of the scope's shop and book as known on a day; the scope's own days do not matter. Raises NoBuild."""
    found = scope.reader.arrow(SQL, [as_of or date.max, scope.book == "claimed", HORIZON])
    ages, orders = found["age"].to_numpy(), found["orders"].to_numpy()
    days = found["paid_day"].to_numpy().astype("datetime64[D]")
    _, platform = np.unique(found["platform"].to_numpy().astype(str), return_inverse=True)
    keys = np.column_stack([platform, (days - EPOCH).astype(np.int64), ages])
    keys, cohort = np.unique(keys, axis=0, return_inverse=True)
    cohort = cohort.reshape(-1)
    is_refunded = found["delay"].is_valid().to_numpy()
    refunded = np.zeros((len(keys), HORIZON + 1), np.int64)
    np.add.at(refunded, (cohort[is_refunded], found["delay"].drop_null().to_numpy()), orders[is_refunded])
    ends = found["last_day"].to_pylist()
    return Triangle(
        cohorts=Cohorts(keys[:, 2], np.bincount(cohort, orders, len(keys)).astype(np.int64), refunded),
        days=EPOCH + keys[:, 1].astype("timedelta64[D]"),
        last_day=max(ends, default=None),
        learnt=_learnt(found.filter(pc.and_(found["delay"].is_valid(), pc.less(found["age"], WINDOW + HORIZON)))),
        apart=found["apart"][0].as_py() if len(found) else 0,
    )


def _learnt(rows: pa.Table) -> Learnt:
    undated = rows.filter(pc.greater(rows["estimated"], 0))
    return Learnt(
        refunds=pc.sum(rows["orders"]).as_py() or 0,
        amount=pc.sum(rows["refund_amount"]).as_py() or Decimal("0.00"),
        undated=pc.sum(undated["estimated"]).as_py() or 0,
        platforms=tuple(sorted(set(undated["platform"].to_pylist()))),
    )
