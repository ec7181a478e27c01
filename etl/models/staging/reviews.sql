-- One row per review; its text is never kept.
create table staging.reviews (
    upload integer,
    source_row bigint,
    platform varchar,
    review_id varchar,
    order_id varchar,
    item_id varchar,
    product_key varchar,
    product_name varchar,
    reviewed_at timestamp,
    score bigint,
    review_kind varchar
)
