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
    whose kind follows from the row's own words; the pieces of a row are told once, with that entry.
    """
    of_columns = " ".join(f"- coalesce({_sum(columns)}, 0)" for _, columns in reading.entries)
    entries = [("", "coalesce(nullif(fee_kind, 'unknown'), 'other')", f"net_amount {of_columns}")]
    entries += [(kind, cell.quoted(kind), _sum(columns)) for kind, columns in reading.entries]
    listed = ", ".join(
        f"{{'of': {cell.quoted(of)}, 'kind': {kind}, 'amount': cast({amount} as decimal(18, 2))}}"
        for of, kind, amount in entries
    )
    key = ", ".join(f"cast({column} as varchar)" for column in reading.format.key or NAMING)
    keyed = (
        f"select *, md5(concat_ws('|', {key})) as row_key, [{listed}] as entries "
        f"from (select *, cast({net_amount(reading)} as decimal(18, 2)) as net_amount from {source})"
    )
    numbered = f"select *, row_number() over (partition by row_key order by source_row) as place from ({keyed})"
    rows = f"select * exclude (entries), unnest(entries) as entry from ({numbered})"
    kind = "entry.kind"
    if reading.format.refund.get("goods_paid_out"):
        kind = "case when entry.kind = 'goods' and entry.amount < 0 then 'refund' else entry.kind end"
    return (
        f"(select * replace (concat_ws('|', row_key, nullif(entry.of, '')) as entry_key, place as entry_number, "
        f"{kind} as fee_kind, net_amount as settled_amount, entry.amount as amount, "
        f"case when entry.of = '' and entry.kind in ('goods', 'refund') then quantity end as quantity) "
        f"from ({rows}) where entry.amount <> 0)"
    )


def net_amount(reading: Reading) -> str:
    """What the row settled, signed: income is positive.

    Ledgers write expense with a minus or without one (export-formats.md, C1), so its sign is taken from the column.
    """
    said = reading.format.money.get("settled_amount")
    if said:
        return signed_sum(said)
    if "settled_amount" in reading.places:
        if not {"direction"} & {*reading.places, *reading.format.constants}:
            return "settled_amount"
        return "case direction when 'out' then -abs(settled_amount) when 'in' then abs(settled_amount) else settled_amount end"
    told = {"income_amount": "coalesce(income_amount, 0)", "expense_amount": "- abs(coalesce(expense_amount, 0))"}
    if (there := [sql for column, sql in told.items() if column in reading.places]) and not reading.entries:
        return " ".join(there)
    return " + ".join(_sum(columns) for _, columns in reading.entries) or "settled_amount"


def _sum(columns: list[tuple[str, str]]) -> str:
    parts = [f"{sign} coalesce({column}, 0)" for sign, column in columns]
    return f"(0 {' '.join(parts)})"
