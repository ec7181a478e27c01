-- What was sold of each product on each day, asked once for the rules that look at days.
select
    product_key,
    day,
    sum(quantity) as units,
    sum(gross_amount) as gross
from sold
where product_key is not null and quantity > 0
group by product_key, day
