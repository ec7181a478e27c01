select
    platform,
    unit,
    line,
    bucket,
    cause,
    expected,
    settled,
    difference,
    gross,
    refund,
    goods,
    refunded,
    base_day,
    first_day,
    last_day,
    age
from units
where bucket not in ('matched', 'not_covered')
qualify row_number() over (partition by bucket order by abs(difference) desc, platform, unit, line) <= 50
order by bucket, abs(difference) desc, platform, unit, line
