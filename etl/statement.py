"""A row of a statement or ledger → one entry per kind of fee; together they are what the row settled, no fen more or less."""

from etl import cell
from etl.reading import Reading
from etl.sums import signed_sum

# What makes two rows the same row where a ledger gives it no number that is its own.
NAMING = (
    "entry_id",
    "order_id",
    "line_id",
    "refund_id",
    "settled_at",
    "fee_name",
    "direction",
    "net_amount",
    "balance",
)


def each_entry(reading: Reading, source: str) -> str:
    """The rows of `source` with their entries below one another: `fee_kind`, `amount`, `entry_key`, `entry_number`.

    Columns that hold one kind of fee each become entries of that kind. What the row settled beyond them is its main entry,
    whose kind follows from the row's own words.
    """
    net = _net(reading)
    named = [f"[{cell.quoted(kind)}, cast({_sum(columns)} as varchar)]" for kind, columns in reading.entries]
    of_columns = " ".join(f"- coalesce({_sum(columns)}, 0)" for _, columns in reading.entries)
    main = f"[coalesce(nullif(fee_kind, 'unknown'), 'other'), cast(net_amount {of_columns} as varchar)]"
    key = ", ".join(f"cast({column} as varchar)" for column in reading.format.key or NAMING)
    numbered = (
        f"select *, md5(concat_ws('|', {key})) as row_key, [{', '.join([main, *named])}] as entries "
        f"from (select *, cast({net} as decimal(18, 2)) as net_amount from {source})"
    )
    rows = (
        f"select * exclude (entries), unnest(entries) as entry, "
        f"row_number() over (partition by row_key order by source_row) as place from ({numbered})"
    )
    return (
        f"(select * replace (row_key || '|' || entry[1] as entry_key, place as entry_number, entry[1] as fee_kind, "
        f"coalesce(settled_amount, net_amount) as settled_amount, cast(entry[2] as decimal(18, 2)) as amount) "
        f"from ({rows}) where cast(entry[2] as decimal(18, 2)) <> 0)"
    )


def _net(reading: Reading) -> str:
    """What the row settled, signed: income is positive. Null where only its columns tell.

    Ledgers write expense with a minus or without one (export-formats.md, C1), so its sign is taken from the column.
    """
    said = reading.format.money.get("settled_amount")
    if said:
        return signed_sum(said)
    if {"income_amount", "expense_amount"} & set(reading.places):
        return "coalesce(income_amount, 0) - abs(coalesce(expense_amount, 0))"
    if "direction" in reading.places:
        return "case direction when 'out' then -abs(settled_amount) when 'in' then abs(settled_amount) else settled_amount end"
    return "settled_amount"


def _sum(columns: list[tuple[str, str]]) -> str:
    parts = [f"{sign} coalesce({column}, 0)" for sign, column in columns]
    return f"(0 {' '.join(parts)})"
