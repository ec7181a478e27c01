select
    entries.platform,
    entries.settled_date as day,
    entries.fee_kind,
    entries.fee_class,
    entries.fee_name,
    entries.amount,
    entries.upload,
    files.file,
    files.sheet,
    entries.source_row as row,
    count(*) over () as rows_in_all
from facts.settlements as entries
left join staging.uploads as files on entries.upload = files.upload
where entries.order_id is null and entries.fee_class <> 'moved' and entries.settled_date between $1 and $2
order by abs(entries.amount) desc, entries.settled_date, entries.upload, entries.source_row
limit 50
