-- One row per product and span of days in which one unit cost holds: [valid_from, valid_to).
with dated as (
    select
        product_key,
        product_name,
        unit_cost,
        upload,
        source_row,
        coalesce(valid_from, date '0001-01-01') as valid_from
    from staging.unit_costs
    where unit_cost is not null
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
