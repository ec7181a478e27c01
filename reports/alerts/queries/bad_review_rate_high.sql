-- Months of the shop ('') and of products with more bad reviews than 1.5 × the industry figure, which is the threshold.
-- $products, $months, $rated, $bad: typed counts; they speak where no file does.
reviewed as (
    select
        order_id,
        coalesce(product_key, item_id) as product_key,
        cast(date_trunc('month', reviewed_at) as date) as month,
        coalesce(review_kind = 'bad', score <= 2) as is_bad,
        upload,
        source_row
    from staging.reviews
    where reviewed_at is not null and (review_kind is not null or score between 1 and 5)
    qualify
        row_number() over (
            partition by
                platform,
                case
                    when review_id is null then concat_ws('|', order_id, item_id, product_key, reviewed_at)
                    else review_id
                end
            order by upload desc, source_row desc
        ) = 1
),

of_files as (
    select
        reviewed.*,
        about.subject
    from reviewed
    cross join lateral (
        select unnest(['', reviewed.product_key]) as subject
    ) as about
    where about.subject is not null
),

paid as (
    select
        order_id,
        sum(gross_amount) as gross
    from sold
    semi join of_files on sold.order_id = of_files.order_id and of_files.is_bad
    group by order_id
),

-- What the orders behind bad reviews had paid, each order once.
behind as (
    select
        subject,
        month,
        sum(gross) as gross
    from (
        select distinct
            of_files.subject,
            of_files.month,
            paid.order_id,
            paid.gross
        from of_files
        inner join paid on of_files.order_id = paid.order_id
        where of_files.is_bad
    )
    group by subject, month
),

counted as (
    select
        of_files.subject,
        of_files.month,
        count(*) as rated,
        count(*) filter (where of_files.is_bad) as bad,
        list({'upload': of_files.upload, 'row': of_files.source_row}) filter (where of_files.is_bad) as rows
    from of_files
    group by of_files.subject, of_files.month
),

typed as (
    select
        unnest($products::varchar []) as subject,
        cast(unnest($months::varchar []) || '-01' as date) as month,
        unnest($rated::bigint []) as rated,
        unnest($bad::bigint []) as bad
),

told as (
    select * from counted
    union all by name
    select typed.* from typed
    anti join counted on typed.subject = counted.subject and typed.month = counted.month
)

select
    told.subject,
    told.month as date,
    cast(told.month + interval 1 month - interval 1 day as date) as until,
    told.rated,
    told.bad,
    case when own.product_key is null then $usual else own.amount end as industry,
    behind.gross as money,
    told.rows
from told
left join own on told.subject = own.product_key
left join behind on told.subject = behind.subject and told.month = behind.month
where 2 * told.bad > 3 * told.rated * (case when own.product_key is null then $usual else own.amount end)
