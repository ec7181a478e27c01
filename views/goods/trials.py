"""Products on trial: each round with its click rates, who may be judged, what was chosen, the free retest; a new round."""

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

import warehouse
from book import book
from book.value import Wrong
from reports.events.products import products
from reports.goods.board import Board, Tried, choose
from reports.goods.round import CHOICES, GOALS, Round, begin
from reports.goods.settings import settings
from reports.scope import Scope
from views import writing
from views.engagement.fields import fraction
from views.goods import saving
from views.goods.words import choice_name, goal_name, goal_text, percent, product_cell
from views.html import note, plain, show, table
from views.language import _, joined, plural
from views.numbers import NOTHING, count, money, period, today

SHOWN = 6


def trials(shop: warehouse.Shop, scope: Scope, found: list[Board]) -> None:
    """The rounds, the newest first, and the form of a new one."""
    st.subheader(_("Products on trial"))
    if not found:
        show(f"<p>{_('No round yet: name five to ten products, the days, and from which number on one succeeds.')}</p>")
    for each in found[:SHOWN]:
        with st.container(border=True, key=f"goods_trial_{each.round.number}"):
            _round(each)
            _choose(scope, each)
    _begin(shop, found)


def _round(each: Board) -> None:
    said = each.round
    st.markdown(f"**{plain(said.name)}**")
    days = f'<span class="soft">{period(said.first, said.last)}</span>'
    show(f"<p>{joined(_sentences(each))} {days}</p>")
    if each.retest == "owed":
        show(note([_("No product of this round succeeded: the free retest is owed and has not begun.")], "alarm"))
    header = [
        (_("Product"), ""),
        (_("Impressions"), "n wide-only"),
        (_("Click rate"), "n"),
        (_("Orders"), "n" if said.goal == "orders" else "n wide-only"),
        (_("Contribution after ads"), "n" if said.goal == "profit" else "n wide-only"),
        (_("Result"), ""),
    ]
    show(table(header, [("", _cells(one, each.round)) for one in each.products]))
    st.caption(_how(each))


def _sentences(each: Board) -> list[str]:
    goal = goal_text(each.round.goal, each.round.at_least)
    judged = len(each.judged)
    parts = [_("Success: {goal}.").format(goal=goal)]
    if each.success_rate is not None:
        judged_products = plural("{count} judged product", "{count} judged products", judged)
        told = _("{successes} of {products} succeeded ({rate}).")
        rate = percent(each.success_rate)
        parts.append(told.format(successes=count(each.successes), products=judged_products, rate=rate))
    few = len(each.products) - judged
    if few:
        parts.append(plural("{count} cannot be judged yet.", "{count} cannot be judged yet.", few))
    if not each.is_over:
        parts.append(_("The round is not over, or its files are missing."))
    if each.retest == "done":
        parts.append(_("It failed; the free retest is “{name}”.").format(name=plain(each.retested_by)))
    if each.round.retest_of:
        parts.append(_("A free retest of “{name}”.").format(name=plain(each.round.retest_of)))
    return parts


def _how(each: Board) -> str:
    sources = {"ads": _("ad reports"), "traffic": _("the items' traffic"), "": _("no file yet")}
    said = _("Impressions and clicks from {source}; a product needs {least} impressions before anybody may choose.")
    meaning = _("The range holds the click rate 95 times in 100, as far as its days tell; season is not taken out.")
    least = count(settings()["trial"]["impressions"])
    size = "" if each.is_usual_size else _("A round should hold five to ten products.")
    return joined([said.format(source=sources[each.source], least=least), meaning, size])


def _cells(one: Tried, held: Round) -> list[str]:
    known = one.low is not None and one.high is not None
    span = f'<span class="sub">{percent(one.low or 0)} – {percent(one.high or 0)}</span>' if known else ""
    kind, said = _result(one)
    result = f'<span class="dz-chip {kind}">{said}</span>'
    doubt = f'<span class="sub">{_("chance may explain it")}</span>' if _is_near(one, held) else ""
    choice = f'<span class="sub">{choice_name(one.choice)}</span>' if one.choice else ""
    return [
        product_cell(one.product, one.name),
        count(one.impressions),
        f"{NOTHING if one.ctr is None else percent(one.ctr)}{span}",
        count(one.orders),
        money(one.profit),
        f'<div class="dz-chips">{result}</div>{doubt}{choice}',
    ]


def _result(one: Tried) -> tuple[str, str]:
    """The look of a product's result, and its words."""
    return {
        "too_few": ("gap", _("too few to choose")),
        "unknown": ("gap", _("not known yet")),
        "success": ("good", _("succeeded")),
        "failed": ("", _("did not succeed")),
    }[one.state]


def _is_near(one: Tried, held: Round) -> bool:
    """Whether the goal lies within the range of the click rate."""
    if held.goal != "ctr" or one.is_success is None or one.low is None or one.high is None:
        return False
    return one.low <= held.at_least <= one.high


def _choose(scope: Scope, each: Board) -> None:
    may = [one.product for one in each.products if one.is_enough]
    if not may:
        return
    key = f"{each.round.number}"
    with st.popover(_("Choose or drop"), icon=":material/rule:"), st.form(f"choose_{key}", border=False):
        names = {one.product: one.name or one.product for one in each.products}
        st.multiselect(_("Products"), may, key=f"choose_products_{key}", format_func=names.__getitem__, placeholder=_("choose products"))  # fmt: skip
        st.selectbox(_("What is decided"), CHOICES, key=f"choose_what_{key}", format_func=choice_name, filter_mode=None)
        saving.who_field(f"choose_who_{key}")
        st.text_input(_("Note"), key=f"choose_note_{key}", max_chars=200)
        writing.submit(_("Save the decision"), type="primary", on_click=_save_choice, args=(scope, each, key), key=f"choose_save_{key}")  # fmt: skip


def _save_choice(scope: Scope, each: Board, key: str) -> None:
    chosen = st.session_state[f"choose_products_{key}"]
    if not chosen:
        return
    what, note_said = st.session_state[f"choose_what_{key}"], st.session_state[f"choose_note_{key}"] or ""
    choices: Mapping[str, str] = dict.fromkeys(chosen, what)
    name = saving.who(f"choose_who_{key}")
    saving.save(
        lambda: choose(scope, each, choices, name, note_said),
        plural(
            "The decision about {count} product is kept.", "The decision about {count} products is kept.", len(chosen)
        ),
        _("Nothing was saved: a product was shown too seldom to be judged."),
    )


def _begin(shop: warehouse.Shop, found: list[Board]) -> None:
    with st.expander(_("Begin a round"), key="goods_begin"), st.form(saving.fresh("trial"), border=False):
        known = products(shop).names
        st.text_input(_("Name of the round"), key="trial_name", placeholder=_("November, first round"))
        left, right = st.columns(2)
        left.date_input(_("First day"), today(), key="trial_first", format="YYYY-MM-DD")
        right.date_input(_("Last day"), today() + timedelta(days=6), key="trial_last", format="YYYY-MM-DD")
        st.multiselect(
            _("Products, five to ten"),
            list(known),
            key="trial_products",
            accept_new_options=True,
            format_func=lambda key: f"{key} {known.get(key, '')}",
            placeholder=_("choose products"),
        )
        left, right = st.columns(2)
        left.selectbox(_("Success is measured by"), list(GOALS), key="trial_goal", format_func=goal_name, filter_mode=None)  # fmt: skip
        how = _("A click rate in per cent, orders as a number, the contribution in yuan.")
        right.text_input(_("At least"), key="trial_least", placeholder="2%", help=how)
        left, right = st.columns(2)
        owed = [each.round.name for each in found if each.retest == "owed"]
        left.selectbox(_("Free retest of"), owed, None, key="trial_retest", placeholder=_("none"), filter_mode=None)
        with right:
            saving.who_field("trial_who")
        writing.submit(_("Begin the round"), type="primary", on_click=_save_round, args=(shop,), key="trial_save")


def _save_round(shop: warehouse.Shop) -> None:
    typed = {name: st.session_state[f"trial_{name}"] for name in ("name", "first", "last", "products", "goal", "least")}

    def write() -> None:
        if not all(isinstance(typed[name], date) for name in ("first", "last")):
            raise Wrong
        least = str(typed["least"] or "").strip()
        begin(
            book(shop),
            typed["name"] or "",
            typed["first"],
            typed["last"],
            typed["products"],
            typed["goal"],
            fraction(least) if typed["goal"] == "ctr" else least,
            saving.who("trial_who"),
            st.session_state["trial_retest"] or "",
        )

    wrong = _(
        "Nothing was saved: name the round and its products, the last day not before the first, and type a number."
    )
    saving.save(write, _("The round has begun."), wrong)
