"""What needs somebody: every rule asked of the newest build, and what people did about what it found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from book import book
from book.engagement import engagement
from reports.alerts.alert import BOOK, Alert, Alerts
from reports.alerts.handled import KIND as STATE
from reports.alerts.handled import handled
from reports.alerts.limits import limits
from reports.alerts.question import Found, Question
from reports.alerts.rule import Rule, rules
from reports.alerts.watch import WATCHED
from reports.contract.said import Said
from reports.kept import kept
from reports.scope import Scope, currency, span
from warehouse import Reader, Shop

ZERO = Decimal("0.00")
BY_THE_HOUR = ("duty_overdue", "deliverable_owed")


def alerts(scope: Scope, today: date | None = None, only: Iterable[str] = ()) -> Alerts:
    """Every alert that touches the scope's days; without bounds all that the files tell. `only`: these rules.

    Rules look at the whole history, so that a fact keeps its date whatever days are asked for.
    `today` decides which snoozes are over; without it the computer's day. Raises NoBuild, BookUnreachable.
    """
    now, wanted = today or date.today(), tuple(sorted(set(only) or WATCHED))  # noqa: DTZ011
    found = _by_the_day(scope, now, tuple(name for name in wanted if name not in BY_THE_HOUR))
    hours = [name for name in wanted if name in BY_THE_HOUR]
    if not hours or found.last is None:
        return found
    fresh = _told(scope, _fired(scope, now, hours))
    return replace(found, alerts=_sorted((*found.alerts, *fresh[True])), unsure=_sorted((*found.unsure, *fresh[False])))


@kept
def _by_the_day(scope: Scope, today: date, names: Sequence[str]) -> Alerts:
    """The alerts of rules that look at files and the book, at no clock."""
    source, ledger = scope.reader, book(scope.shop)
    known = span(source)
    asleep = tuple(name for name, limit in limits(ledger, engagement(ledger)).items() if not limit.is_on)
    if known is None:
        return Alerts(scope.shop.name, currency(source), scope.first, scope.last, today, asleep=asleep)
    # Neither other days nor what people do about alerts is a reason to ask the rules again.
    question = "alerts", scope.refunds, scope.book, today, names, ledger.last_but(STATE)
    told = _told(scope, source.reckoned(question, lambda: _fired(scope, today, names)))
    return Alerts(
        shop=scope.shop.name,
        currency=currency(source),
        first=scope.first or known[0],
        last=scope.last or known[1],
        today=today,
        alerts=_sorted(told[True]),
        unsure=_sorted(told[False]),
        asleep=asleep,
        handled=handled(ledger),
        files={row["upload"]: (row["file"], row["sheet"]) for row in source.rows(FILES)} | {BOOK: ("book", None)},
    )


def _fired(scope: Scope, today: date, names: Iterable[str]) -> list[tuple[Rule, Found]]:
    """What each of these rules finds in all days, where it is on."""
    source, ledger = scope.reader, book(scope.shop)
    held, known, shared = limits(ledger, engagement(ledger)), span(source), dict[str, pa.Table]()
    [listed] = source.rows("select exists (select 1 from facts.brushing) as any")
    # Without a list both books are the same, and nothing needs to be looked up in it.
    looked_at = replace(scope, first=None, last=None, book=scope.book if listed["any"] else "claimed")
    return [
        (rules()[name], each)
        for name in WATCHED
        if known and name in names and held[name].is_on
        for each in WATCHED[name](Question(looked_at, source, held[name], known[1], today, shared))
    ]


def _told(scope: Scope, found: Sequence[tuple[Rule, Found]]) -> dict[bool, list[Alert]]:
    """What touches the scope's days as alerts, the sure ones and the others."""
    touching = [(rule, each) for rule, each in found if _touches(each, scope)]
    names = _names(scope.reader, touching)
    told: dict[bool, list[Alert]] = {True: [], False: []}
    for rule, each in touching:
        told[each.is_sure].append(_alert(rule, each, scope.shop, names))
    return told


FILES = "select upload, file, sheet from staging.uploads"
NAMES = """
with wanted as (select unnest($1::varchar[]) as product_key)
select product_key, max(product_name) as name
from (
    select product_key, product_name from facts.order_lines semi join wanted using (product_key)
    union all
    select product_key, product_name from facts.stock semi join wanted using (product_key)
)
group by product_key
"""


def _touches(found: Found, scope: Scope) -> bool:
    return (scope.last is None or found.day <= scope.last) and (scope.first is None or scope.first <= found.until)


def _names(source: Reader, found: Iterable[tuple[Rule, Found]]) -> dict[str, str]:
    """What the products among the subjects are called."""
    keys = sorted({each.subject for rule, each in found if "product" in rule.scopes and each.subject})
    rows = source.rows(NAMES, [keys]) if keys else []
    return {row["product_key"]: row["name"] for row in rows if row["name"]}


def _alert(rule: Rule, found: Found, shop: Shop, names: Mapping[str, str]) -> Alert:
    called = names.get(found.subject) or found.name
    name = _called(found.subject, called) if found.subject else shop.title
    said = rule.said[found.said] if found.said else rule.sentence
    fields: dict[str, Any] = {
        "date": found.day,
        "until": found.until,
        "value": _shown(found.value, rule),
        "threshold": _shown(found.threshold, rule),
        "money": found.money,
        "name": name,
        **found.fields,
    }
    return Alert(
        rule=rule.name,
        subject=found.subject or shop.name,
        day=found.day,
        until=found.until,
        value=found.value,
        threshold=found.threshold,
        money=found.money,
        said=Said(said, fields),
        behind=tuple(sorted(found.behind)),  # a list of SQL has no order
        name=name,
    )


def _called(subject: str, name: str) -> str:
    return f"{name} ({subject})" if name and name != subject else subject


def _shown(value: Any, rule: Rule) -> Any:
    """A number of days or hours is no share: 3.5, not 350 %."""
    if rule.unit not in ("days", "hours") or not isinstance(value, Fraction | Decimal):
        return value
    return f"{Decimal(round(value * 100)) / 100:f}"


def _sorted(found: Iterable[Alert]) -> tuple[Alert, ...]:
    """Most money first, then the newest."""
    return tuple(sorted(found, key=lambda a: (-(a.money or ZERO), -a.day.toordinal(), a.rule, a.subject)))
