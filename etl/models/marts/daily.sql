-- One row per day, platform ("" for costs that belong to none) and whether the merchant lists the orders as brushing;
-- every column may be summed over days and platforms (visitors and buyers then are sums of days, not distinct people).
-- The cleaned book leaves the rows of brushing out.
with sales as (
    select
        platform,
        paid_date as day,
        is_brushing,
        sum(quantity) filter (where row_kind = 'sale') as units,
        sum(gross_amount) as gross_sales,
        sum(platform_subsidy) as platform_subsidy,
        sum(product_cost) as product_cost_sold,
        sum(sales_without_cost) as sales_without_cost,
        sum(platform_fee) as platform_fees_charged
    from facts.line_values
    group by platform, paid_date, is_brushing
),

refunded as (
    select
        platform,
        refund_date as day,
        is_brushing,
        sum(refund_amount) as refunds,
        sum(refund_amount) filter (where is_refund_date_estimated) as refunds_date_estimated,
        sum(refund_amount) filter (where goods = 'uncertain') as refunds_goods_uncertain,
        sum(refund_amount) filter (where is_refund_from_lines) as refunds_from_lines,
        sum(product_cost_back) as product_cost_back,
        sum(platform_fee_back) as platform_fees_back
    from facts.refund_values
    group by platform, refund_date, is_brushing
),

refunded_of_orders as (
    select
        platform,
        paid_date as day,
        is_brushing,
        sum(refund_amount) as refunds_of_orders,
        sum(product_cost_back) as product_cost_back_of_orders,
        sum(platform_fee_back_of_order) as platform_fees_back_of_orders
    from facts.refund_values
    group by platform, paid_date, is_brushing
),

-- An order counts once, on the day of its first payment, so that days add up.
first_paid as (
    select
        platform,
        order_id,
        is_brushing,
        min(paid_date) as day
    from facts.line_values
    where row_kind = 'sale'
    group by platform, order_id, is_brushing
),

orders as (
    select
        platform,
        day,
        is_brushing,
        count(*) as orders
    from first_paid
    group by platform, day, is_brushing
),

unpaid as (
    select
        platform,
        cast(ordered_at as date) as day,
        false as is_brushing,
        count(distinct order_id) as unpaid_orders
    from facts.order_lines
    where paid_at is null and ordered_at is not null
    group by platform, cast(ordered_at as date)
),

other as (
    select
        platform,
        cast(ordered_at as date) as day,
        false as is_brushing,
        sum(gross_amount) as other_lines
    from facts.order_lines
    where row_kind = 'other'
    group by platform, cast(ordered_at as date)
),

ads as (
    select
        platform,
        ad_date as day,
        false as is_brushing,
        sum(spend) as ad_spend,
        sum(impressions) as impressions,
        sum(clicks) as clicks,
        sum(attributed_sales) as attributed_sales
    from facts.ad_spend
    group by platform, ad_date
),

-- The shop's own row tells its visitors and buyers, who are distinct people; views also add up over its items.
visits as (
    select
        platform,
        traffic_date as day,
        false as is_brushing,
        sum(visitors) filter (where grain = 'shop') as visitors,
        sum(buyers) filter (where grain = 'shop') as paying_buyers,
        coalesce(
            sum(page_views) filter (where grain = 'shop'), sum(page_views) filter (where grain = 'item')
        ) as page_views,
        coalesce(
            sum(impressions) filter (where grain = 'shop'), sum(impressions) filter (where grain = 'item')
        ) as search_impressions,
        coalesce(
            sum(clicks) filter (where grain = 'shop'), sum(clicks) filter (where grain = 'item')
        ) as search_clicks
    from facts.traffic
    group by platform, traffic_date
),

settled as (
    select
        platform,
        settled_date as day,
        false as is_brushing,
        -sum(amount) filter (where fee_class = 'fee') as platform_fees_settled,
        -sum(amount) filter (where fee_class = 'freight') as freight_settled,
        -sum(amount) filter (where fee_class = 'other') as other_settled,
        -sum(amount) filter (where fee_class = 'agency') as agency_settled,
        sum(amount) filter (where fee_class = 'goods') as goods_settled,
        sum(amount) filter (where fee_class = 'moved') as money_moved
    from facts.settlements
    group by platform, settled_date
),

shipping as (
    select
        platform,
        ship_date as day,
        false as is_brushing,
        sum(amount) as shipping_cost
    from facts.shipped_orders
    group by platform, ship_date
),

typed as (
    select
        '' as platform,
        cost_date as day,
        false as is_brushing,
        sum(amount) filter (where cost_kind = 'fulfilment_cost') as fulfilment_entries,
        sum(amount) filter (where cost_kind = 'service_fee') as service_fee,
        sum(amount) filter (where cost_kind = 'other_costs') as other_costs
    from facts.daily_costs
    group by cost_date
),

typed_totals as (
    select
        platform,
        day,
        false as is_brushing,
        sum(orders) as typed_orders,
        sum(units) as typed_units,
        sum(gross_sales) as typed_sales,
        sum(refunds) as typed_refunds
    from facts.day_totals
    group by platform, day
),

keys as (
    select platform, day, is_brushing from sales
    union
    select platform, day, is_brushing from refunded
    union
    select platform, day, is_brushing from refunded_of_orders
    union
    select platform, day, is_brushing from orders
    union
    select platform, day, is_brushing from unpaid
    union
    select platform, day, is_brushing from other
    union
    select platform, day, is_brushing from ads
    union
    select platform, day, is_brushing from visits
    union
    select platform, day, is_brushing from settled
    union
    select platform, day, is_brushing from shipping
    union
    select platform, day, is_brushing from typed
    union
    select platform, day, is_brushing from typed_totals
)

select
    keys.platform,
    keys.day,
    keys.is_brushing,
    orders.orders,
    sales.units,
    unpaid.unpaid_orders,
    sales.gross_sales,
    sales.platform_subsidy,
    refunded.refunds,
    refunded_of_orders.refunds_of_orders,
    refunded.refunds_date_estimated,
    refunded.refunds_goods_uncertain,
    refunded.refunds_from_lines,
    sales.product_cost_sold,
    refunded.product_cost_back,
    refunded_of_orders.product_cost_back_of_orders,
    sales.sales_without_cost,
    sales.platform_fees_charged,
    refunded.platform_fees_back,
    refunded_of_orders.platform_fees_back_of_orders,
    settled.platform_fees_settled,
    settled.freight_settled,
    settled.other_settled,
    settled.agency_settled,
    settled.goods_settled,
    settled.money_moved,
    ads.ad_spend,
    ads.impressions,
    ads.clicks,
    ads.attributed_sales,
    visits.visitors,
    visits.paying_buyers,
    visits.page_views,
    visits.search_impressions,
    visits.search_clicks,
    shipping.shipping_cost,
    typed.fulfilment_entries,
    typed.service_fee,
    typed.other_costs,
    typed_totals.typed_orders,
    typed_totals.typed_units,
    typed_totals.typed_sales,
    typed_totals.typed_refunds,
    other.other_lines
from keys
left join sales
    on keys.platform = sales.platform and keys.day = sales.day and keys.is_brushing = sales.is_brushing
left join refunded
    on keys.platform = refunded.platform and keys.day = refunded.day and keys.is_brushing = refunded.is_brushing
left join refunded_of_orders
    on
        keys.platform = refunded_of_orders.platform
        and keys.day = refunded_of_orders.day
        and keys.is_brushing = refunded_of_orders.is_brushing
left join orders
    on keys.platform = orders.platform and keys.day = orders.day and keys.is_brushing = orders.is_brushing
left join unpaid
    on keys.platform = unpaid.platform and keys.day = unpaid.day and keys.is_brushing = unpaid.is_brushing
left join other
    on keys.platform = other.platform and keys.day = other.day and keys.is_brushing = other.is_brushing
left join ads
    on keys.platform = ads.platform and keys.day = ads.day and keys.is_brushing = ads.is_brushing
left join visits
    on keys.platform = visits.platform and keys.day = visits.day and keys.is_brushing = visits.is_brushing
left join settled
    on keys.platform = settled.platform and keys.day = settled.day and keys.is_brushing = settled.is_brushing
left join shipping
    on keys.platform = shipping.platform and keys.day = shipping.day and keys.is_brushing = shipping.is_brushing
left join typed
    on keys.platform = typed.platform and keys.day = typed.day and keys.is_brushing = typed.is_brushing
left join typed_totals
    on
        keys.platform = typed_totals.platform
        and keys.day = typed_totals.day
        and keys.is_brushing = typed_totals.is_brushing
