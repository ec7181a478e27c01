-- One row per order that the merchant lists as brushing (刷单), with what it cost.
create table staging.brushing (
    upload integer,
    source_row bigint,
    platform varchar,
    order_id varchar,
    shop_name varchar,
    ordered_at timestamp,
    paid_at timestamp,
    principal_amount decimal(18, 2),
    commission_amount decimal(18, 2),
    platform_fee_amount decimal(18, 2)
)
