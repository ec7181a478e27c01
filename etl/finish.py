"""Values → the rows of a staging table: gross, refund, keys and clocks, as the format declares them."""

from collections.abc import Sequence
from datetime import datetime

from etl import cell, errors
from etl.condition import either
from etl.errors import Refused
from etl.reading import Reading

STATUS_RANK = (
    "case order_status when 'unpaid' then 1 when 'paid' then 2 when 'shipped' then 3 when 'completed' then 4 "
    "when 'closed' then 5 else 0 end"
)


class Finishing:
    """The SQL that makes staging rows of the in-memory table `parsed`."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.format = reading.format

    def rows(self, upload: int, exported_at: datetime | None) -> str:
        """Data rows with the columns that follow from others: gross, refund, keys, clocks."""
        drawn = getattr(self, f"_{self.format.entity}")()
        added = {
            column: sql for column, sql in self._given(upload, exported_at).items() if column not in self.reading.places
        }
        given = "".join(f", {sql} as {column}" for column, sql in added.items())
        columns = ", ".join(f"{drawn.get(column, column)} as {column}" for column in self.reading.types)
        return (
            f"select {columns} from (select *, {self._steps()} from "
            f"(select *{given} from parsed where row_sort = 'data'))"
        )

    def _given(self, upload: int, exported_at: datetime | None) -> dict[str, str]:
        """The columns that no cell fills: what the loader and the format say, else null."""
        said = {**self.format.constants, **self.reading.defaults}
        own = {
            "upload": str(upload),
            "platform": cell.quoted(self.format.platform),
            "tells_shipping": "true" if "shipped_at" in self.reading.places else "false",
            "state_at": cell.quoted(exported_at.isoformat(" ")) if exported_at else "null",
        }
        values = {column: cell.quoted(str(said[column])) if column in said else "null" for column in self.reading.types}
        return {
            column: f"cast({sql} as {self.reading.types[column]})"
            for column, sql in (values | own).items()
            if column in self.reading.types and column != "source_row"
        }

    def _steps(self) -> str:
        """Helper columns shared by the expressions of `finished`."""
        if self.format.entity not in ("orders", "order_lines"):
            return "1 as one"
        # A map may know one clock only; a known export without its payment column must not turn every order into a sale.
        paid = "paid_at" if "paid_at" in self.format.columns else "ordered_at"
        ordered = "ordered_at" if "ordered_at" in self.format.columns else "paid_at"
        if self.format.order_id_date:
            day = f"try_strptime(regexp_extract(order_id, '^[0-9]+'), {cell.quoted(self.format.order_id_date)})"
            ordered = f"coalesce({ordered}, {day})"
        if self.reading.unpaid_rows:
            paid = f"case when {either(self.reading.unpaid_rows)} then null else {paid} end"
        line = "line_amount" if "line_amount" in self.reading.types else "cast(null as decimal(18, 2))"
        if self.format.money.get("line_amount"):
            line = _product(self.format.money["line_amount"])
        unrounded = "quantity * unit_price" if self.format.money.get("line_amount") else line
        kind = "'sale'"
        if self.reading.refund_rows or self.reading.skipped_rows or self.format.money.get("line_amount"):
            kind = (
                f"case when {either(self.reading.skipped_rows)} then 'other' "
                f"when {either(self.reading.refund_rows)} then 'refund' when {unrounded} <= 0 then 'other' else 'sale' end"
            )
        refund = "case when refund_counts then coalesce(refund_amount, 0) else 0 end"
        return (
            f"{paid} as paid_moment, {ordered} as ordered_moment, {line} as line_money, {kind} as sort_of_row, "
            f"{refund} as refund_money"
        )

    def _orders(self) -> dict[str, str]:
        gross = self._gross()
        latest = "greatest(ordered_moment, paid_moment, shipped_at, completed_at)"
        return {
            "ordered_at": "ordered_moment",
            "paid_at": "paid_moment",
            "gross_amount": gross,
            "refund_amount": f"case when is_fully_refunded and refund_money = 0 then {gross} else refund_money end",
            "latest_at": latest,
            "state_at": f"coalesce(state_at, {latest})",
            "status_rank": STATUS_RANK,
        }

    def _order_lines(self) -> dict[str, str]:
        own_refund = self._orders()["refund_amount"]
        latest = "greatest(ordered_moment, paid_moment, shipped_at, completed_at, refunded_at)"
        subsidy = self.format.money.get("platform_subsidy")
        return self._orders() | {
            "row_kind": "sort_of_row",
            "line_amount": "line_money",
            "gross_amount": f"case sort_of_row when 'refund' then 0 else {self._gross()} end",
            "refund_amount": f"case sort_of_row when 'refund' then -coalesce(line_money, {self._gross()}) when 'other' then 0 else {own_refund} end",
            "refunded_at": "case when sort_of_row = 'refund' then coalesce(refunded_at, paid_moment) else refunded_at end",
            "platform_subsidy": signed_sum(subsidy) if subsidy else "platform_subsidy",
            "latest_at": latest,
            "state_at": f"coalesce(state_at, {latest})",
            "line_key": self._line_key(),
        }

    def _line_key(self) -> str:
        """The line's own id, else its number among the equal lines (order, product, unit price) of its file."""
        if "line_id" in self.reading.places:
            return "coalesce(line_id, order_id)"
        thing = "coalesce(variant_id, nullif(concat_ws('|', item_id, variant_name), ''), product_key, product_name, '')"
        return (
            f"{thing} || '@' || coalesce(cast(unit_price as varchar), '') || '#' || "
            f"row_number() over (partition by order_id, {thing}, unit_price order by source_row)"
        )

    def _gross(self) -> str:
        """What the shop is owed before refunds, as the format declares it."""
        money = self.format.money
        if money.get("gross_amount"):
            return signed_sum(money["gross_amount"])
        if money.get("paid_amount_is") == "net_of_refunds":
            return "paid_amount + refund_money"
        if money.get("line_amount") or "line_amount" in self.reading.places:
            return "line_money"
        return "paid_amount"

    def _ad_spend(self) -> dict[str, str]:
        """Rows that are equal in everything that names them are numbered: across files the greater number counts."""
        spend = signed_sum(self.format.money["spend"]) if isinstance(self.format.money.get("spend"), list) else "spend"
        grain = (
            "case when item_id is not null or item_name is not null then 'item' "
            "when coalesce(campaign_id, campaign_name) is not null then 'campaign' else 'account' end"
        )
        key = "concat_ws('|', scene, coalesce(campaign_id, campaign_name), coalesce(item_id, item_name))"
        return {
            "spend": f"coalesce({spend}, 0)",
            "grain": grain,
            "ad_key": key,
            "key_number": f"row_number() over (partition by ad_date, {key}, attribution_window order by source_row)",
            "state_at": "coalesce(state_at, cast(max(ad_date) over () as timestamp))",
        }

    def _unit_costs(self) -> dict[str, str]:
        return {}

    def _cost_entries(self) -> dict[str, str]:
        return {}


def signed_sum(columns: Sequence[str]) -> str:
    """The first column plus the others, which count as nothing where they are empty; "-name" is subtracted."""
    first, *others = columns
    parts = [f"- coalesce({c[1:]}, 0)" if c.startswith("-") else f"+ coalesce({c}, 0)" for c in others]
    return f"({' '.join([first, *parts])})"


def _product(said: str) -> str:
    """`quantity * unit_price`, rounded half away from zero once."""
    left, _, right = said.partition("*")
    factors = {left.strip(), right.strip()}
    if factors != {"quantity", "unit_price"}:
        raise Refused(
            [errors.BadMap(fields={"found": f"[money] line_amount = {said!r}; known is quantity * unit_price"})]
        )
    return "cast(round(quantity * unit_price, 2) as decimal(18, 2))"
