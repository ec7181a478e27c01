"""Was a file touched? What two exports of the same days, or a file in itself, do not agree about. It asks, never accuses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from etl import register
from etl.entity import entities, types_of
from etl.register import Upload
from etl.upsert import ORDERS
from warehouse import N_, NoBuild, Reader, Shop, reader

# What is said of one and of several; {amount} is filled by whoever shows it.
LACKING_ORDERS = (
    N_("Upload {upload} is newer and has {rows} order fewer than upload {other} for the same days ({amount}). Was one of them edited?"),
    N_("Upload {upload} is newer and has {rows} orders fewer than upload {other} for the same days ({amount}). Was one of them edited?"),
)  # fmt: skip
LACKING_ROWS = (
    N_("Upload {upload} is newer and has {rows} row fewer than upload {other} for the same days ({amount}). Was one of them edited?"),
    N_("Upload {upload} is newer and has {rows} rows fewer than upload {other} for the same days ({amount}). Was one of them edited?"),
)  # fmt: skip
WENT_BACK = (
    N_("Upload {upload} was exported after upload {other} and shows {rows} row in an earlier state (no longer paid, or not yet shipped). Was it edited?"),
    N_("Upload {upload} was exported after upload {other} and shows {rows} rows in an earlier state (no longer paid, or not yet shipped). Were they edited?"),
)  # fmt: skip
WENT_BACK_UNDATED = (
    N_("Upload {upload} was loaded after upload {other} and shows {rows} row in an earlier state (no longer paid, or not yet shipped). Is it older, or edited?"),
    N_("Upload {upload} was loaded after upload {other} and shows {rows} rows in an earlier state (no longer paid, or not yet shipped). Is it older, or edited?"),
)  # fmt: skip
CHANGED = (
    N_("{rows} row has another amount in upload {upload} than in upload {other}, without a refund ({amount}). Was it edited?"),
    N_("{rows} rows have other amounts in upload {upload} than in upload {other}, without a refund ({amount}). Were they edited?"),
)  # fmt: skip
BROKEN = (
    N_("“{check}” does not hold on {rows} row of {of}. Was something edited?"),
    N_("“{check}” does not hold on {rows} rows of {of}. Was something edited?"),
)
HOLES = (
    N_("In the column {column} {rows} number is missing ({first}). Was a row deleted?"),
    N_("In the column {column} {rows} numbers are missing ({first}). Were rows deleted?"),
)
HIDDEN = (
    N_("{rows} row is hidden in the workbook; it is counted. Was it hidden on purpose?"),
    N_("{rows} rows are hidden in the workbook; they are counted. Were they hidden on purpose?"),
)

# The state of a row is told by two exports, o the older one and n the newer: when does the newer contradict the older?
UNPAID = "(o.paid_at is not null and n.paid_at is null and n.upload in (select upload from staging.{entity} where paid_at is not null))"
BACKWARDS = f"({UNPAID} or n.status_rank between 1 and o.status_rank - 1)"
OTHER_AMOUNT = (
    "(o.paid_at is not null and n.paid_at is not null and o.gross_amount <> n.gross_amount "
    "and coalesce(o.refund_amount, 0) = coalesce(n.refund_amount, 0))"
)
# A day of ads may change until it is over.
OTHER_SPEND = "(o.spend <> n.spend and cast(o.state_at as date) > o.ad_date)"
PAIRS = """
select
    o.upload as older,
    n.upload as newer,
    greatest(o.period_from, n.period_from) as first,
    least(o.period_to, n.period_to) as last,
    o.exported_at is not null and n.exported_at is not null as is_dated,
    (o.period_from >= n.period_from and o.period_to <= n.period_to)
    or (n.period_from >= o.period_from and n.period_to <= o.period_to) as is_same_span
from staging.uploads as o
join staging.uploads as n on o.format = n.format and o.platform = n.platform and o.upload <> n.upload
where
    o.entity = '{entity}'
    and case
        when o.exported_at <> n.exported_at then o.exported_at < n.exported_at
        else o.upload < n.upload
    end
    and o.period_from <= n.period_to and n.period_from <= o.period_to
"""


@dataclass(frozen=True)
class Finding:
    """One question about an upload, or about two that tell the same days; `amount` is money, None where none is meant."""

    kind: str  # missing_rows, went_back, changed_amount, broken_identity, holes, hidden_rows
    upload: int
    other: int | None
    rows: int
    amount: Decimal | None
    sentence: str  # English; whoever shows it translates it first and fills it afterwards
    fields: dict[str, Any] = field(default_factory=dict)

    def filled(self, template: str, amount: str, **fields: str) -> str:
        """The template (possibly translated) with the finding's values in it."""
        return template.format(
            **{
                "upload": self.upload,
                "other": self.other,
                "rows": f"{self.rows:,}",
                "amount": amount,
                **self.fields,
                **fields,
            }
        )

    def as_json(self) -> dict[str, Any]:
        """One entry of `register --json`."""
        return {
            "kind": self.kind,
            "upload": self.upload,
            "other_upload": self.other,
            "rows": self.rows,
            "amount": str(self.amount) if self.amount is not None else None,
            "message": self.filled(self.sentence, f"¥{self.amount or 0:,.2f}"),
        }


def findings(shop: Shop) -> list[Finding]:
    """Every question about the uploads that count: about pairs of them first, the newest first."""
    uploads = register.active(shop)
    try:
        source = reader(shop)
    except NoBuild:
        return []
    between = [
        each for entity, known in sorted(entities().items()) if known.source for each in _between(source, entity)
    ]
    within = [each for upload in uploads for each in _within(upload)]
    return [*sorted(between, key=lambda each: (-each.upload, -(each.other or 0), each.kind)), *reversed(within)]


def _between(source: Reader, entity: str) -> Iterator[Finding]:
    """What pairs of uploads of one format do not agree about."""
    pairs = source.rows(PAIRS.format(entity=entity))
    if not pairs:
        return
    dated = {(each["newer"], each["older"]): each["is_dated"] for each in pairs}
    for newer, older, rows, amount in _asked(source, _lacking(entity)):
        sentences = LACKING_ORDERS if entity in ORDERS else LACKING_ROWS
        yield Finding("missing_rows", newer, older, rows, amount, _one_of(sentences, rows))
    if entity in ORDERS:
        for newer, older, rows, _ in _asked(source, _met(entity, BACKWARDS.format(entity=entity))):
            sentences = WENT_BACK if dated[newer, older] else WENT_BACK_UNDATED
            yield Finding("went_back", newer, older, rows, None, _one_of(sentences, rows))
    if money := entities()[entity].sum:
        test = OTHER_AMOUNT if entity in ORDERS else OTHER_SPEND if entity == "ad_spend" else f"o.{money} <> n.{money}"
        for newer, older, rows, amount in _asked(source, _met(entity, test)):
            yield Finding("changed_amount", newer, older, rows, amount, _one_of(CHANGED, rows))


def _asked(source: Reader, sql: str) -> list[tuple[int, int, int, Decimal | None]]:
    return [(each["newer"], each["older"], each["number"], each["amount"]) for each in source.rows(sql)]


def _lacking(entity: str) -> str:
    """What the older of two exports of the same span tells of their common days and the newer does not."""
    subject = "distinct (told.platform, told.order_id)" if entity in ORDERS else "*"
    money = f"told.{entities()[entity].sum}" if entities()[entity].sum else "cast(null as decimal(18, 2))"
    paid = " filter (where told.paid_at is not null)" if entity in ORDERS else ""
    same_shop = (
        f"and (pairs.newer, coalesce(told.shop_name, '')) in "
        f"(select (upload, coalesce(shop_name, '')) from staging.{entity}) "
        if "shop_name" in types_of(entity)
        else ""
    )
    return (
        f"with pairs as ({PAIRS.format(entity=entity)}) "
        f"select pairs.newer, pairs.older, count({subject}) as number, coalesce(sum({money}){paid}, 0) as amount "
        f"from pairs join staging.{entity} as told on told.upload = pairs.older "
        f"and cast(told.{entities()[entity].clock} as date) between pairs.first and pairs.last {same_shop}"
        f"anti join staging.{entity} as again on again.upload = pairs.newer and {_same_key(entity, 'told', 'again')} "
        f"where pairs.is_same_span group by pairs.newer, pairs.older"
    )


def _met(entity: str, test: str) -> str:
    """Rows that both exports of a pair tell and that pass a test."""
    money = entities()[entity].sum
    return (
        f"with pairs as ({PAIRS.format(entity=entity)}) "
        f"select pairs.newer, pairs.older, count(*) as number, sum(n.{money} - o.{money}) as amount "
        f"from pairs join staging.{entity} as o on o.upload = pairs.older "
        f"join staging.{entity} as n on n.upload = pairs.newer and {_same_key(entity, 'o', 'n')} "
        f"where {test} group by pairs.newer, pairs.older"
    )


def _same_key(entity: str, left: str, right: str) -> str:
    # One row of an ad report stands once per attribution window.
    keys = (*entities()[entity].key, *(("attribution_window",) if entity == "ad_spend" else ()))
    return " and ".join(f"{left}.{key} is not distinct from {right}.{key}" for key in keys)


def _within(upload: Upload) -> Iterator[Finding]:
    """What an upload's own checks found when it was loaded."""
    for check in upload.identities:
        if check["broken"]:
            said = {"check": check["sentence"], "of": f"{check['rows']:,}"}
            sentence = _one_of(BROKEN, check["broken"])
            yield Finding("broken_identity", upload.upload, None, check["broken"], None, sentence, said)
    if upload.holes:
        missing = int(upload.holes["missing"])
        listed = ", ".join(map(str, upload.holes["first"])) + (" …" if missing > len(upload.holes["first"]) else "")
        said = {"column": upload.holes["column"], "first": listed}
        yield Finding("holes", upload.upload, None, missing, None, _one_of(HOLES, missing), said)
    for note in upload.notes:
        name, _, number = note.partition(":")
        if name == "hidden_rows":
            yield Finding("hidden_rows", upload.upload, None, int(number), None, _one_of(HIDDEN, int(number)))


def _one_of(sentences: Sequence[str], number: int) -> str:
    return sentences[0] if number == 1 else sentences[1]
