-- One row per order (or line of it, where the settlement names lines) and what was settled for it, each in its bucket.
-- $1, $2: first and last day, of payment where the order is known, else of settlement; $3: the day up to which everything
-- counts and ages are taken (null: the last day that a settlement of the platform covers); $4, $5: tolerance, amount and rate.
with usual_days as (
    select * from (values {usual}) as said (platform, after_completion, after_payment)
),

covered as (
    select
        source,
        platform,
        day,
        max(day) over (partition by source, platform, run) as covered_to
    from (
        select
            *,
            day - cast(row_number() over (partition by source, platform order by day) as integer) as run
        from marts.coverage
        where source in ('orders', 'settlement')
    )
),

clocks as (
    select
        days.platform,
        coalesce(cast($3 as date), days.last_day) as as_of,
        coalesce(own.after_completion, other.after_completion) as after_completion,
        coalesce(own.after_payment, other.after_payment) as after_payment
    from (select platform, max(day) as last_day from covered where source = 'settlement' group by platform) as days
    left join usual_days as own on days.platform = own.platform
    inner join usual_days as other on other.platform = 'other'
),

money as (
    select platform, order_id, parent_id, line_id, fee_class, amount, settled_date, ordered_date
    from facts.settlements
    where
        fee_class in ('goods', 'refund') and order_id is not null
        and settled_date <= coalesce(cast($3 as date), date '9999-12-31')
),

lines as (
    select platform, order_id, line_key, gross_amount, cast(paid_at as date) as paid_day, cast(completed_at as date) as completed_day
    from facts.order_lines
    where is_counted and paid_at < coalesce(cast($3 as date), date '9999-12-30') + 1
),

-- Both sides as one list of amounts, so that one pass brings them together by order. A refund younger than the usual time
-- may still be on its way into the settlement.
amounts as (
    select
        platform, order_id, line_key as line, 1 as lines, gross_amount as gross, null as refund, null as fresh_refund, paid_day,
        completed_day, null as entries, null as goods, null as refunded, null as settled_day, null as ordered_day
    from lines
    union all
    select
        refunds.platform, refunds.order_id, refunds.line_key as line, null as lines, null as gross, refunds.refund_amount as refund,
        case when cast(refunds.refunded_at as date) + clocks.after_completion >= clocks.as_of then refunds.refund_amount end
            as fresh_refund,
        null as paid_day, null as completed_day, null as entries, null as goods, null as refunded,
        null as settled_day, null as ordered_day
    from facts.refunds as refunds
    left join clocks on refunds.platform = clocks.platform
    where refunds.refunded_at < coalesce(cast($3 as date), date '9999-12-30') + 1
    union all
    select
        platform, order_id, line_id as line, null as lines, null as gross, null as refund, null as fresh_refund, null as paid_day,
        null as completed_day, 1 as entries,
        case fee_class when 'goods' then amount end as goods, case fee_class when 'refund' then amount end as refunded,
        settled_date as settled_day, ordered_date as ordered_day
    from money
),

numbers as materialized (
    select
        platform, order_id as unit, '' as line, sum(lines) as lines, sum(entries) as entries, sum(gross) as gross,
        sum(refund) as refund, sum(fresh_refund) as fresh_refund, sum(goods) as goods, sum(refunded) as refunded,
        min(paid_day) as paid_day, max(completed_day) as completed_day, min(settled_day) as first_day,
        min(ordered_day) as ordered_day
    from amounts
    group by platform, order_id
),

-- Orders of several lines, all of whose settled amounts name one of them: they are matched line by line.
by_line as materialized (
    select several.platform, several.unit as order_id
    from (select platform, unit from numbers where lines > 1 and entries is not null) as several
    inner join money on several.platform = money.platform and several.unit = money.order_id
    left join lines
        on money.platform = lines.platform and money.order_id = lines.order_id and money.line_id = lines.line_key
    group by several.platform, several.unit
    having bool_and(lines.line_key is not null)
),

-- Settled numbers that are no order's: a line's, a part of an order that the platform split, a parent of orders, or several at once.
strays as materialized (
    select platform, unit as order_id from numbers where lines is null and entries is not null
),

parents as materialized (
    select distinct platform, order_id, parent_id
    from facts.settlements
    where parent_id is not null and order_id is not null and parent_id <> order_id
),

named_together as (
    select platform, order_id as unit, unnest(regexp_split_to_array(order_id, '[,，;；、|/ ]+')) as order_id
    from strays
    where regexp_matches(order_id, '[,，;；、|/ ]')
),

together as (
    select parents.platform, parents.order_id, parents.parent_id as unit
    from parents
    semi join strays on parents.platform = strays.platform and parents.parent_id = strays.order_id
    union all
    select platform, order_id, unit from named_together
),

members as materialized (
    select together.platform, together.order_id, min(together.unit) as unit
    from together
    inner join numbers on together.platform = numbers.platform and together.order_id = numbers.unit and numbers.lines is not null
    group by together.platform, together.order_id
),

aliases as (
    select strays.platform, strays.order_id, min(lines.order_id) as unit
    from strays
    inner join lines on strays.platform = lines.platform and strays.order_id = lines.line_key
    group by strays.platform, strays.order_id
    union all
    select parents.platform, parents.order_id, min(parents.parent_id) as unit
    from parents
    semi join strays on parents.platform = strays.platform and parents.order_id = strays.order_id
    inner join numbers on parents.platform = numbers.platform and parents.parent_id = numbers.unit and numbers.lines is not null
    anti join lines on parents.platform = lines.platform and parents.order_id = lines.line_key
    group by parents.platform, parents.order_id
),

renamed as materialized (
    select platform, order_id, unit from members
    union all
    select aliases.platform, aliases.order_id, coalesce(members.unit, aliases.unit) as unit
    from aliases
    left join members on aliases.platform = members.platform and aliases.unit = members.order_id
),

-- Only orders under several numbers, and those matched line by line, are summed again.
special as materialized (
    select platform, order_id as unit from by_line
    union
    select platform, order_id as unit from renamed
    union
    select platform, unit from renamed
),

whole as (
    select * from numbers
    anti join special using (platform, unit)
    union all by name
    select
        numbers.platform, coalesce(renamed.unit, numbers.unit) as unit, '' as line, sum(lines) as lines, sum(entries) as entries,
        sum(gross) as gross, sum(refund) as refund, sum(fresh_refund) as fresh_refund, sum(goods) as goods,
        sum(refunded) as refunded, min(paid_day) as paid_day,
        case when bool_and(lines is null or completed_day is not null) then max(completed_day) end as completed_day,
        min(first_day) as first_day, min(ordered_day) as ordered_day
    from numbers
    left join renamed on numbers.platform = renamed.platform and numbers.unit = renamed.order_id
    semi join (
        select platform, order_id as unit from renamed
        union
        select platform, unit from renamed
    ) as named on numbers.platform = named.platform and numbers.unit = named.unit
    group by numbers.platform, coalesce(renamed.unit, numbers.unit)
    union all by name
    select
        platform, order_id as unit, line, sum(lines) as lines, sum(entries) as entries, sum(gross) as gross, sum(refund) as refund,
        sum(fresh_refund) as fresh_refund, sum(goods) as goods, sum(refunded) as refunded, min(paid_day) as paid_day,
        max(completed_day) as completed_day, min(settled_day) as first_day, 
        min(ordered_day) as ordered_day
    from amounts
    semi join by_line using (platform, order_id)
    anti join renamed using (platform, order_id)
    group by platform, order_id, line
),

dated as (
    select
        whole.platform,
        whole.unit,
        whole.line,
        whole.lines is not null as is_ordered,
        whole.entries is not null as is_settled,
        coalesce(whole.gross, 0) as gross,
        coalesce(whole.refund, 0) as refund,
        coalesce(whole.fresh_refund, 0) as fresh_refund,
        coalesce(whole.goods, 0) as goods,
        coalesce(whole.refunded, 0) as refunded,
        coalesce(whole.gross, 0) - coalesce(whole.refund, 0) as expected,
        coalesce(whole.goods, 0) + coalesce(whole.refunded, 0) as settled,
        coalesce(whole.goods, 0) + coalesce(whole.refunded, 0) - coalesce(whole.gross, 0) + coalesce(whole.refund, 0) as difference,
        greatest(
            cast($4 as decimal(18, 2)),
            cast(round(abs(coalesce(whole.gross, 0) - coalesce(whole.refund, 0)) * cast($5 as decimal(9, 6)), 2) as decimal(18, 2))
        ) as tolerance,
        coalesce(whole.completed_day, whole.paid_day) as base_day,
        whole.first_day,
        whole.ordered_day,
        clocks.as_of,
        clocks.after_payment,
        coalesce(whole.completed_day + clocks.after_completion, whole.paid_day + clocks.after_payment) as due_day
    from whole
    left join clocks on whole.platform = clocks.platform
    where coalesce(whole.paid_day, whole.first_day) between $1 and $2
),

known as materialized (
    select
        dated.*,
        coalesce(
            covered.covered_to
            >= case when dated.is_ordered then least(dated.due_day, dated.as_of) else coalesce(dated.ordered_day, dated.first_day) end,
            false
        ) as is_covered
    from dated
    left join covered
        on
            dated.platform = covered.platform
            and covered.day = case when dated.is_ordered then dated.base_day else coalesce(dated.ordered_day, dated.first_day - dated.after_payment) end
            and covered.source = case when dated.is_ordered then 'settlement' else 'orders' end
    where not dated.is_ordered or dated.as_of is null or abs(dated.difference) > dated.tolerance
),

-- Money that came or went more often than it should: the surplus is amounts that stand there again.
surplus as materialized (
    select platform, unit, line, difference
    from known
    where
        is_ordered and abs(difference) > tolerance
        and (difference > 0 and goods > gross or difference < 0 and -refunded > refund)
),

surplus_rows as (
    select surplus.platform, surplus.unit, surplus.line, surplus.difference, money.amount, count(*) as times
    from (
        select money.*, coalesce(renamed.unit, money.order_id) as unit
        from money
        left join renamed on money.platform = renamed.platform and money.order_id = renamed.order_id
    ) as money
    inner join surplus
        on
            money.platform = surplus.platform and money.unit = surplus.unit
            and (surplus.line = '' or money.line_id = surplus.line)
    where money.amount <> 0
    group by all
),

repeated as (
    select
        platform,
        unit,
        line,
        difference = sum(amount * (times - 1))
        or bool_or(
            sign(amount) = sign(difference) and difference % amount = 0
            and abs(difference) <= abs(amount) * (times - 1)
        ) as is_doubled
    from surplus_rows
    group by platform, unit, line, difference
),

judged as materialized (
    select
        known.platform,
        known.unit,
        known.line,
        known.expected,
        known.settled,
        known.difference,
        known.base_day,
        known.first_day,
        case
            when not known.is_ordered then case when known.is_covered then 'only_in_settlement' else 'not_covered' end
            when known.as_of is null then 'not_covered'
            when repeated.is_doubled then 'doubled'
            when known.fresh_refund > 0 and abs(known.difference - known.fresh_refund) <= known.tolerance then 'in_transit'
            when known.difference < 0 and known.settled >= 0 and known.due_day >= known.as_of then 'in_transit'
            when known.difference < 0 and not known.is_covered then 'not_covered'
            when not known.is_settled and known.settled < known.expected then 'only_in_orders'
            else 'amount_differs'
        end as bucket,
        case
            when known.difference > 0 and abs(known.difference - known.refund - known.refunded) <= known.tolerance
                then 'refund_not_deducted'
            when known.difference < 0 and abs(known.difference - known.refund - known.refunded) <= known.tolerance
                then 'refund_not_in_orders'
            when known.difference < 0 then 'paid_less'
            else 'paid_more'
        end as cause,
        known.as_of - known.base_day as age
    from known
    left join repeated on known.platform = repeated.platform and known.unit = repeated.unit and known.line = repeated.line
),

units as (
    select * from judged
    union all by name
    select platform, unit, line, expected, settled, difference, base_day, first_day, 'matched' as bucket
    from dated
    where is_ordered and as_of is not null and abs(difference) <= tolerance
)
