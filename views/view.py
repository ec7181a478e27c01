"""What the address holds: the shop, the week and how refunds are counted. A refresh or a copied link shows the same."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

import streamlit as st

import warehouse
from reports.scope import Scope, monday, span
from reports.scope import currency as scope_currency
from views.language import LANGUAGES, language

WEEKS = re.compile(r"[0-9]{1,3}")  # not isdigit(): "²" is a digit too, and no number
COMPARED = ("metric", "start", "end", "baseline", "days")  # what a comparison is about
NAMES = ("shop", "week", "weeks", "month", "refunds", "book", "lang", "figure", "product", "platform", "alert")


def held(name: str) -> str | None:
    """A value of the view: this session's, else the address's."""
    key = f"view_{name}"
    try:
        value = st.session_state[key]
    except KeyError:
        value = st.session_state[key] = st.query_params.get(name)
    return str(value) if value is not None else None


def hold(name: str, value: str | None) -> None:
    """Change a value of the view; the address follows at once."""
    st.session_state[f"view_{name}"] = value
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def shop() -> warehouse.Shop | None:
    """The shop in view; None where there is none yet."""
    names = warehouse.shop_names()
    if not names:
        return None
    wanted = held("shop")
    real = [name for name in names if not warehouse.shop(name).is_demo]
    name = wanted if wanted in names else (real or names)[0]
    hold("shop", name)
    return warehouse.shop(name)


def refunds() -> str:
    """The refund basis in view."""
    basis = held("refunds")
    return basis if basis in ("accounting", "order") else "accounting"


def book() -> str:
    """The book in view: without the orders that the merchant lists as brushing, or with them."""
    return "claimed" if held("book") == "claimed" else "cleaned"


def currency(chosen: warehouse.Shop) -> str:
    """The currency of the shop's amounts."""
    try:
        return scope_currency(warehouse.reader(chosen))
    except warehouse.NoBuild:
        return "CNY"


def known_weeks(chosen: warehouse.Shop) -> list[date]:
    """The Mondays of all weeks that the shop knows anything of, the newest first."""
    try:
        known = span(warehouse.reader(chosen))
    except warehouse.NoBuild:
        return []
    if not known:
        return []
    newest, oldest = monday(known[1]), monday(known[0])
    return [newest - timedelta(days=7 * n) for n in range((newest - oldest).days // 7 + 1)]


def week(weeks: Sequence[date]) -> date:
    """The week in view: the address's where the shop knows it, else the newest."""
    try:
        wanted = monday(date.fromisoformat(held("week") or ""))
    except ValueError:
        return weeks[0]
    return wanted if wanted in weeks else weeks[0]


def scope(chosen: warehouse.Shop, first: date, last: date) -> Scope:
    """The question about a span of days on the basis in view."""
    return Scope(chosen, first, last, refunds(), book())


def address(page: str, **changes: str | None) -> str:
    """The address of a page that keeps the view, with changes; for links in tables and cards."""
    values = (
        {name: held(name) for name in ("shop", "week", "weeks", "month", "refunds", "book")}
        | {"lang": language()}
        | changes
    )
    if page == "compare" or "since" in changes:  # the comparison, and the rows behind it that lead back
        values = {name: held(name) for name in COMPARED} | values
    kept = {name: value for name, value in values.items() if value}
    return f"{page}?{urlencode(kept)}"


def days() -> tuple[date, date] | None:
    """The days that the address names instead of weeks: a period of a comparison."""
    try:
        first, last = (date.fromisoformat(held(name) or "") for name in ("since", "until"))
    except ValueError:
        return None
    return (first, last) if first <= last else None


def other_language() -> str:
    """The language that the reader is not using."""
    return next(each for each in LANGUAGES if each != language())


def number_of_weeks() -> int:
    """How many weeks, ending with the week in view, the page is about; 1 where the address does not say."""
    said = held("weeks") or ""
    return int(said) if WEEKS.fullmatch(said) and 0 < int(said) <= 520 else 1
