-- One row per movement of a bank account; a movement that two statements tell is one.
select
    entries.account,
    cast(entries.settled_at as date) as day,
    entries.amount,
    entries.balance,
    entries.counterparty,
    entries.purpose,
    entries.upload,
    entries.source_row
from staging.bank_statement as entries
inner join staging.uploads as uploads on entries.upload = uploads.upload
where entries.amount is not null
qualify
    row_number() over (
        partition by entries.account, entries.entry_key, entries.entry_number
        order by entries.state_at desc nulls last, uploads.sha256 desc, entries.source_row asc
    ) = 1
