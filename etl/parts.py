"""A row of a bundle table → one row per part: `A+B*2` is one A and two B; a single code is a bundle of one part."""


def each_part(source: str) -> str:
    """The rows of `source` with the parts of `product_key` below one another; equal parts of a row are added up.

    A number in the row's own `quantity` column multiplies the number behind the part. A code that ends in a number after a
    letter x ("BOX2") is only split where a sign stands between them: `*`, `×`, or a blank before the x.
    """
    pattern = r"^(.*?)(?:\s*[*×]\s*|\s+[xX]\s*)([0-9]{1,6})$"
    split = (
        f"select *, unnest(list_filter(string_split(replace(product_key, '＋', '+'), '+'), lambda part: trim(part) <> '')) as part "
        f"from {source}"
    )
    read = (
        f"select *, coalesce(nullif(trim(regexp_extract(trim(part), '{pattern}', 1)), ''), trim(part)) as part_key, "
        f"coalesce(try_cast(nullif(regexp_extract(trim(part), '{pattern}', 2), '') as bigint), 1) * coalesce(quantity, 1) "
        f"as part_quantity from ({split})"
    )
    return (
        f"(select * replace (part_key as product_key, cast(sum(part_quantity) over same_part as bigint) as quantity) "
        f"from ({read}) window same_part as (partition by source_row, part_key) "
        f"qualify row_number() over (partition by source_row, part_key order by source_row) = 1)"
    )
