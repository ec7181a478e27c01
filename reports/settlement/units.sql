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

orders as materialized (
    select
        platform,
        order_id,
        sum(gross_amount) as gross,
        min(paid_day) as paid_day,
        max(completed_day) as completed_day,
        count(*) as line_count
    from lines
    group by platform, order_id
),

-- A refund younger than the usual time may still be on its way into the settlement.
refunds as materialized (
    select
        refunds.platform,
        refunds.order_id,
        refunds.line_key,
        sum(refunds.refund_amount) as refund,
        sum(case when cast(refunds.refunded_at as date) + clocks.after_completion >= clocks.as_of then refunds.refund_amount else 0 end)
            as fresh_refund
    from facts.refunds as refunds
    left join clocks on refunds.platform = clocks.platform
    where refunds.refunded_at < coalesce(cast($3 as date), date '9999-12-30') + 1
    group by refunds.platform, refunds.order_id, refunds.line_key
),

-- Orders of several lines, all of whose settled amounts name one of them: they are matched line by line.
by_line as materialized (
    select money.platform, money.order_id
    from (
        select * from money
        semi join (select platform, order_id from orders where line_count > 1) using (platform, order_id)
    ) as money
    left join lines
        on money.platform = lines.platform and money.order_id = lines.order_id and money.line_id = lines.line_key
    group by money.platform, money.order_id
    having bool_and(lines.line_key is not null)
),

settled_orders as materialized (
    select
        platform,
        order_id,
        sum(case fee_class when 'goods' then amount else 0 end) as goods,
        sum(case fee_class when 'refund' then amount else 0 end) as refunded,
        count(*) as entries,
        min(settled_date) as first_day,
        max(settled_date) as last_day,
        min(ordered_date) as ordered_day
    from money
    anti join by_line using (platform, order_id)
    group by platform, order_id
),

-- Settled numbers that are no order's: a line's, a part of an order that the platform split, a parent of orders, or several at once.
strays as materialized (
    select platform, order_id from settled_orders anti join orders using (platform, order_id)
),

families as (
    select entries.platform, entries.order_id, min(entries.parent_id) as unit
    from facts.settlements as entries
    inner join strays on entries.platform = strays.platform and entries.parent_id = strays.order_id
    semi join orders on entries.platform = orders.platform and entries.order_id = orders.order_id
    group by entries.platform, entries.order_id
),

named_together as (
    select platform, order_id as unit, unnest(regexp_split_to_array(order_id, '[,，;；、|/ ]+')) as order_id
    from strays
    where regexp_matches(order_id, '[,，;；、|/ ]')
),

members as materialized (
    select platform, order_id, min(unit) as unit
    from (
        select platform, order_id, unit from families
        union all
        select platform, order_id, unit from named_together
        semi join orders using (platform, order_id)
    )
    group by platform, order_id
),

aliases as (
    select strays.platform, strays.order_id, min(lines.order_id) as unit
    from strays
    inner join lines on strays.platform = lines.platform and strays.order_id = lines.line_key
    group by strays.platform, strays.order_id
    union all
    select money.platform, money.order_id, min(money.parent_id) as unit
    from money
    semi join strays on money.platform = strays.platform and money.order_id = strays.order_id
    semi join orders on money.platform = orders.platform and money.parent_id = orders.order_id
    anti join lines on money.platform = lines.platform and money.order_id = lines.line_key
    group by money.platform, money.order_id
),

renamed as materialized (
    select platform, order_id, unit from members
    union all
    select aliases.platform, aliases.order_id, coalesce(members.unit, aliases.unit) as unit
    from aliases
    left join members on aliases.platform = members.platform and aliases.unit = members.order_id
),

owed as (
    select
        orders.platform,
        orders.order_id,
        orders.gross,
        orders.paid_day,
        orders.completed_day,
        coalesce(given.refund, 0) as refund,
        coalesce(given.fresh_refund, 0) as fresh_refund
    from orders
    left join (
        select platform, order_id, sum(refund) as refund, sum(fresh_refund) as fresh_refund
        from refunds
        group by platform, order_id
    ) as given
        on orders.platform = given.platform and orders.order_id = given.order_id
    anti join by_line on orders.platform = by_line.platform and orders.order_id = by_line.order_id
),

order_side as (
    select platform, order_id as unit, '' as line, 1 as orders, gross, refund, fresh_refund, paid_day, completed_day
    from owed
    anti join members using (platform, order_id)
    union all
    select
        owed.platform, members.unit, '' as line, count(*) as orders, sum(owed.gross) as gross, sum(owed.refund) as refund,
        sum(owed.fresh_refund) as fresh_refund, min(owed.paid_day) as paid_day,
        case when count(owed.completed_day) = count(*) then max(owed.completed_day) end as completed_day
    from owed
    inner join members on owed.platform = members.platform and owed.order_id = members.order_id
    group by owed.platform, members.unit
    union all
    select
        lines.platform, lines.order_id as unit, lines.line_key as line, 1 as orders, lines.gross_amount as gross,
        coalesce(refunds.refund, 0) as refund, coalesce(refunds.fresh_refund, 0) as fresh_refund, lines.paid_day,
        lines.completed_day
    from lines
    semi join by_line on lines.platform = by_line.platform and lines.order_id = by_line.order_id
    left join refunds
        on
            lines.platform = refunds.platform and lines.order_id = refunds.order_id
            and lines.line_key = refunds.line_key
),

settled_side as (
    select platform, order_id as unit, '' as line, goods, refunded, entries, first_day, last_day, ordered_day
    from settled_orders
    anti join renamed using (platform, order_id)
    union all
    select
        settled.platform, renamed.unit, '' as line, settled.goods, settled.refunded, settled.entries, settled.first_day,
        settled.last_day, settled.ordered_day
    from settled_orders as settled
    inner join renamed on settled.platform = renamed.platform and settled.order_id = renamed.order_id
    union all
    select
        platform, order_id as unit, line_id as line,
        sum(case fee_class when 'goods' then amount else 0 end) as goods,
        sum(case fee_class when 'refund' then amount else 0 end) as refunded,
        count(*) as entries, min(settled_date) as first_day, max(settled_date) as last_day, min(ordered_date) as ordered_day
    from money
    semi join by_line using (platform, order_id)
    group by platform, order_id, line_id
),

-- Several settled numbers may be of one unit; only those are summed again.
settled_units as (
    select * from settled_side
    anti join (select platform, unit from renamed) using (platform, unit)
    union all
    select
        platform, unit, '' as line, sum(goods) as goods, sum(refunded) as refunded, sum(entries) as entries,
        min(first_day) as first_day, max(last_day) as last_day, min(ordered_day) as ordered_day
    from settled_side
    semi join (select platform, unit from renamed) using (platform, unit)
    group by platform, unit
),

met as (
    select
        coalesce(o.platform, s.platform) as platform,
        coalesce(o.unit, s.unit) as unit,
        coalesce(o.line, s.line) as line,
        o.unit is not null as is_ordered,
        s.unit is not null as is_settled,
        coalesce(o.orders, 0) as orders,
        coalesce(s.entries, 0) as entries,
        coalesce(o.gross, 0) as gross,
        coalesce(o.refund, 0) as refund,
        coalesce(o.fresh_refund, 0) as fresh_refund,
        coalesce(s.goods, 0) as goods,
        coalesce(s.refunded, 0) as refunded,
        coalesce(o.gross, 0) - coalesce(o.refund, 0) as expected,
        coalesce(s.goods, 0) + coalesce(s.refunded, 0) as settled,
        coalesce(o.completed_day, o.paid_day) as base_day,
        o.completed_day is not null as is_completed,
        coalesce(o.paid_day, s.first_day) as day,
        s.first_day,
        s.last_day,
        s.ordered_day
    from order_side as o
    full join settled_units as s on o.platform = s.platform and o.unit = s.unit and o.line = s.line
),

dated as (
    select
        met.*,
        met.settled - met.expected as difference,
        greatest(cast($4 as decimal(18, 2)), cast(round(abs(met.expected) * cast($5 as decimal(9, 6)), 2) as decimal(18, 2)))
            as tolerance,
        clocks.as_of,
        met.base_day + case when met.is_completed then clocks.after_completion else clocks.after_payment end as due_day,
        case when met.is_ordered then met.base_day else coalesce(met.ordered_day, met.first_day - clocks.after_payment) end
            as asked_from,
        case when not met.is_ordered then coalesce(met.ordered_day, met.first_day) end as asked_to
    from met
    left join clocks on met.platform = clocks.platform
    where met.day between $1 and $2
),

known as materialized (
    select
        dated.*,
        coalesce(covered.covered_to >= coalesce(dated.asked_to, least(dated.due_day, dated.as_of)), false) as is_covered
    from dated
    left join covered
        on
            dated.platform = covered.platform
            and dated.asked_from = covered.day
            and covered.source = case when dated.is_ordered then 'settlement' else 'orders' end
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

units as materialized (
    select
        known.* exclude (asked_from, asked_to, fresh_refund),
        case
            when not known.is_ordered then case when known.is_covered then 'only_in_settlement' else 'not_covered' end
            when known.as_of is null then 'not_covered'
            when abs(known.difference) <= known.tolerance then 'matched'
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
)
