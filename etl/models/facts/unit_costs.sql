-- One row per product and span of days in which one unit cost holds: [valid_from, valid_to). A bundle costs what its
-- parts cost.
with sold_bundles as (
    select distinct product_key
    from facts.order_lines
    where contains(product_key, '+') or contains(product_key, '*')
),

split_bundles as (
    select
        product_key,
        trim(unnest(string_split(product_key, '+'))) as part
    from sold_bundles
),

-- A merchant code such as A+B*2 names its parts; a table of bundles names those of any other code.
written_parts as (
    select
        product_key as bundle_key,
        regexp_extract(part, '^(.*?)(?:\*([0-9]{1,6}))?$', 1) as product_key,
        coalesce(try_cast(nullif(regexp_extract(part, '^(.*?)(?:\*([0-9]{1,6}))?$', 2), '') as bigint), 1) as quantity
    from split_bundles
),

listed_parts as (
    select
        bundle_key,
        product_key,
        coalesce(quantity, 1) as quantity
    from staging.bundles
    qualify row_number() over (partition by bundle_key, product_key order by upload desc, source_row desc) = 1
),

all_parts as (
    select * from listed_parts
    union all
    select written_parts.* from written_parts
    anti join listed_parts using (bundle_key)
),

parts as (
    select
        bundle_key,
        product_key,
        sum(quantity) as quantity
    from all_parts
    where bundle_key not in (select costs.product_key from facts.table_costs as costs)
    group by bundle_key, product_key
),

starts as (
    select distinct
        parts.bundle_key,
        costs.valid_from
    from parts
    inner join facts.table_costs as costs on parts.product_key = costs.product_key
),

bundle_costs as (
    select
        starts.bundle_key as product_key,
        cast(null as varchar) as product_name,
        cast(sum(costs.unit_cost * parts.quantity) as decimal(18, 6)) as unit_cost,
        starts.valid_from,
        min(costs.upload) as upload,
        arg_min(costs.source_row, (costs.upload, costs.source_row)) as source_row,
        count(*) as parts,
        count(costs.unit_cost) as known
    from starts
    inner join parts on starts.bundle_key = parts.bundle_key
    left join facts.table_costs as costs
        on
            parts.product_key = costs.product_key
            and starts.valid_from >= costs.valid_from
            and starts.valid_from < costs.valid_to
    group by starts.bundle_key, starts.valid_from
)

select
    product_key,
    product_name,
    unit_cost,
    valid_from,
    coalesce(
        lead(valid_from) over (partition by product_key order by valid_from), date '9999-12-31'
    ) as valid_to,
    upload,
    source_row
from bundle_costs
where parts = known
union all
select
    product_key,
    product_name,
    unit_cost,
    valid_from,
    valid_to,
    upload,
    source_row
from facts.table_costs
