"""What is needed from the merchant: files, costs, signatures, answers and kept promises that are owed."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from book import book
from book.engagement import Engagement
from reports.claims.record import DIFFERENCE
from reports.contract.said import Said, say
from reports.metric import metrics
from reports.people import sides
from reports.products import products
from reports.review.finding import Finding
from reports.review.scored import KEPT, MISSED, Score
from reports.review.span import Held
from reports.scope import Scope
from reports.signing.sign import states
from warehouse import N_, NoBuild

SOURCES = {
    "orders": N_("orders"),
    "ads": N_("ad spend"),
    "refunds": N_("refunds"),
    "settlement": N_("settlement"),
    "traffic": N_("traffic"),
    "stock": N_("stock"),
}
BEGUN = "select source, min(day) as first from marts.coverage group by source"
NAMED = 3  # products of a sentence
WAITING = ("asked", "disputed")  # states of a difference in which somebody owes an answer


def needed(scope: Scope, now: Held, agreed: Engagement, scores: Iterable[Score]) -> tuple[Finding, ...]:
    """Everything that the merchant owes of these days."""
    return (
        *_files(scope, now),
        *_costs(scope, now),
        *_weeks(scope, now),
        *_differences(scope, now, agreed),
        *_promises(scores),
    )


def _files(scope: Scope, now: Held) -> list[Finding]:
    """Days without a file of a source that the shop has had by then."""
    begun = {row["source"]: row["first"] for row in scope.reader.rows(BEGUN)}
    text = N_("{source}: {days} of {whole} days have no file ({named}).")
    owed = {source: [day for day in days if day >= begun[source]] for source, days in now.missing.items()}
    return [
        Finding("file_missing", say(text, source=say(SOURCES.get(source, source)), days=len(days), whole=now.period.days, named=runs(days)), page="files")
        for source, days in owed.items() if days
    ]  # fmt: skip


def runs(days: Iterable[date]) -> tuple[Said | date, ...]:
    """Days in a row as their first and last."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return tuple(a if a == b else say(N_("{first} – {last}"), first=a, last=b) for a, b in found)


def _costs(scope: Scope, now: Held) -> list[Finding]:
    amount = now.figures.get("sales_without_cost")
    if not amount:
        return []
    asked = Scope(scope.shop, now.period.first, now.period.last, scope.refunds, scope.book, scope.source)
    without = [each for each in products(asked).products if each.figures["sales_without_cost"]]
    without.sort(key=lambda each: -Decimal(each.figures["sales_without_cost"] or 0))
    names = tuple(each.name or each.key or say(N_("lines without a product code")) for each in without[:NAMED])
    said = say(
        N_("Products without a unit cost: {count} ({names}), {amount} of sales; so the profit is a range."),
        count=len(without),
        names=names,
        amount=Decimal(amount),
    )
    return [Finding("cost_missing", said, Decimal(amount), "costs")]


def _weeks(scope: Scope, now: Held) -> list[Finding]:
    """Weeks of the month that the agency has submitted and the merchant has not answered."""
    asked = Scope(scope.shop, now.period.first, now.period.last, scope.refunds, scope.book, scope.source)
    try:
        waiting = [each.week_start for each in states(asked, now.period.last) if each.state == "submitted"]
    except NoBuild:
        return []
    if not waiting:
        return []
    said = say(
        N_("Submitted weeks that wait for the merchant's signature: {count} ({weeks})."),
        count=len(waiting),
        weeks=tuple(waiting),
    )
    return [Finding("week_unsigned", said, page="reconcile")]


def _differences(scope: Scope, now: Held, agreed: Engagement) -> list[Finding]:
    """Differences of these days' weeks that somebody of the merchant was asked about."""
    found = []
    for subject, entry in sorted(book(scope.shop).in_force(DIFFERENCE).items()):
        week, _blank, figure = subject.partition(" ")
        start, said = date.fromisoformat(week), entry.body
        is_in = start <= now.period.last and start + timedelta(days=6) >= now.period.first
        if is_in and said["state"] in WAITING and "merchant" in sides(agreed, said["owner"]):
            label = say(metrics()[figure].label) if figure in metrics() else figure
            text = N_("{owner} was asked about the difference in {figure} in the week of {week}: “{comment}”.")
            short = N_("{owner} was asked about the difference in {figure} in the week of {week}.")
            about = {"owner": said["owner"], "figure": label, "week": start, "comment": said["comment"]}
            found.append(Finding("difference_open", say(text if said["comment"] else short, **about), page="reconcile"))
    return found


def _promises(scores: Iterable[Score]) -> list[Finding]:
    """What the merchant promised last month and has not done."""
    text = {
        True: N_("The merchant promised “{what}” by {due} and missed it."),
        False: N_("The merchant promised “{what}” by {due}; it is not settled what came of it."),
    }
    return [
        Finding("promise_owed", say(text[each.result == MISSED], what=each.promise.what, due=each.promise.due))
        for each in scores
        if each.promise.side == "merchant" and each.result != KEPT
    ]
