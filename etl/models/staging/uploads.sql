-- One row per upload: one sheet of one file.
create table staging.uploads (
    upload integer,
    sha256 varchar,
    file varchar,
    sheet varchar,
    format varchar,
    entity varchar,
    platform varchar,
    exported_at timestamp,
    period_from date,
    period_to date,
    row_count bigint,
    currency varchar
)
