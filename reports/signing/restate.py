"""What became of the signed weeks: signed + restatements = recomputed, to the fen, each line with its cause and its day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from book import book
from book.engagement import KIND as ENGAGEMENT
from reports.carried import Carried
from reports.kept import kept
from reports.metric import Figure, Figures, metrics, plain
from reports.scope import Scope
from reports.signing.changes import CAUSES, Known, changes
from reports.signing.evidence import Evidence, days_of, evidence
from reports.signing.signatures import Signature, confirmed, first_unsigned, local, signatures
from reports.weekly import weekly
from warehouse import Shop

# The figures whose way from signed to today is shown; every one of them is a signed sum of rows.
RESTATED = (
    "orders",
    "units",
    "gross_sales",
    "refunds",
    "net_sales",
    "product_cost",
    "ad_spend",
    "platform_fees",
    "fulfilment_cost",
    "service_fee",
    "other_costs",
    "total_cost",
    "net_profit",
)
KEPT = 512
_kept: dict[tuple[str, ...], "Restatement"] = {}  # by build, signature and engagement, so that shops never meet


@dataclass(frozen=True)
class Line:
    """What one cause changed in one summed figure, as far as it became known on one day."""

    figure: str
    cause: str
    known: date
    amount: Decimal
    subjects: int  # orders, ad rows, cost entries that changed


@dataclass(frozen=True)
class Restatement:
    """One signed week: what was signed, what the rows say today, and what lies between."""

    signature: Signature
    today: Figures
    lines: tuple[Line, ...]
    rows: pa.Table | None  # every difference: part, cause, known, subject, both amounts, fact, file, sheet, row
    carried: tuple[Carried, ...]  # what weeks signed later show already

    @property
    def week_start(self) -> date:
        """The Monday of the signed week."""
        return self.signature.week_start

    @property
    def open(self) -> tuple[Carried, ...]:
        """What no signed week shows yet: it stands in the first week that is not signed."""
        left: dict[tuple[str, str], Decimal] = {}
        for line in self.lines:
            left[line.figure, line.cause] = left.get((line.figure, line.cause), Decimal(0)) + line.amount
        for each in self.carried:
            left[each.figure, each.cause] = left.get((each.figure, each.cause), Decimal(0)) - each.amount
        return tuple(Carried(self.week_start, *key, left[key]) for key in sorted(left, key=_order) if left[key])

    def change(self, figure: str) -> Decimal:
        """By how much a figure is another one today."""
        return total(self.lines, figure)

    def as_json(self) -> dict[str, Any]:
        """One week of `reports restatements --json`."""
        signed = self.signature.figures
        return {
            "week_start": self.week_start.isoformat(),
            "version": self.signature.version,
            "signed_at": self.signature.at.isoformat(timespec="seconds"),
            "signer": self.signature.signer,
            "figures": {
                name: {
                    "signed": plain(signed[name], metrics()[name].unit),
                    "restated": plain(self.change(name), metrics()[name].unit),
                    "today": plain(self.today[name], metrics()[name].unit),
                }
                for name in RESTATED
            },
            "lines": [
                {
                    "figure": line.figure,
                    "cause": line.cause,
                    "known": line.known.isoformat(),
                    "amount": plain(line.amount, metrics()[line.figure].unit),
                    "subjects": line.subjects,
                }
                for line in self.lines
            ],
            "carried": [each.as_json() for each in self.carried],
            "open": [each.as_json() for each in self.open],
        }


def restatements(scope: Scope) -> list[Restatement]:
    """Every signed week against the newest build, the oldest first; each on the basis and in the book it was signed in."""
    signed = confirmed(signatures(scope.shop))
    return _against(scope, [week for week in signed if _within(week, scope)], signed)


def _against(scope: Scope, weeks: Iterable[date], signed: Mapping[date, Signature]) -> list[Restatement]:
    """Signed weeks against the newest build. Only a week whose days or figures are others than they were is read row by row."""
    source = scope.reader
    days, figures, found = days_of(source), dict[tuple[str, str], dict[date, Figures]](), []
    for week in weeks:
        signature = signed[week]
        carried = tuple(each for one in signed.values() for each in one.carried if each.week_start == week)
        asked = Scope(scope.shop, None, None, signature["refunds"], signature["book"], source)
        basis = (asked.refunds, asked.book)
        if basis not in figures:
            figures[basis] = {each.week_start: each.figures for each in weekly(asked).weeks}
        today = figures[basis].get(week)
        if today and signature["days"] == days.get(week, "") and _sums(today) == _sums(signature.figures):
            found.append(Restatement(signature, today, (), None, carried))
        else:
            found.append(_row_by_row(asked, signature, carried))
    return found


def _row_by_row(scope: Scope, signature: Signature, carried: tuple[Carried, ...]) -> Restatement:
    """Kept for as long as the build, the signature and the engagement are the same ones: a past week may differ for good."""
    agreed = [entry.hash for entry in book(scope.shop).entries(ENGAGEMENT)]
    key = (str(scope.reader.path), str(scope.reader.has_costs), signature.entry.hash, *agreed[-1:])
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = _compared(scope, signature)
    return replace(_kept[key], carried=carried)


def _compared(scope: Scope, signature: Signature) -> Restatement:
    present = evidence(scope, signature.week_start)
    rows = since(scope, signature, present)
    groups = rows.group_by(["part", "cause", "known"]).aggregate([("amount", "sum"), ("amount", "count")]).to_pylist()
    lines = [
        Line(each["part"], each["cause"], each["known"], each["amount_sum"], each["amount_count"]) for each in groups
    ]
    lines.sort(key=lambda line: (*_order((line.figure, line.cause)), line.known))
    return Restatement(signature, present.figures, tuple(lines), rows, ())


def _sums(figures: Figures) -> dict[str, Figure]:
    return {name: figures[name] for name, metric in metrics().items() if metric.sums}


def since(scope: Scope, signature: Signature, present: Evidence) -> pa.Table:
    """Every row that differs between a signature, or a submission, and today."""
    if present.fingerprint == signature.fingerprint:
        none = present.rows.slice(0, 0)
        return changes(scope.shop, none, none, _known(scope.shop, signature, present))
    return changes(scope.shop, signature.rows(scope.shop), present.rows, _known(scope.shop, signature, present))


@kept
def carried_into(scope: Scope, week_start: date) -> tuple[Carried, ...]:
    """What the signed weeks before an open one leave to it. A signed week shows what it was signed with."""
    signed = confirmed(signatures(scope.shop))
    if week_start in signed:
        return signed[week_start].carried
    earlier = [week for week in signed if first_unsigned(week, signed) == week_start]
    return tuple(each for found in _against(scope, earlier, signed) for each in found.open)


def total(lines: Iterable[Line | Carried], figure: str) -> Decimal:
    """What lines change in a figure: their own sum, or that of the figures it is made of."""
    found = list(lines)
    parts = weights(figure)
    return sum((parts[line.figure] * line.amount for line in found if line.figure in parts), Decimal(0))


def weights(figure: str) -> dict[str, int]:
    """The summed figures that a figure is the signed sum of."""
    metric = metrics()[figure]
    if metric.sums:
        return {figure: 1}
    return {name: sign * weight for part, sign in metric.parts for name, weight in weights(part).items()}


def _within(week: date, scope: Scope) -> bool:
    return (scope.first is None or week >= scope.first) and (scope.last is None or week <= scope.last)


def _agreed_on(shop: Shop, signature: Signature) -> date | None:
    """The day of the newest change of the engagement since a signature."""
    later = [each for each in book(shop).entries(ENGAGEMENT) if each.number > signature.entry.number]
    return local(later[-1].written_at).date() if later else None


def _known(shop: Shop, signature: Signature, present: Evidence) -> Known:
    return Known(
        last_upload=signature["last_upload"],
        signed_on=signature.at.date(),
        agreed_on=_agreed_on(shop, signature),
        program_changed=signature["program"] != present.program,
        cleaned=signature["book"] == "cleaned",
    )


def _order(key: tuple[str, str]) -> tuple[int, int]:
    figure, cause = key
    return list(metrics()).index(figure), CAUSES.index(cause)
