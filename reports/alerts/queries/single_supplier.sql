-- Products on sale whose goods come from fewer suppliers than wanted.
bought as (
    select
        product_key,
        trim(supplier) as supplier,
        cast(coalesce(paid_at, ordered_at) as date) as day,
        upload,
        source_row
    from staging.purchases
    union all
    select
        product_key,
        trim(supplier) as supplier,
        coalesce(paid_date, due_date) as day,
        upload,
        source_row
    from facts.supplier_payments
),

known as (
    select
        bought.product_key,
        min(bought.day) as date,
        max(bought.day) as until,
        count(distinct bought.supplier) as suppliers,
        string_agg(distinct bought.supplier, ', ' order by bought.supplier) as names,
        list({'upload': bought.upload, 'row': bought.source_row}) as rows
    from bought
    semi join facts.order_lines as lines on bought.product_key = lines.product_key
    where bought.supplier <> '' and bought.day is not null
    group by bought.product_key
)

select
    known.product_key as subject,
    known.date,
    known.until,
    known.suppliers as value,
    known.names as suppliers,
    case when own.product_key is null then $usual else own.amount end as threshold,
    known.rows
from known
left join own on known.product_key = own.product_key
where known.suppliers < case when own.product_key is null then $usual else own.amount end
