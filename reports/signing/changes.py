"""What lies between the rows that were signed and the rows of today: each difference with one cause and the day it became known."""

from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from etl import register
from reports.signing.signatures import local
from warehouse import Shop, between

# In the order in which a page lists them.
CAUSES = ("late_refund", "brushing", "orders", "settlement", "cost_correction", "ads", "fee", "definition")

CHANGES = """
with sides as (
    select *, false as is_now from signed
    union all by name
    select *, true as is_now from present
),

-- A row with the newest of the uploads that tell it, and whether one of them came or went since the signature.
told as (
    select
        sides.* exclude (subject),
        coalesce(subject, '') as subject,
        concat_ws('|', sha256, sheet, row, split_sha256, split_row) as told_by,
        concat_ws('|', price_sha256, price_row) as priced_by,
        greatest(
            case when is_now and sides.upload > $last then rows_at.known end,
            case when is_now and split_upload > $last then splits_at.known end,
            case when not is_now then rows_at.undone end,
            case when not is_now then splits_at.undone end
        ) as row_known,
        case when not is_now then prices_at.undone when price_upload > $last then prices_at.known end as price_known,
        greatest(row_known, price_known) as known
    from sides
    left join uploads as rows_at on sides.upload = rows_at.upload
    left join uploads as splits_at on sides.split_upload = splits_at.upload
    left join uploads as prices_at on sides.price_upload = prices_at.upload
),

groups as (
    select
        part,
        fact,
        subject,
        coalesce(sum(amount) filter (where not is_now), 0) as signed_amount,
        coalesce(sum(amount) filter (where is_now), 0) as present_amount,
        list(told_by order by told_by) filter (where not is_now) as told_before,
        list(told_by order by told_by) filter (where is_now) as told_now,
        list(priced_by order by priced_by) filter (where not is_now) as priced_before,
        list(priced_by order by priced_by) filter (where is_now) as priced_now,
        max(price_known) as price_known,
        bool_or(entity = 'brushing') as is_listed,
        max(known) as known,
        arg_max(struct_pack(file := file, sheet := sheet, row := row), (is_now, known, upload)) as place,
        arg_max(struct_pack(file := price_file, row := price_row), (is_now, price_known, price_upload))
            filter (where price_known is not null) as price_place
    from told
    group by part, fact, subject
),

-- What is true of an order as a whole, whichever of its rows one looks at.
orders as (
    select
        subject,
        coalesce(bool_or(signed_amount <> present_amount)
            filter (where fact in ('line_values', 'order_lines') and part in ('orders', 'units', 'gross_sales', 'unpaid_orders')), false)
            as is_moved,
        coalesce(bool_or(signed_amount <> present_amount)
            filter (where fact = 'refund_values' and part in ('refunds', 'refunds_of_orders')), false) as is_refund_moved,
        coalesce(bool_or(told_before is distinct from told_now)
            filter (where fact = 'line_values' and part = 'gross_sales'), false) as is_retold,
        coalesce(bool_or((told_before is null) <> (told_now is null)) filter (where part = 'brushing'), false) as is_marked,
        max(known) as known
    from groups
    where fact in ('line_values', 'refund_values', 'order_lines', 'shipped_orders')
    group by subject
),

differences as (
    select
        groups.*,
        orders.known as order_known,
        case
            when $program and told_before = told_now and priced_before = priced_now then 'definition'
            when is_listed then 'brushing'
            when $cleaned and is_marked and fact in ('line_values', 'refund_values') then 'brushing'
            when fact = 'contract' then 'fee'
            when fact = 'ad_spend' then 'ads'
            when fact = 'settlements' then 'settlement'
            when part = 'service_fee' then 'fee'
            when fact = 'daily_costs' then 'cost_correction'
            when fact in ('day_totals', 'order_lines') then 'orders'
            when fact = 'refund_values' and part in ('refunds', 'refunds_of_orders') then 'late_refund'
            when fact = 'refund_values' and is_refund_moved then 'late_refund'
            when is_moved then 'orders'
            when price_known is not null or priced_before <> priced_now and told_before = told_now then 'cost_correction'
            when part = 'platform_fees' and (told_before is null or told_now is null) then 'settlement'
            when fact = 'shipped_orders' and is_retold then 'orders'
            when fact = 'shipped_orders' and told_before is null and groups.known is not null then 'orders'
            when fact = 'refund_values' and told_before is distinct from told_now then 'late_refund'
            when fact = 'line_values' and part <> 'sales_without_cost' and told_before is distinct from told_now
                then 'orders'
            else 'cost_correction'
        end as cause
    from groups
    left join orders on groups.subject = orders.subject
    where groups.part <> 'brushing' and groups.signed_amount <> groups.present_amount
)

select
    part,
    cause,
    coalesce(
        case cause when 'cost_correction' then price_known end,
        case cause when 'fee' then greatest(
            $agreed_on, (select max(greatest(uploads.known, uploads.undone)) from uploads where uploads.is_new)
        ) end,
        known,
        order_known,
        -- Nothing of its own came or went: a settlement or a bill took the place of an estimate, or an order moved away.
        (
            select max(told.known) from told
            where told.is_now and case cause when 'settlement' then told.fact = 'settlements' else told.entity = 'shipments' end
        ),
        (select max(greatest(uploads.known, uploads.undone)) from uploads where uploads.is_new),
        $signed_on
    ) as known,
    subject,
    cast(signed_amount as decimal(18, 2)) as signed_amount,
    cast(present_amount as decimal(18, 2)) as present_amount,
    cast(present_amount - signed_amount as decimal(18, 2)) as amount,
    fact,
    case when cause = 'cost_correction' and price_place is not null then price_place.file else place.file end as file,
    case when cause = 'cost_correction' and price_place is not null then null else place.sheet end as sheet,
    case when cause = 'cost_correction' and price_place is not null then price_place.row else place.row end as row
from differences
order by part, cause, known, subject, fact
"""


@dataclass(frozen=True)
class Known:
    """What was known when the rows were signed."""

    last_upload: int
    signed_on: date
    agreed_on: date | None  # when the contract was changed since
    program_changed: bool
    cleaned: bool


def changes(shop: Shop, signed: pa.Table, present: pa.Table, known: Known) -> pa.Table:
    """One row per part, fact and subject whose amount is another one now: cause, day, both amounts, the row that tells it."""
    return between(
        CHANGES,
        {
            "last": known.last_upload,
            "signed_on": known.signed_on,
            "agreed_on": known.agreed_on,
            "program": known.program_changed,
            "cleaned": known.cleaned,
        },
        signed=signed,
        present=present,
        uploads=_uploads(shop, known),
    )


def _uploads(shop: Shop, known: Known) -> pa.Table:
    """Every upload with the days on which it came and was taken out, in the shop's own time."""
    found = register.entries(shop)
    columns: dict[str, tuple[pa.DataType, list[object]]] = {
        "upload": (pa.int32(), [each.upload.upload for each in found]),
        "known": (pa.date32(), [_day(each.upload.at) for each in found]),
        "undone": (pa.date32(), [_day(each.undone_at) for each in found]),
        "is_new": (
            pa.bool_(),
            [each.upload.upload > known.last_upload or _since(each.undone_at, known) for each in found],
        ),
    }
    return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})


def _since(at: str | None, known: Known) -> bool:
    day = _day(at)
    return day is not None and day >= known.signed_on


def _day(at: str | None) -> date | None:
    """The shop's day of a moment of the register."""
    if at is None:
        return None
    return local(datetime.fromisoformat(at)).date()
