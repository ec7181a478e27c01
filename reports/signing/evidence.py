"""What a signature stands on: every row behind the figures of a week, the fingerprint of them, and of what they mean."""

import hashlib
import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from book import book
from book.engagement import KIND as ENGAGEMENT
from reports.contract.accrual import accrual
from reports.metric import Figures, metrics
from reports.scope import Scope
from reports.signing.rules import RowsDiffer
from reports.trace import selects
from reports.weekly import weekly
from warehouse import Reader

BRUSHING = "brushing"  # the part of rows that are in no figure: the orders that the merchant listed when this was asked
# What a row is known by wherever it was loaded; the numbers of uploads and the names of files may differ.
IDENTITY = (
    "part", "fact", "subject", "amount", "sha256", "sheet", "row", "split_sha256", "split_row", "price_sha256", "price_row",
)  # fmt: skip
ROWS = """
select
    rows.part, rows.fact, rows.subject, cast(rows.amount as decimal(18, 2)) as amount, files.entity,
    rows.upload, files.sha256, files.file, files.sheet, rows.source_row as row,
    rows.split_upload, splits.sha256 as split_sha256, rows.split_row,
    rows.price_upload, prices.sha256 as price_sha256, prices.file as price_file, rows.price_row
from (
    select null::integer as price_upload, null::bigint as price_row where false
    union all by name {}
) as rows
left join staging.uploads as files on rows.upload = files.upload
left join staging.uploads as splits on rows.split_upload = splits.upload
left join staging.uploads as prices on rows.price_upload = prices.upload
order by all
"""
# Orders on the merchant's list, with the row of the list as what "priced" them.
LISTED = """
select
    'line_values' as fact, 'brushing' as part, lines.order_id as subject, lines.gross_amount as amount, lines.upload, lines.source_row,
    lines.split_upload, lines.split_row, marks.upload as price_upload, marks.source_row as price_row
from facts.line_values as lines
inner join facts.brushing as marks on lines.order_id = marks.order_id
where lines.paid_date between $1 and $2
union all
select
    'refund_values', 'brushing', backs.order_id, backs.refund_amount, backs.upload, backs.source_row,
    backs.split_upload, backs.split_row, marks.upload, marks.source_row
from facts.refund_values as backs
inner join facts.brushing as marks on backs.order_id = marks.order_id
where backs.refund_date between $1 and $2
"""


@dataclass(frozen=True)
class Evidence:
    """The figures of one week and the rows they are the sums of, as one build tells them."""

    week_start: date
    refunds: str
    book: str
    currency: str
    build: str
    figures: Figures
    missing: tuple[str, ...]
    rows: pa.Table
    last_upload: int  # the highest number of an upload that the build has read
    program: str  # fingerprint of the catalogue of figures and of the models
    definitions: str  # the same with what was agreed
    days: str  # fingerprint of the week's days in the mart

    @property
    def fingerprint(self) -> str:
        """Equal rows, equal fingerprint: over what the rows are, not over how they are stored."""
        return fingerprint(self.rows)

    @property
    def uploads(self) -> list[dict[str, Any]]:
        """Every sheet that a row came from, was split by or priced by."""
        found: dict[int, str] = {}
        for number, mark in (("upload", "sha256"), ("split_upload", "split_sha256"), ("price_upload", "price_sha256")):
            pairs = self.rows.select([number, mark]).group_by([number, mark]).aggregate([]).to_pylist()
            found |= {each[number]: each[mark] for each in pairs if each[number] is not None}
        return [{"upload": number, "sha256": found[number]} for number in sorted(found)]

    @property
    def parquet(self) -> bytes:
        """The rows as they are kept with the signature."""
        return to_parquet(self.rows)


def evidence(scope: Scope, week_start: date) -> Evidence:
    """The figures of a whole week with the rows behind them, from one build. Raises NoBuild, RowsDiffer."""
    source = scope.reader
    asked = Scope(scope.shop, week_start, week_start + timedelta(days=6), scope.refunds, scope.book, source)
    answer = weekly(asked)
    week = next(iter(answer.weeks), None)  # None: everything was taken out again
    figures = week.figures if week else dict.fromkeys(metrics())
    contract = accrual(asked, week_start, week_start + timedelta(days=6))
    sqls = [sql for name in summed_names() for sql in selects(name, asked, 1, contract)]
    union = " union all by name ".join(f"({sql})" for sql in [*sqls, LISTED])
    rows = source.arrow(ROWS.format(union), [asked.first, asked.last])
    for name, amount in sums(rows).items():
        if name in metrics() and figures[name] is not None and Decimal(figures[name] or 0) != amount:
            raise RowsDiffer(name)
    [made] = source.rows(
        "select (select max(version) from staging.made_by) as version, (select max(upload) from staging.uploads) as last"
    )
    program = _hash((Path(__file__).parent.parent / "metrics.toml").read_text("utf-8"), made["version"])
    agreed = [entry.hash for entry in book(scope.shop).entries(ENGAGEMENT) if not entry.subject.startswith("people")]
    return Evidence(
        week_start=week_start,
        refunds=scope.refunds,
        book=scope.book,
        currency=answer.currency,
        build=answer.build,
        figures=figures,
        missing=week.missing if week else (),
        rows=rows,
        last_upload=made["last"] or 0,
        program=program,
        definitions=_hash(program, *agreed),
        days=days_of(source).get(week_start, ""),
    )


def days_of(source: Reader) -> dict[date, str]:
    """The fingerprint of every week's days: where it is what it was, no sum of the week is another one."""
    found = source.rows(
        "select cast(date_trunc('week', day) as date) as week, "
        "md5(string_agg(cast(daily as varchar), '|' order by platform, day, is_brushing)) as said "
        "from marts.daily as daily group by cast(date_trunc('week', day) as date)"
    )
    return {each["week"]: each["said"] for each in found}


def summed_names() -> tuple[str, ...]:
    """The figures that are sums of rows; every other amount follows from them."""
    return tuple(name for name, metric in metrics().items() if metric.sums)


def sums(rows: pa.Table) -> dict[str, Decimal]:
    """What the rows add up to, by part."""
    groups = rows.group_by("part").aggregate([("amount", "sum")]).to_pylist()
    return dict.fromkeys(summed_names(), Decimal("0.00")) | {each["part"]: each["amount_sum"] for each in groups}


def fingerprint(rows: pa.Table) -> str:
    """The sha256 of the rows' identities, in their order."""
    said = hashlib.sha256()
    ordered = rows.select(list(IDENTITY)).sort_by([(name, "ascending") for name in IDENTITY])
    for batch in ordered.to_batches(max_chunksize=65536):
        text = io.BytesIO()
        pc.write_csv(batch, text)
        said.update(text.getvalue())
    return said.hexdigest()


def to_parquet(rows: pa.Table) -> bytes:
    """A table as one Parquet file."""
    file = io.BytesIO()
    pq.write_table(rows, file, compression="zstd")
    return file.getvalue()


def from_parquet(content: bytes) -> pa.Table:
    """The table that was kept as one Parquet file."""
    return pq.read_table(pa.BufferReader(content))


def _hash(*texts: object) -> str:
    return hashlib.sha256("\n".join(map(str, texts)).encode()).hexdigest()
