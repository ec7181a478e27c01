-- One row per payment to a supplier, made or still due, in the state of the table that was loaded last.
select
    payments.supplier,
    payments.paid_date,
    payments.due_date,
    payments.paid_amount as amount,
    payments.paid_by,
    payments.order_id,
    payments.product_key,
    payments.product_name,
    payments.terms,
    payments.upload,
    payments.source_row
from staging.supplier_payments as payments
where payments.paid_amount is not null
qualify
    row_number() over (
        partition by payments.payment_key, payments.payment_number
        order by payments.upload desc, payments.source_row desc
    ) = 1
