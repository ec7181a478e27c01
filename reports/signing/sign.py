"""Signing a week: the agency submits it, somebody else confirms it for the merchant; then nothing that arrives later changes it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from book import Change, book
from book.engagement import Engagement
from reports.carried import Carried
from reports.metric import metrics, plain
from reports.people import same, sides
from reports.scope import Scope, monday, span
from reports.signing.evidence import Evidence, evidence
from reports.signing.restate import carried_into, since
from reports.signing.rules import (
    ChangedSinceSubmission,
    NothingSubmitted,
    NothingToRestate,
    NotTheirSide,
    ReasonNeeded,
    SameSigner,
    SourceMissing,
    UnknownSigner,
    WeekNotOver,
    WeekUnknown,
)
from reports.signing.signatures import KIND, SHOP_TIME, Signature, Signed, signatures
from reports.weekly import Week, weekly
from warehouse import access

SIDE = {"submitted": "agency", "confirmed": "merchant", "returned": "merchant"}
# Visits are in no figure that is signed; every other source that the shop has must cover the week.
NOT_REQUIRED = ("traffic",)


@dataclass(frozen=True)
class WeekState:
    """Where a week stands: open, complete, submitted, returned or confirmed; and every step that led there."""

    week_start: date
    state: str
    missing: tuple[str, ...]  # required sources that are silent on days of the week
    is_over: bool
    signed: Signed

    def as_json(self) -> dict[str, Any]:
        """One week of `reports state --json`."""
        return {
            "week_start": self.week_start.isoformat(),
            "state": self.state,
            "version": self.signed.version,
            "missing": list(self.missing),
            "over": self.is_over,
            "steps": [
                {
                    "step": each.step,
                    "version": each.version,
                    "signer": each.signer,
                    "side": each["side"],
                    "verified": each["verified"],
                    "at": each.at.isoformat(timespec="seconds"),
                    "why": each.entry.why,
                    "fingerprint": each["fingerprint"],
                    "definitions": each["definitions"],
                    "entry": each.entry.number,
                }
                for each in self.signed.steps
            ],
        }


def states(scope: Scope, today: date | None = None) -> list[WeekState]:
    """Every week the shop knows anything of, the oldest first. Raises NoBuild."""
    known = span(scope.reader)
    if known is None:
        return []
    first, last = max(scope.first or known[0], known[0]), min(scope.last or known[1], known[1])
    if last < first:
        return []
    whole = Scope(scope.shop, monday(first), monday(last) + timedelta(days=6), scope.refunds, scope.book, scope.source)
    found = signatures(scope.shop)
    return [
        _state(week, found.get(week.week_start, Signed(week.week_start)), today or now())
        for week in weekly(whole).weeks
    ]


def state(scope: Scope, week_start: date, today: date | None = None) -> WeekState:
    """One week. Raises NoBuild, WeekUnknown."""
    whole = Scope(scope.shop, week_start, week_start + timedelta(days=6), scope.refunds, scope.book, scope.source)
    known = span(scope.reader)
    if known is None or not monday(known[0]) <= week_start <= known[1]:
        raise WeekUnknown(week_start)
    [found] = states(whole, today)
    return found


def sign(
    scope: Scope,
    week_start: date,
    step: str,
    signer: str,
    agreed: Engagement,
    why: str = "",
    seen: int | None = None,
    today: date | None = None,
) -> Signature:
    """Submit, confirm or return a week; it is in the book when this returns.

    `seen` is the newest entry of the week that the signer has seen; when another one stands there by now nothing is
    written. Raises Refused (see rules), NotGranted, NotYou, ChangedMeanwhile, NoBuild, BookUnreachable.
    """
    access.demand(access.SIGN, scope.shop.name)
    stands = state(scope, week_start, today)
    seen = stands.signed.seen if seen is None else seen
    _fitting(step, signer, agreed)
    body: dict[str, Any]
    attached: dict[str, bytes] = {}
    if step == "submitted":
        found = evidence(scope, week_start)
        version, carried = _version(stands.signed, found), _carried(scope, stands.signed, week_start)
        if (stands.missing or not stands.is_over) and not why.strip():
            raise ReasonNeeded(week_start)
        content = found.parquet
        rows = hashlib.sha256(content).hexdigest()
        body, attached = _body(found, rows, carried, version, stands, book(scope.shop).last), {rows: content}
    else:
        submitted = stands.signed.pending
        if submitted is None:
            raise NothingSubmitted(week_start)
        if step == "returned" and not why.strip():
            raise ReasonNeeded(week_start)
        if step == "confirmed":
            _may_confirm(stands, submitted, signer)
            _unchanged(scope, submitted)
        body = dict(submitted.entry.body)
    signed = body | {"step": step, "side": SIDE[step], "signer": signer, "verified": access.current().name is not None}
    [entry] = book(scope.shop).append(
        [Change(KIND, week_start.isoformat(), signed, since=seen)], who=signer, why=why.strip(), attachments=attached
    )
    return Signature(entry)


def now() -> date:
    """Today, by the shop's clock."""
    return datetime.now(UTC).astimezone(SHOP_TIME).date()


def _state(week: Week, signed: Signed, today: date) -> WeekState:
    missing = tuple(source for source in week.missing if source not in NOT_REQUIRED)
    is_over = today > week.week_start + timedelta(days=6)
    if signed.pending:
        name = "submitted"
    elif signed.returned:
        name = "returned"
    elif signed.in_force:
        name = "confirmed"
    else:
        name = "complete" if is_over and not missing else "open"
    return WeekState(week.week_start, name, missing, is_over, signed)


def _fitting(step: str, signer: str, agreed: Engagement) -> None:
    """A signer is one of the people of the engagement, on the side that takes this step."""
    known = sides(agreed, signer)
    if not known:
        raise UnknownSigner(signer)
    if SIDE[step] not in known:
        raise NotTheirSide(signer)


def _may_confirm(stands: WeekState, submitted: Signature, signer: str) -> None:
    if same(submitted.signer, signer):
        raise SameSigner(signer)
    if not stands.is_over:
        raise WeekNotOver(stands.week_start)


def _unchanged(scope: Scope, submitted: Signature) -> None:
    """What is confirmed is whole, and exactly what was submitted."""
    asked = Scope(scope.shop, None, None, submitted["refunds"], submitted["book"], scope.source)
    found = evidence(asked, submitted.week_start)
    if missing := [source for source in found.missing if source not in NOT_REQUIRED]:
        raise SourceMissing(missing)
    groups = since(asked, submitted, found).group_by("part").aggregate([("amount", "sum")]).to_pylist()
    changed = [f"{each['part']} {plain(each['amount_sum'], metrics()[each['part']].unit)}" for each in groups]
    if found.fingerprint != submitted.fingerprint and not changed:
        changed = ["rows"]
    if found.definitions != submitted["definitions"]:
        changed.append("definitions")
    if submitted.carried != carried_into(asked, submitted.week_start) and submitted.version == 1:
        changed.append("carried")
    if changed:
        raise ChangedSinceSubmission(changed)


def _version(signed: Signed, found: Evidence) -> int:
    """The version that a submission would become."""
    force = signed.in_force
    if force and force.fingerprint == found.fingerprint and force["definitions"] == found.definitions:
        raise NothingToRestate(found.week_start)
    return signed.version + 1


def _carried(scope: Scope, signed: Signed, week_start: date) -> tuple[Carried, ...]:
    """A week signed anew keeps what it carried: only its own rows are restated."""
    return signed.in_force.carried if signed.in_force else carried_into(scope, week_start)


def _body(
    found: Evidence, rows: str, carried: tuple[Carried, ...], version: int, stands: WeekState, entry: int
) -> dict[str, Any]:
    names = [name for name, metric in metrics().items() if not metric.over]
    return {
        "version": version,
        "figures": {name: plain(found.figures[name], metrics()[name].unit) for name in names},
        "refunds": found.refunds,
        "book": found.book,
        "currency": found.currency,
        "fingerprint": found.fingerprint,
        "definitions": found.definitions,
        "program": found.program,
        "days": found.days,
        "uploads": found.uploads,
        "last_upload": found.last_upload,
        "rows": rows,
        "carried": [each.as_json() for each in carried],
        "missing": [*stands.missing, *([] if stands.is_over else ["end"])],
        "build": found.build,
        "engagement": entry,
    }
