-- What went to a supplier through the agency, by day.
select
    coalesce(supplier, '') as subject,
    coalesce(paid_date, due_date) as date,
    coalesce(paid_date, due_date) as until,
    sum(amount) as value,
    $usual as threshold,
    sum(amount) as money,
    list({'upload': upload, 'row': source_row}) as rows
from facts.supplier_payments
where paid_by = 'agency' and coalesce(paid_date, due_date) is not null
group by coalesce(supplier, ''), coalesce(paid_date, due_date)
having sum(amount) > $usual
