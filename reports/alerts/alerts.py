"""What needs somebody: every rule asked of the newest build, and what people did about what it found."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import pyarrow as pa

from book import Book, book
from book.engagement import engagement
from reports.alerts.alert import BOOK, Alert, Alerts
from reports.alerts.handled import KIND as STATE
from reports.alerts.handled import handled
from reports.alerts.limits import Limit, limits
from reports.alerts.question import Found, Question
from reports.alerts.rule import Rule, rules
from reports.alerts.watch import WATCHED
from reports.contract.said import Said
from reports.scope import Scope, currency, span
from warehouse import Reader, Shop

ZERO = Decimal("0.00")
KEPT = 4  # answers of one build
BY_THE_HOUR = ("duty_overdue", "deliverable_owed")
# By the build as it is seen (with costs or without), so that neither shops nor people of other rights ever meet.
_kept: WeakKeyDictionary[Reader, "_Answers"] = WeakKeyDictionary()


class _Answers:
    """What rules found in one open build. Whoever asks while somebody is asking waits for that answer."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.found: dict[tuple[Any, ...], dict[str, tuple[Found, ...]]] = {}


def alerts(scope: Scope, today: date | None = None, only: Iterable[str] = ()) -> Alerts:
    """Every alert that touches the scope's days; without bounds all that the files tell. `only`: these rules.

    Rules look at the whole history, so that a fact keeps its date whatever days are asked for.
    `today` decides which snoozes are over; without it the computer's day. Raises NoBuild, BookUnreachable.
    """
    source, ledger = scope.reader, book(scope.shop)
    now, wanted = today or date.today(), set(only) or set(WATCHED)  # noqa: DTZ011
    known = span(source)
    held = limits(ledger, engagement(ledger))
    asleep = tuple(name for name, limit in held.items() if not limit.is_on)
    if known is None:
        return Alerts(scope.shop.name, currency(source), scope.first, scope.last, now, asleep=asleep)
    [listed] = source.rows("select exists (select 1 from facts.brushing) as any")
    # Without a list both books are the same, and nothing needs to be looked up in it.
    looked_at = scope if listed["any"] else replace(scope, book="claimed")
    running = {name: held[name] for name in WATCHED if name in wanted and held[name].is_on}
    found = [
        (rules()[name], each)
        for name, each in _fired(looked_at, source, ledger, running, known[1], now)
        if _touches(each, scope)
    ]
    names = _names(source, found)
    told = [(each, _alert(rule, each, scope.shop, names)) for rule, each in found]
    return Alerts(
        shop=scope.shop.name,
        currency=currency(source),
        first=scope.first or known[0],
        last=scope.last or known[1],
        today=now,
        alerts=_sorted(alert for each, alert in told if each.is_sure),
        unsure=_sorted(alert for each, alert in told if not each.is_sure),
        asleep=asleep,
        handled=handled(ledger),
        files={row["upload"]: (row["file"], row["sheet"]) for row in source.rows(FILES)} | {BOOK: ("book", None)},
    )


def _fired(
    scope: Scope, source: Reader, ledger: Book, running: Mapping[str, Limit], last: date, now: date
) -> list[tuple[str, Found]]:
    """What every running rule finds, with the rule's name.

    What rules about files find is kept as long as the build is open and nothing that they look at is written: a page is
    looked at more often than a file is loaded. Requests have clocks, so they are asked anew.
    """
    shared: dict[str, pa.Table] = {}

    def ask(name: str) -> tuple[Found, ...]:
        return tuple(WATCHED[name](Question(scope, source, running[name], last, now, shared)))

    key = scope.first, scope.last, scope.refunds, scope.book, now, tuple(running), ledger.last_but(STATE)
    kept = _kept.setdefault(source, _Answers())
    with kept.lock:
        if key not in kept.found:
            if len(kept.found) >= KEPT:
                kept.found.clear()
            kept.found[key] = {name: ask(name) for name in running if name not in BY_THE_HOUR}
        found = kept.found[key]
    return [(name, each) for name in running for each in (found[name] if name in found else ask(name))]


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
        behind=found.behind,
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
