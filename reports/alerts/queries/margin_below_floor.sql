-- Weeks in which a product with a number of its own left less than that share of its net sales after goods, ads and fees.
-- Weeks that are not over, or whose costs are not all known, are not judged. $last: the last day known.
wanted as (
    select
        product_key,
        amount as threshold
    from own
    where amount is not null
),

parts as (
    select
        product_key,
        date_trunc('week', paid_date) as week,
        gross_amount as net,
        gross_amount - coalesce(product_cost, 0) - coalesce(platform_fee, 0) as left_over,
        sales_without_cost as unknown,
        upload,
        source_row
    from facts.line_values
    semi join wanted using (product_key)
    where $is_claimed or not is_brushing
    union all
    select
        product_key,
        date_trunc('week', refund_date) as week,
        -refund_amount as net,
        -refund_amount + coalesce(product_cost_back, 0) + coalesce(platform_fee_back, 0) as left_over,
        0 as unknown,
        upload,
        source_row
    from facts.refund_values
    semi join wanted using (product_key)
    where $is_claimed or not is_brushing
    union all
    select
        items.product_key,
        date_trunc('week', ads.ad_date) as week,
        0 as net,
        -ads.spend as left_over,
        0 as unknown,
        ads.upload,
        ads.source_row
    from facts.ad_spend as ads
    inner join facts.item_products as items on ads.platform = items.platform and ads.item_id = items.item_id
    semi join wanted on items.product_key = wanted.product_key
    union all
    select
        product_key,
        date_trunc('week', settled_date) as week,
        0 as net,
        amount as left_over,
        0 as unknown,
        upload,
        source_row
    from facts.settlements
    semi join wanted using (product_key)
    where fee_class = 'fee'
),

weeks as (
    select
        product_key,
        cast(week as date) as week,
        cast(sum(net) as decimal(18, 2)) as net,
        cast(sum(left_over) as decimal(18, 2)) as left_over,
        sum(unknown) as unknown,
        list({'upload': upload, 'row': source_row}) as rows
    from parts
    group by product_key, week
)

select
    weeks.product_key as subject,
    weeks.week as date,
    weeks.week + 6 as until,
    weeks.left_over as part,
    weeks.net as whole,
    wanted.threshold,
    cast(round(wanted.threshold * weeks.net - weeks.left_over, 2) as decimal(18, 2)) as money,
    'product' as said,
    weeks.rows
from weeks
inner join wanted on weeks.product_key = wanted.product_key
where
    weeks.net > 0 and weeks.unknown = 0 and weeks.week + 6 <= $last and weeks.left_over < wanted.threshold * weeks.net
