-- One row per day of counting and warehouse: what lies there at that day's unit costs. Columns may be summed over
-- warehouses, never over days: stock is a balance.
select
    stock.stock_date as day,
    stock.warehouse,
    sum(stock.units) as units,
    sum(cast(round(stock.units * costs.unit_cost, 2) as decimal(18, 2))) as stock_value,
    sum(case when costs.unit_cost is null then stock.units else 0 end) as units_without_cost
from facts.stock as stock
left join facts.unit_costs as costs
    on
        stock.product_key = costs.product_key
        and stock.stock_date >= costs.valid_from
        and stock.stock_date < costs.valid_to
group by stock.stock_date, stock.warehouse
