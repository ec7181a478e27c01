"""Values → the rows of a staging table: gross, refund, keys and clocks, as the format declares them."""

from datetime import datetime

from etl import cell, errors
from etl.condition import either
from etl.entity import types_of
from etl.errors import Refused
from etl.parts import each_part
from etl.reading import Reading
from etl.statement import each_entry, net_amount
from etl.sums import signed_sum

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
        drawn: dict[str, str] = getattr(self, f"_{self.format.entity}", dict)()
        added = {
            column: sql
            for column, sql in self._given(upload, exported_at).items()
            if column not in self.reading.places and column not in self.reading.keyed
        }
        given = "".join(f", {sql} as {column}" for column, sql in added.items())
        columns = ", ".join(f"{drawn.get(column, column)} as {column}" for column in types_of(self.format.entity))
        source = f"(select *{given} from {self._parsed()} where row_sort = 'data')"
        if self.format.entity == "settlements":
            return f"select {columns} from {each_entry(self.reading, source)}"
        if self.format.entity == "bundles":
            return f"select {columns} from {each_part(source)}"
        return f"select {columns} from (select *, {self._steps()} from {source})"

    def _parsed(self) -> str:
        """The read rows; of what an order's rows tell in parts each of them says the sum."""
        sums = [column for column in self.format.sums if column in self.reading.places]
        if not sums:
            return "parsed"
        parts = ", ".join(f"sum({c}) over (partition by order_id, row_sort = 'data') as {c}" for c in sums)
        return f"(select * replace ({parts}) from parsed)"

    def _given(self, upload: int, exported_at: datetime | None) -> dict[str, str]:
        """The columns that no cell fills: what the loader and the format say, else null."""
        said = {**self.format.constants, **self.reading.defaults}
        own = {
            "upload": str(upload),
            "platform": cell.quoted(self.format.platform),
            "tells_shipping": "true" if "shipped_at" in self.reading.places else "false",
            "state_at": cell.quoted(exported_at.isoformat(" ")) if exported_at else "null",
            "currency": self._currency(),
        }
        values = {column: cell.quoted(str(said[column])) if column in said else "null" for column in self.reading.types}
        return {
            column: f"cast({sql} as {self.reading.types[column]})"
            for column, sql in (values | own).items()
            if column in self.reading.types and column != "source_row"
        }

    def _currency(self) -> str:
        """The one in a money column's header, else the format's; of an export that has a column for it, and here not, none."""
        of_format = None if "currency" in self.format.columns else self.format.currency
        currency = self.reading.currency() or of_format
        return cell.quoted(currency) if currency else "null"

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
        said = self.format.money.get("refund_amount")
        refund = f"case when refund_counts then coalesce({signed_sum(said) if said else 'refund_amount'}, 0) else 0 end"
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
            "is_refund_assumed": "is_fully_refunded and refund_money = 0",
            "platform_subsidy": self._subsidy(),
            "latest_at": latest,
            "state_at": f"coalesce(state_at, {latest})",
            "status_rank": STATUS_RANK,
        }

    def _subsidy(self) -> str:
        said = self.format.money.get("platform_subsidy")
        return signed_sum(said) if said else "platform_subsidy"

    def _order_lines(self) -> dict[str, str]:
        own_refund = self._orders()["refund_amount"]
        latest = "greatest(ordered_moment, paid_moment, shipped_at, completed_at, refunded_at)"
        return self._orders() | {
            "row_kind": "sort_of_row",
            "line_amount": "line_money",
            "gross_amount": f"case sort_of_row when 'refund' then 0 else {self._gross()} end",
            "refund_amount": f"case sort_of_row when 'refund' then -coalesce(line_money, {self._gross()}) when 'other' then 0 else {own_refund} end",
            "refunded_at": "case when sort_of_row = 'refund' then coalesce(refunded_at, paid_moment) else refunded_at end",
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

    def _refunds(self) -> dict[str, str]:
        """A refund's own id, else what it says of itself; money asked for and not given back is none."""
        said = self.format.money.get("refund_amount")
        amount = f"abs({signed_sum(said) if said else 'refund_amount'})"
        latest = "greatest(applied_at, refunded_at)"
        thing = "concat_ws('|', order_id, line_id, cast(applied_at as varchar), cast(refund_amount as varchar))"
        return {
            "refund_key": f"coalesce(refund_id, {thing} || '#' || row_number() over (partition by {thing} order by source_row))",
            "refund_status": "coalesce(refund_status, 'finished')",
            "refunded_at": "coalesce(refunded_at, applied_at)",
            "refund_amount": f"cast({amount} as decimal(18, 2))",
            "latest_at": latest,
            "state_at": f"coalesce(state_at, {latest})",
            "status_rank": "case refund_status when 'open' then 1 when 'closed' then 2 else 3 end",
        }

    def _ad_spend(self) -> dict[str, str]:
        """Rows that are equal in everything that names them are numbered: across files the greater number counts."""
        spend = signed_sum(self.format.money["spend"]) if isinstance(self.format.money.get("spend"), list) else "spend"
        grain = (
            "case when item_id is not null or item_name is not null then 'item' "
            "when coalesce(campaign_id, campaign_name) is not null then 'campaign' else 'account' end"
        )
        named = self.format.key or ("scene", "coalesce(campaign_id, campaign_name)", "coalesce(item_id, item_name)")
        key = f"concat_ws('|', {', '.join(named)})"
        day = _day("ad_date")
        return _period("ad_date") | {
            "ad_kind": "coalesce(ad_kind, 'report')",
            "spend": f"coalesce({spend}, 0)",
            "grain": grain,
            "ad_key": key,
            "key_number": f"row_number() over (partition by {day}, period_from, period_to, {key}, attribution_window order by source_row)",
            "state_at": f"coalesce(state_at, cast(max(coalesce({day}, period_to)) over () as timestamp))",
        }

    def _traffic(self) -> dict[str, str]:
        """One row per day and shop, item or source; visitors are distinct people and never add up."""
        item = "coalesce(nullif(concat_ws('|', item_id, variant_id), ''), product_key)"
        thing = f"concat_ws('|', traffic_source, source_detail, {item})"
        return _period("traffic_date", self._is_of_its_day("traffic_date")) | {
            "grain": "coalesce(grain, case when traffic_source is not null then 'source' "
            "when coalesce(item_id, variant_id, product_key) is not null then 'item' else 'shop' end)",
            "traffic_key": thing,
        }

    def _is_of_its_day(self, clock: str) -> str:
        """Whether the day in a row is the row's: where the file states several days and all rows name one, it is not."""
        stated = self.reading.defaults
        if clock not in self.reading.places or stated.get("period_from") == stated.get("period_to"):
            return "true"
        return f"min({clock}) over () < max({clock}) over ()"

    def _shipments(self) -> dict[str, str]:
        """Equal rows of one file are different parcels; across files the greater number counts."""
        said = self.format.money.get("freight_amount")
        thing = "concat_ws('|', waybill_id, order_id, line_id, product_key, cast(cast(shipped_at as date) as varchar))"
        return {
            "shipment_key": thing,
            "key_number": f"row_number() over (partition by {thing} order by source_row)",
            "freight_amount": signed_sum(said) if said else "freight_amount",
        }

    def _bank_statement(self) -> dict[str, str]:
        """Equal rows of one file are different movements; across files the greater number counts."""
        thing = "concat_ws('|', entry_id, cast(settled_at as varchar), net_amount, balance, counterparty)"
        net = f"cast({net_amount(self.reading)} as decimal(18, 2))"
        key = f"md5({thing.replace('net_amount', f'cast({net} as varchar)')})"
        return {
            "amount": f"nullif({net}, 0)",
            "entry_key": key,
            "entry_number": f"row_number() over (partition by {key} order by source_row)",
        }

    def _supplier_payments(self) -> dict[str, str]:
        thing = "concat_ws('|', supplier, cast(coalesce(paid_date, due_date) as varchar), order_id, product_key, product_name)"
        return {
            "payment_key": thing,
            "payment_number": f"row_number() over (partition by {thing} order by source_row)",
        }

    def _purchases(self) -> dict[str, str]:
        return {"line_number": "row_number() over (partition by order_id order by source_row)"}


def _day(clock: str) -> str:
    """The day of a row that names one, or a period of one day."""
    return f"coalesce({clock}, case when period_from = period_to then period_from end)"


def _period(clock: str, is_of_its_day: str = "true") -> dict[str, str]:
    """A day has no period; a period of several days is put on none of them."""
    day = clock if is_of_its_day == "true" else f"case when {is_of_its_day} then {clock} end"
    return {
        clock: _day(day),
        "period_from": f"case when {day} is null and period_from < period_to then period_from end",
        "period_to": f"case when {day} is null and period_from < period_to then period_to end",
    }


def _product(said: str) -> str:
    """`quantity * unit_price`, rounded half away from zero once."""
    left, _, right = said.partition("*")
    factors = {left.strip(), right.strip()}
    if factors != {"quantity", "unit_price"}:
        raise Refused(
            [errors.BadMap(fields={"found": f"[money] line_amount = {said!r}; known is quantity * unit_price"})]
        )
    return "cast(round(quantity * unit_price, 2) as decimal(18, 2))"
