"""The source rows behind a figure: upload, file, sheet, row and what each adds. Their sum is the figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from reports.contract.accrual import Accrual, accrual
from reports.metric import Figure, metrics, plain
from reports.scope import Scope, monday
from reports.weekly import weekly
from warehouse import Told

# Each select says which fact its rows are of, so that what a late file changed can be told apart from what it did not.
LINE = "select upload, source_row, split_upload, split_row, {} as amount, order_id as subject, {} as part from facts.{} where {}"
UNPAID = (
    "select 'order_lines' as fact, upload, source_row, null as split_upload, null as split_row, 1 as amount, order_id as subject, "
    "'unpaid_orders' as part "
    "from (select platform, order_id, min(upload) as upload, min(source_row) as source_row, cast(ordered_at as date) as day "
    "from facts.order_lines where paid_at is null and ordered_at is not null group by platform, order_id, cast(ordered_at as date)) "
    "where day between $1 and $2"
)
ORDERS = (
    "select 'line_values' as fact, upload, source_row, null as split_upload, null as split_row, 1 as amount, order_id as subject, 'orders' as part from ("
    "select platform, order_id, min(paid_date) as day, arg_min(upload, (paid_at, upload, source_row)) as upload, "
    "arg_min(source_row, (paid_at, upload, source_row)) as source_row "
    "from facts.line_values where row_kind = 'sale' and {} group by platform, order_id) where day between $1 and $2"
)
DAY_TOTAL = (
    "select 'day_totals' as fact, upload, source_row, null as split_upload, null as split_row, {0} as amount, platform || ' ' || cast(day as varchar) "
    "as subject, '{1}' as part from facts.day_totals where day between $1 and $2 and {0} <> 0"
)
SETTLED = (
    "select 'settlements' as fact, upload, source_row, null as split_upload, null as split_row, -amount as amount, product_key, "
    "concat_ws(' ', fee_name, order_id) as subject, '{0}' as part from facts.settlements "
    "where fee_class = '{1}' and settled_date between $1 and $2"
)
TYPED = (
    "select 'daily_costs' as fact, upload, source_row, null as split_upload, null as split_row, amount, "
    "label || ' ' || cast(cost_date as varchar) as subject, '{0}' as part from facts.daily_costs where cost_kind = '{0}' and cost_date between $1 and $2"
)
PAID = "paid_date between $1 and $2"
BACK = {"accounting": "refund_date between $1 and $2", "order": PAID}


class NoSuchFigure(Told):
    """There is no figure called {}."""

    kind = "no_such_figure"


class NotASum(Told):
    """{} is a ratio, not a sum of rows; trace its parts."""

    kind = "not_a_sum"


@dataclass(frozen=True)
class Trace:
    """Every row behind a figure, as Arrow: upload, file, sheet, row, amount, subject, part, split_by_…, priced_by_…"""

    figure: str
    first: date
    last: date
    rows: pa.Table
    sum: Figure
    value: Figure  # the figure as the ladder gives it: equal to the sum, or None while it is not known

    def by_file(self) -> list[dict[str, Any]]:
        """How many rows of which file add how much to which part: part, file, rows, amount; parts in the ladder's order."""
        groups = self.rows.group_by(["part", "file"]).aggregate([("amount", "sum"), ("amount", "count")]).to_pylist()
        order = list(metrics())
        found = [
            {"part": g["part"], "file": g["file"], "rows": g["amount_count"], "amount": g["amount_sum"]} for g in groups
        ]
        return sorted(found, key=lambda each: (order.index(each["part"]), -abs(each["amount"]), each["file"] or ""))

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports trace --json`."""
        unit = metrics()[self.figure].unit
        return {
            "figure": self.figure,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "value": plain(self.value, unit),
            "sum": plain(self.sum, unit),
            "rows": [row | {"amount": plain(row["amount"], unit)} for row in self.rows.to_pylist()],
        }


def trace(scope: Scope, figure: str, product: str | None = None) -> Trace:
    """The rows behind a figure of the scope's days, signed so that they sum to it.

    Raises NoSuchFigure, NotASum, NoBuild.
    """
    rows = source_rows(scope, figure, product)
    assert scope.first is not None
    assert scope.last is not None
    nothing = 0 if metrics()[figure].unit == "count" else Decimal("0.00")
    total: Figure = pc.sum(rows["amount"]).as_py() if rows.num_rows else nothing
    value = weekly(scope).total[figure] if product is None else total
    # The rows of a figure that is not known have a sum, but it would be read as the figure.
    return Trace(figure, scope.first, scope.last, rows, None if value is None else total, value)


def source_rows(scope: Scope, figure: str, product: str | None = None) -> pa.Table:
    """The rows alone, without asking what the ladder says. Raises NoSuchFigure, NotASum, NoBuild."""
    if figure not in metrics():
        raise NoSuchFigure(figure)
    assert scope.first is not None
    assert scope.last is not None
    agreed = accrual(scope, scope.first, scope.last) if product is None else Accrual()
    source = scope.reader
    union = " union all by name ".join(f"({sql})" for sql in selects(figure, scope, 1, agreed))
    filtered = " where product_key = $3" if product is not None else ""
    params: list[Any] = [scope.first, scope.last] + ([product] if product is not None else [])
    ladder = ", ".join(f"'{name}'" for name in metrics())
    return source.arrow(
        "select rows.upload, files.file, files.sheet, rows.source_row as row, rows.amount, rows.subject, rows.part, "
        "rows.split_upload as split_by_upload, splits.file as split_by_file, rows.split_row as split_by_row, "
        "rows.price_upload as priced_by_upload, prices.file as priced_by_file, rows.price_row as priced_by_row, rows.clause "
        "from (select * from (select null::integer as price_upload, null::bigint as price_row, null::varchar as product_key, "
        f"null::varchar as clause where false "
        f"union all by name {union}){filtered}) as rows "
        "left join staging.uploads as files on rows.upload = files.upload "
        "left join staging.uploads as splits on rows.split_upload = splits.upload "
        "left join staging.uploads as prices on rows.price_upload = prices.upload "
        f"order by list_position([{ladder}], rows.part), rows.upload, rows.source_row, rows.split_row, rows.clause, rows.subject",
        params,
    )


def week_of(day: date) -> tuple[date, date]:
    """The whole week that a day is in."""
    return monday(day), monday(day) + timedelta(days=6)


def selects(figure: str, scope: Scope, sign: int, agreed: Accrual) -> list[str]:
    """The selects of the rows that a figure is the sum of; their parameters are the first and the last day."""
    metric = metrics()[figure]
    if metric.over:
        raise NotASum(figure)
    if metric.parts:
        return [sql for name, each in metric.parts for sql in selects(name, scope, sign * each, agreed)]
    return [
        f"select * replace ({sign} * amount as amount) from ({sql})" if sign < 0 else sql
        for sql in [*_rows(figure, scope, agreed), *_of_contract(figure, scope, agreed)]
    ]


def _line(amount: str, part: str, where: str, price: str | None = None, table: str = "line_values") -> str:
    extra = f"'{table}' as fact, product_key" + (
        f", {price}_upload as price_upload, {price}_row as price_row" if price else ""
    )
    sql = LINE.format(amount, f"'{part}'", table, f"{where} and {amount} <> 0")
    return sql.replace("select ", f"select {extra}, ", 1)


def _refund(amount: str, part: str, where: str, price: str | None = None) -> str:
    return _line(amount, part, where, price, "refund_values")


def _of_contract(figure: str, scope: Scope, agreed: Accrual) -> list[str]:
    """What the contract adds to a figure; its rows stand in no file and name their clause."""
    assert scope.first is not None
    assert scope.last is not None
    return [
        "select 'contract' as fact, null::integer as upload, null::bigint as source_row, null::integer as split_upload, null::bigint as split_row, "
        f"{amount}::decimal(18, 2) as amount, {_text(about)} as subject, '{part}' as part, {_text(clause)} as clause"
        for part, clause, about, amount in agreed.rows(scope.first, scope.last)
        if part == figure
    ]


def _text(value: str) -> str:
    """A text as a literal of SQL."""
    return "'" + value.replace("'", "''") + "'"


def _charged_fee(agreed: Accrual) -> list[str]:
    """Service fees that were typed or taken by a platform; on the days of a contract's service they only pay what accrues."""
    charged = {"cost_date": TYPED.format("service_fee"), "settled_date": SETTLED.format("service_fee", "agency")}
    if not agreed.has_fee:
        return list(charged.values())
    start, end = agreed.service
    return [f"{sql} and not {day} between date '{start}' and date '{end}'" for day, sql in charged.items()]


def _rows(figure: str, scope: Scope, agreed: Accrual) -> list[str]:
    paid = f"{PAID} and {scope.counted}"
    back = f"{BACK[scope.refunds]} and {scope.counted}"
    fee_back = "-platform_fee_back" if scope.refunds == "accounting" else "-platform_fee_back_of_order"
    known: Mapping[str, list[str]] = {
        "orders": [ORDERS.format(scope.counted), DAY_TOTAL.format("orders", "orders")],
        "unpaid_orders": [UNPAID],
        "units": [_line("quantity", "units", f"{paid} and row_kind = 'sale'"), DAY_TOTAL.format("units", "units")],
        "gross_sales": [_line("gross_amount", "gross_sales", paid), DAY_TOTAL.format("gross_sales", "gross_sales")],
        "sales_without_cost": [
            _line("sales_without_cost", "sales_without_cost", paid),
            DAY_TOTAL.format("gross_sales", "sales_without_cost"),
        ],
        "refunds": [_refund("refund_amount", "refunds", back), DAY_TOTAL.format("refunds", "refunds")],
        "refunds_of_orders": [
            _refund("refund_amount", "refunds_of_orders", paid),
            DAY_TOTAL.format("refunds", "refunds_of_orders"),
        ],
        "product_cost": [
            _line("product_cost", "product_cost", paid, "cost"),
            _refund("-product_cost_back", "product_cost", back, "cost"),
        ],
        "platform_fees": [
            _line("platform_fee", "platform_fees", paid, "rate"),
            _refund(fee_back, "platform_fees", back, "rate"),
            SETTLED.format("platform_fees", "fee"),
        ],
        "ad_spend": [
            "select 'ad_spend' as fact, upload, source_row, null as split_upload, null as split_row, spend as amount, product_key, "
            "concat_ws(' ', cast(ad_date as varchar), campaign, item_name) as subject, 'ad_spend' as part "
            "from facts.ad_spend left join facts.item_products using (platform, item_id) "
            "where ad_date between $1 and $2 and spend <> 0"
        ],
        "fulfilment_cost": [
            "select 'shipped_orders' as fact, upload, source_row, null as split_upload, null as split_row, amount, order_id as subject, "
            "'fulfilment_cost' as part, rate_upload as price_upload, rate_row as price_row "
            "from facts.shipped_orders where ship_date between $1 and $2",
            TYPED.format("fulfilment_cost"),
            SETTLED.format("fulfilment_cost", "freight"),
        ],
        "service_fee": _charged_fee(agreed),
        "other_costs": [TYPED.format("other_costs"), SETTLED.format("other_costs", "other")],
    }
    return known[figure]
