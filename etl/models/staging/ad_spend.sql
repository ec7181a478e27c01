-- One row per day, campaign and advertised thing as one upload states it.
create table staging.ad_spend (
    upload integer,
    source_row bigint,
    platform varchar,
    ad_date date,
    grain varchar,
    scene varchar,
    campaign_id varchar,
    campaign_name varchar,
    item_id varchar,
    item_name varchar,
    attribution_window varchar,
    ad_key varchar,
    key_number integer,
    spend decimal(18, 2),
    impressions bigint,
    clicks bigint,
    attributed_sales decimal(18, 2),
    attributed_orders bigint,
    state_at timestamp
)
