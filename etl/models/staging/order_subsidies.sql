-- One row per order, product and promotion: who bore the discount. For information.
create table staging.order_subsidies (
    upload integer,
    source_row bigint,
    platform varchar,
    order_id varchar,
    item_id varchar,
    product_name varchar,
    quantity bigint,
    promotion_kind varchar,
    promotion_id varchar,
    promotion_name varchar,
    ordered_at timestamp,
    platform_amount decimal(18, 2),
    shop_amount decimal(18, 2),
    government_amount decimal(18, 2),
    currency varchar,
    state_at timestamp
)
