"""Promises: what came of the last ones, and those that this review gives."""

from datetime import timedelta

import streamlit as st

import warehouse
from book.engagement import Engagement, Person
from reports.metric import catalogue
from reports.review.promises import BOUNDS, Measure, Promise, measured, promise, say_result, withdraw
from reports.review.review import Review
from reports.review.scored import Score
from views import writing
from views.html import show, table, text
from views.language import _
from views.numbers import figure
from views.review import you
from views.review.page import mark, promised
from views.review.words import side_name
from views.saying import sentence as said


def looked_back(shop: warehouse.Shop, of: Review, agreed: Engagement, writer: Person | None) -> None:
    """What was promised before and what came of it."""
    if not of.scores and not of.withdrawn:
        show(f'<p class="soft">{_("Nothing was promised for this month.")}</p>')
        return
    show(f"<p><b>{promised(of)}</b></p>")
    header = [(_("Promise"), ""), (_("Due"), "d"), (_("What came of it"), "")]
    show(table(header, [("", _cells(each)) for each in of.scores]))
    by_hand = [each for each in of.scores if each.promise.measure is None and each.result in ("open", "disputed")]
    if writer and by_hand:
        _hand(shop, by_hand, agreed, writer)


def _cells(score: Score) -> list[str]:
    given = score.promise
    who = _("{name}, for the agency") if given.side == "agency" else _("{name}, for the merchant")
    what = f'<b>{text(given.what)}</b><span class="sub">{text(who.format(name=given.by))}{_changed(given)}</span>'
    return [
        what,
        f"{given.due:%m/%d}",
        f'{mark(score.result)}<span class="sub">{said(score.said)}{_notes(given)}</span>',
    ]


def _changed(given: Promise) -> str:
    return f" · {_('changed {count} times since').format(count=given.changes)}" if given.changes else ""


def _notes(given: Promise) -> str:
    notes = [
        f"{side_name(each.side)}: “{each.note}”" for each in given.words if each.note and each.about == given.number
    ]
    return "".join(f"<br>{text(each)}" for each in notes)


def _hand(shop: warehouse.Shop, scores: list[Score], agreed: Engagement, writer: Person) -> None:
    """What the writer's side says came of deeds; it counts once the other side says the same."""
    for score in scores:
        given = score.promise
        key = f"{given.name}_{given.seen_of(writer.side)}"

        def say(result: str, given: Promise = given, key: str = key) -> None:
            note = str(st.session_state.get(f"note_{key}") or "")
            you.write(
                lambda: say_result(
                    shop, given.name, result, writer.name, writer.side, agreed, note, given.seen_of(writer.side)
                ),
                note,
            )

        with st.container(horizontal=True, vertical_alignment="bottom", key=f"score_{given.name.replace(' ', '_')}"):
            st.text_input(text_of(given), key=f"note_{key}", placeholder=_("a note, if it needs one"))
            writing.button(_("Kept"), key=f"kept_{key}", on_click=say, args=("kept",))
            writing.button(_("Missed"), key=f"missed_{key}", on_click=say, args=("missed",))


def text_of(given: Promise) -> str:
    """The promise as the label of a field."""
    return _("What came of “{what}”?").format(what=given.what)


def fresh(shop: warehouse.Shop, of: Review, agreed: Engagement, writer: Person | None) -> None:
    """The promises of this review, and the form for another one."""
    if of.promises:
        header = [(_("Promise"), ""), (_("Due"), "d"), (_("Measured by"), "")]
        show(table(header, [("", _given(each)) for each in of.promises]))
    else:
        show(f'<p class="soft">{_("Nothing is promised for the coming month yet.")}</p>')
    if writer:
        _add(shop, of, agreed, writer)
        _take_back(shop, of, agreed, writer)


def _given(each: Promise) -> list[str]:
    who = _("{name}, for the agency") if each.side == "agency" else _("{name}, for the merchant")
    what = f'<b>{text(each.what)}</b><span class="sub">{text(who.format(name=each.by))}{_changed(each)}</span>'
    return [what, f"{each.due:%m/%d}", measure_words(each.measure)]


def measure_words(measure: Measure | None) -> str:
    """What decides whether a promise was kept."""
    if measure is None or measure.metric not in catalogue():
        return _("both sides' words")
    template = _("{name} at least {value}") if measure.bound == "at_least" else _("{name} at most {value}")
    value = figure(
        measure.metric, measure.value if catalogue()[measure.metric].unit != "rate" else float(measure.value)
    )
    return template.format(name=_(catalogue()[measure.metric].label), value=value)


def _add(shop: warehouse.Shop, of: Review, agreed: Engagement, writer: Person) -> None:
    following = of.month.after()
    with st.form(f"promise_{of.month}_{len(of.promises)}", border=True):
        what = st.text_input(
            _("Promise something for the coming month"),
            key="promise_what",
            placeholder=_("3 new pictures for the best seller"),
        )
        left, middle, right, last = st.columns([2, 2, 1.4, 1.4])
        names = ["", *catalogue()]
        metric = left.selectbox(
            _("Measured by"),
            names,
            format_func=lambda name: _(catalogue()[name].label) if name else _("a plain deed"),
            key="promise_metric",
            filter_mode=None,
        )
        bounds = {"at_least": _("at least"), "at_most": _("at most")}
        bound = middle.selectbox(
            _("Bound"), BOUNDS, format_func=bounds.__getitem__, key="promise_bound", filter_mode=None
        )
        value = right.text_input(_("Value"), key="promise_value", placeholder="3%")
        due = last.date_input(
            _("Due"),
            following.last,
            min_value=of.month.last + timedelta(days=1),
            key="promise_due",
            format="YYYY-MM-DD",
        )
        st.caption(_("A figure is measured from the first day of the month in which the promise is due to that day."))
        if writing.submit(_("Promise it"), icon=":material/add:"):

            def give() -> None:
                measure = measured(str(metric), str(bound), str(value or "")) if metric else None
                promise(shop, of.month, str(what or ""), writer.name, writer.side, due, agreed, measure)

            you.write(give, str(what or ""))
            st.rerun()


def _take_back(shop: warehouse.Shop, of: Review, agreed: Engagement, writer: Person) -> None:
    own = {each.name: each for each in of.promises if each.side == writer.side}
    if not own:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Take a promise back; it stays in the history and is counted"),
            list(own),
            format_func=lambda name: own[name].what,
            index=None,
            key="promise_chosen",
            placeholder=_("Choose a promise"),
        )
        why = st.text_input(_("Why"), key="promise_why", placeholder=_("a sentence for the other side"))
        if writing.button(_("Take it back"), key="promise_back", icon=":material/undo:", disabled=not (chosen and why)):
            you.write(lambda: withdraw(shop, str(chosen), writer.name, agreed, str(why)))
            st.rerun()
