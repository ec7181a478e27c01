-- What every rule stands on. $keys, $amounts: products with a threshold of their own; $usual: that of all others;
-- {unlisted}: an anti join with the merchant's list of brushing, where it has any and the book leaves them out.
with own as (
    select
        unnest($keys::varchar []) as product_key,
        unnest($amounts::decimal(18, 6) []) as amount
),

-- The lines of paid orders.
sold as (
    select
        platform,
        order_id,
        line_key,
        product_key,
        cast(paid_at as date) as day,
        quantity,
        gross_amount,
        shipped_at,
        completed_at,
        upload,
        source_row
    from facts.order_lines
    {unlisted}
    where is_counted and row_kind = 'sale'
)
