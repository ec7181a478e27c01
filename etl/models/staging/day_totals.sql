-- One row per day and platform, typed where no export exists.
create table staging.day_totals (
    upload integer,
    source_row bigint,
    platform varchar,
    day date,
    shop_platform varchar,
    orders bigint,
    units bigint,
    gross_sales decimal(18, 2),
    refunds decimal(18, 2)
)
