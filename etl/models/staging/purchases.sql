-- One row per line of a purchase order, the buyer's side.
create table staging.purchases (
    upload integer,
    source_row bigint,
    platform varchar,
    order_id varchar,
    line_number integer,
    supplier varchar,
    item_id varchar,
    variant_id varchar,
    product_key varchar,
    product_name varchar,
    quantity decimal(18, 6),
    quantity_unit varchar,
    unit_price decimal(18, 6),
    order_status varchar,
    ordered_at timestamp,
    paid_at timestamp,
    goods_amount decimal(18, 2),
    freight_amount decimal(18, 2),
    discount_amount decimal(18, 2),
    paid_amount decimal(18, 2),
    state_at timestamp
)
