-- One row per product and span of days in which one unit cost of a cost table holds: [valid_from, valid_to).
with dated as (
    select
        costs.product_key,
        costs.product_name,
        costs.unit_cost,
        costs.upload,
        costs.source_row,
        coalesce(costs.valid_from, date '0001-01-01') as valid_from
    from staging.unit_costs as costs
    -- A cost without a date holds from the beginning for a product that had none; behind a known cost it says nothing.
    where
        costs.unit_cost is not null
        and (
            costs.valid_from is not null
            or not exists (
                select 1
                from staging.unit_costs as earlier
                where
                    earlier.product_key = costs.product_key
                    and earlier.upload < costs.upload
                    and earlier.unit_cost is not null
            )
        )
),

-- The later upload, and in one file the later row, wins for the same product and day.
ranked as (
    select
        *,
        row_number() over (partition by product_key, valid_from order by upload desc, source_row desc) as age
    from dated
)

select
    product_key,
    product_name,
    unit_cost,
    valid_from,
    coalesce(
        lead(valid_from) over (partition by product_key order by valid_from), date '9999-12-31'
    ) as valid_to,
    upload,
    source_row
from ranked
where age = 1
