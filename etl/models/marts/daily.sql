-- One row per day and platform ("" for costs that belong to none); every column may be summed over days and platforms.
with sales as (
    select
        platform,
        paid_date as day,
        sum(quantity) filter (where row_kind = 'sale') as units,
        sum(gross_amount) as gross_sales,
        sum(platform_subsidy) as platform_subsidy,
        sum(product_cost) as product_cost_sold,
        sum(sales_without_cost) as sales_without_cost,
        sum(platform_fee) as platform_fees_charged,
        sum(refund_amount) as refunds_of_orders,
        sum(product_cost_back) as product_cost_back_of_orders,
        sum(platform_fee_back) as platform_fees_back_of_orders,
        sum(refund_amount) filter (where goods = 'uncertain') as refunds_goods_uncertain_of_orders
    from facts.line_values
    group by platform, paid_date
),

refunded as (
    select
        platform,
        refund_date as day,
        sum(refund_amount) as refunds,
        sum(refund_amount) filter (where is_refund_date_estimated) as refunds_date_estimated,
        sum(refund_amount) filter (where goods = 'uncertain') as refunds_goods_uncertain,
        sum(refund_amount) filter (where is_refund_from_lines) as refunds_from_lines,
        sum(product_cost_back) as product_cost_back,
        sum(platform_fee_back) as platform_fees_back
    from facts.line_values
    where refund_amount <> 0
    group by platform, refund_date
),

-- An order counts once, on the day of its first payment, so that days add up.
first_paid as (
    select
        platform,
        order_id,
        min(paid_date) as day
    from facts.line_values
    where row_kind = 'sale'
    group by platform, order_id
),

orders as (
    select
        platform,
        day,
        count(*) as orders
    from first_paid
    group by platform, day
),

unpaid as (
    select
        platform,
        cast(ordered_at as date) as day,
        count(distinct order_id) as unpaid_orders
    from facts.order_lines
    where paid_at is null and ordered_at is not null
    group by platform, cast(ordered_at as date)
),

other as (
    select
        platform,
        cast(ordered_at as date) as day,
        sum(gross_amount) as other_lines
    from facts.order_lines
    where row_kind = 'other'
    group by platform, cast(ordered_at as date)
),

ads as (
    select
        platform,
        ad_date as day,
        sum(spend) as ad_spend,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        sum(attributed_sales) as attributed_sales
    from facts.ad_spend
    group by platform, ad_date
),

shipping as (
    select
        platform,
        ship_date as day,
        sum(amount) as shipping_cost
    from facts.shipped_orders
    group by platform, ship_date
),

typed as (
    select
        '' as platform,
        cost_date as day,
        sum(amount) filter (where cost_kind = 'fulfilment_cost') as fulfilment_entries,
        sum(amount) filter (where cost_kind = 'service_fee') as service_fee,
        sum(amount) filter (where cost_kind = 'other_costs') as other_costs
    from facts.daily_costs
    group by cost_date
),

keys as (
    select platform, day from sales
    union
    select platform, day from refunded
    union
    select platform, day from unpaid
    union
    select platform, day from other
    union
    select platform, day from ads
    union
    select platform, day from shipping
    union
    select platform, day from typed
)

select
    keys.platform,
    keys.day,
    orders.orders,
    sales.units,
    unpaid.unpaid_orders,
    sales.gross_sales,
    sales.platform_subsidy,
    refunded.refunds,
    sales.refunds_of_orders,
    refunded.refunds_date_estimated,
    refunded.refunds_goods_uncertain,
    refunded.refunds_from_lines,
    sales.product_cost_sold,
    refunded.product_cost_back,
    sales.product_cost_back_of_orders,
    sales.sales_without_cost,
    sales.platform_fees_charged,
    refunded.platform_fees_back,
    sales.platform_fees_back_of_orders,
    ads.ad_spend,
    ads.impressions,
    ads.clicks,
    ads.attributed_sales,
    shipping.shipping_cost,
    typed.fulfilment_entries,
    typed.service_fee,
    typed.other_costs,
    other.other_lines
from keys
left join sales on keys.platform = sales.platform and keys.day = sales.day
left join refunded on keys.platform = refunded.platform and keys.day = refunded.day
left join orders on keys.platform = orders.platform and keys.day = orders.day
left join unpaid on keys.platform = unpaid.platform and keys.day = unpaid.day
left join other on keys.platform = other.platform and keys.day = other.day
left join ads on keys.platform = ads.platform and keys.day = ads.day
left join shipping on keys.platform = shipping.platform and keys.day = shipping.day
left join typed on keys.platform = typed.platform and keys.day = typed.day
