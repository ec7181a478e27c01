-- Money that left a platform's account against money that came into the bank: the k-th withdrawal of an amount is the k-th
-- arrival of it, first in first out; an arrival before any withdrawal that is still open is another's money.
-- $1, $2: first and last day; $3: days that a withdrawal may take.
with events as (
    select 'withdrawal' as side, platform, -amount as amount, settled_date as day, upload, source_row, cast(null as varchar) as counterparty
    from facts.settlements
    where fee_kind = 'withdrawal' and amount < 0
    union all
    select 'bank' as side, null as platform, amount, day, upload, source_row, counterparty
    from facts.bank_entries
    where amount > 0 and amount in (select -amount from facts.settlements where fee_kind = 'withdrawal')
),

-- Events of one amount that lie further apart than a withdrawal may take have nothing to do with each other.
spaced as (
    select
        *,
        coalesce(day - lag(day) over in_time > $3, false) as begins
    from events
    window in_time as (partition by amount order by day, side desc, upload, source_row)
),

grouped as (
    select
        *,
        count(*) filter (where begins) over in_time as place
    from spaced
    window in_time as (partition by amount order by day, side desc, upload, source_row rows unbounded preceding)
),

-- Below zero an arrival meets no open withdrawal.
counted as (
    select
        *,
        sum(case side when 'withdrawal' then 1 else -1 end) over (
            partition by amount, place order by day, side desc, upload, source_row rows unbounded preceding
        ) as still_open
    from grouped
),

judged as (
    select
        *,
        side = 'bank' and still_open < least(0, coalesce(min(still_open) over (
            partition by amount, place order by day, side desc, upload, source_row
            rows between unbounded preceding and 1 preceding
        ), 0)) as is_others
    from counted
),

numbered as (
    select
        *,
        row_number() over (partition by amount, place, side order by day, upload, source_row) as turn
    from judged
    where not is_others
),

bank_days as (
    select cast(spans.day as date) as day
    from staging.uploads as uploads
    cross join unnest(generate_series(uploads.period_from, uploads.period_to, interval 1 day)) as spans (day)
    where uploads.entity = 'bank_statement'
    group by cast(spans.day as date)
)

select
    went.platform,
    went.day,
    went.amount,
    arrived.day as arrived_day,
    arrived.counterparty,
    files.file,
    files.sheet,
    went.source_row as row,
    bank_files.file as bank_file,
    arrived.source_row as bank_row,
    case
        when arrived.day is not null then 'arrived'
        -- Without a statement of every day on which it could have come in nobody can say that it did not.
        when (select count(*) from bank_days where bank_days.day between went.day and went.day + $3) <= $3 then 'not_covered'
        else 'missing'
    end as state
from numbered as went
left join numbered as arrived
    on
        arrived.side = 'bank' and went.amount = arrived.amount and went.place = arrived.place and went.turn = arrived.turn
        and arrived.day between went.day and went.day + $3
left join staging.uploads as files on went.upload = files.upload
left join staging.uploads as bank_files on arrived.upload = bank_files.upload
where went.side = 'withdrawal' and went.day between $1 and $2
order by state desc, went.amount desc, went.day, went.upload, went.source_row
