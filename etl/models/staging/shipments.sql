-- One row per parcel, or per line of a parcel, as a courier's bill or a warehouse system states it.
create table staging.shipments (
    upload integer,
    source_row bigint,
    platform varchar,
    waybill_id varchar,
    order_id varchar,
    line_id varchar,
    shipment_key varchar,
    key_number integer,
    product_key varchar,
    product_name varchar,
    quantity bigint,
    weight decimal(18, 3),
    shipped_at timestamp,
    freight_amount decimal(18, 2),
    state_at timestamp
)
