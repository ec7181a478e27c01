-- One row per product and the day from which its unit cost holds, as one upload states it.
create table staging.unit_costs (
    upload integer,
    source_row bigint,
    platform varchar,
    product_key varchar,
    product_name varchar,
    unit_cost decimal(18, 6),
    valid_from date
)
