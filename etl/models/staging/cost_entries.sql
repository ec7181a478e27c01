-- One row per typed cost: a rate of sales, an amount per shipped order, or an amount for a period.
create table staging.cost_entries (
    upload integer,
    source_row bigint,
    platform varchar,
    cost_kind varchar,
    label varchar,
    cost_platform varchar,
    rate decimal(18, 6),
    amount decimal(18, 2),
    per varchar,
    start_date date,
    end_date date
)
