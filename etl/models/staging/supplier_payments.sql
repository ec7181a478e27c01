-- One row per payment to a supplier, made or still due, and who paid it.
create table staging.supplier_payments (
    upload integer,
    source_row bigint,
    platform varchar,
    payment_key varchar,
    payment_number integer,
    supplier varchar,
    paid_date date,
    due_date date,
    paid_amount decimal(18, 2),
    paid_by varchar,
    order_id varchar,
    product_key varchar,
    product_name varchar,
    terms varchar,
    state_at timestamp
)
