-- One row per movement of a bank account; who stands on the other side only where that is a business.
create table staging.bank_statement (
    upload integer,
    source_row bigint,
    platform varchar,
    account varchar,
    entry_id varchar,
    entry_key varchar,
    entry_number integer,
    settled_at timestamp,
    direction varchar,
    income_amount decimal(18, 2),
    expense_amount decimal(18, 2),
    settled_amount decimal(18, 2),
    balance decimal(18, 2),
    amount decimal(18, 2),
    counterparty varchar,
    purpose varchar,
    currency varchar,
    state_at timestamp
)
