-- One row per bundle and one of its parts.
create table staging.bundles (
    upload integer,
    source_row bigint,
    platform varchar,
    bundle_key varchar,
    product_key varchar,
    quantity bigint
)
