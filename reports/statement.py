"""The statement of one week (对账表): the ladder, its days, every source row behind it, and what both sides say of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from book.engagement import Engagement, engagement
from reports.carried import Carried
from reports.claims.reconcile import Reconciliation, reconcile
from reports.metric import metrics
from reports.scope import Scope
from reports.signing.restate import Restatement, carried_into, restatements
from reports.signing.sign import WeekState, state
from reports.trace import source_rows
from reports.weekly import Week, Weekly, weekly

# What the ladder is added up from, in its order; every other line follows from these.
LEAVES = tuple(name for name, metric in metrics().items() if metric.sums and name != "unpaid_orders")
# Columns of the source rows: what counts, where it stands, and what it was split or priced by.
ROW_COLUMNS = (
    "figure",
    "amount",
    "subject",
    "file",
    "sheet",
    "row",
    "split_by_file",
    "split_by_row",
    "priced_by_file",
    "priced_by_row",
)


@dataclass(frozen=True)
class Statement:
    """Everything that the 对账表 of a week prints. `rows` holds ROW_COLUMNS; their sums by figure are the week's leaves."""

    scope: Scope
    week: Week
    weekly: Weekly
    days: tuple[Week, ...]  # each day of the week as a ladder of its own
    rows: pa.Table
    reconciliation: Reconciliation
    signing: WeekState
    carried: tuple[Carried, ...]  # what arrived for signed weeks since, and stands in this one
    restated: Restatement | None  # of a signed week: what arrived for it since
    agreed: Engagement

    def by_file(self) -> list[dict[str, Any]]:
        """How many rows of which file add how much to which figure: figure, file, rows, amount; in the ladder's order."""
        groups = self.rows.group_by(["figure", "file"]).aggregate([("amount", "sum"), ("amount", "count")]).to_pylist()
        found = [
            {"figure": g["figure"], "file": g["file"], "rows": g["amount_count"], "amount": g["amount_sum"]}
            for g in groups
        ]
        return sorted(found, key=lambda each: (LEAVES.index(each["figure"]), each["file"] or ""))


def statement(scope: Scope, week_start: date) -> Statement:
    """The statement of the week that begins on a day, in the scope's book and basis, as computed today.

    Raises NoBuild, WeekUnknown, BookUnreachable.
    """
    last = week_start + timedelta(days=6)
    whole = _within(scope, week_start, last)
    answer = weekly(whole)
    days = tuple(weekly(_within(scope, day, day)).weeks[0] for day in _days(week_start))
    rows = [_rows(whole, figure) for figure in LEAVES]
    return Statement(
        scope=whole,
        week=answer.weeks[0],
        weekly=answer,
        days=days,
        rows=pa.concat_tables(rows, promote_options="permissive"),
        reconciliation=reconcile(whole, week_start),
        signing=state(whole, week_start),
        carried=carried_into(whole, week_start),
        restated=next(iter(restatements(whole)), None),
        agreed=engagement(scope.shop),
    )


def _within(scope: Scope, first: date, last: date) -> Scope:
    return Scope(scope.shop, first, last, scope.refunds, scope.book, scope.source)


def _days(week_start: date) -> list[date]:
    return [week_start + timedelta(days=n) for n in range(7)]


def _rows(scope: Scope, figure: str) -> pa.Table:
    found = source_rows(scope, figure)
    named = found.append_column("figure", pa.array([figure] * found.num_rows, pa.string()))
    return named.select(list(ROW_COLUMNS)).set_column(1, "amount", named["amount"].cast(pa.decimal128(38, 2)))
