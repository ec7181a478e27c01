-- Payments to suppliers of the days asked for, and what is still due; those through the agency first. $1, $2: first and
-- last day; $3: today (null: the last day of which the shop knows anything).
with known as (
    select coalesce(cast($3 as date), max(day)) as today
    from marts.coverage
)

select
    payments.supplier,
    payments.paid_date,
    payments.due_date,
    payments.amount,
    payments.paid_by,
    payments.order_id,
    coalesce(payments.product_name, payments.product_key) as product,
    payments.terms,
    payments.upload,
    files.file,
    files.sheet,
    payments.source_row as row,
    case
        when payments.paid_by = 'agency' then 'through_agency'
        when payments.paid_date is null and payments.due_date < known.today then 'overdue'
        when payments.paid_date is null then 'due'
        when payments.paid_by is null or payments.paid_by = 'unknown' then 'payer_unknown'
        else 'paid'
    end as state
from facts.supplier_payments as payments
cross join known
left join staging.uploads as files on payments.upload = files.upload
where coalesce(payments.paid_date between $1 and $2, payments.due_date <= $2)
order by
    list_position(['through_agency', 'overdue', 'payer_unknown', 'due', 'paid'], state), payments.amount desc,
    payments.upload, payments.source_row
