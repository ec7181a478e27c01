-- One row per product and day: how many pieces were in stock.
create table staging.stock (
    upload integer,
    source_row bigint,
    platform varchar,
    product_key varchar,
    item_id varchar,
    product_name varchar,
    warehouse varchar,
    stock_date date,
    quantity bigint
)
