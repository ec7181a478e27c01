"""What the agency owes by week and month, the limits it works within, price floors, and tolerances of the figures."""

from typing import Any

import streamlit as st

import warehouse
from book.engagement import Engagement
from book.record import Held
from book.schema import DELIVERABLES, SECTIONS, TOLERANCE
from reports.metric import LADDER, metrics
from views import writing
from views.engagement import fields as termfields
from views.engagement import saving
from views.engagement.words import deliverable_name, figure_name, plain_percent, span_name, term_name, tolerance_text
from views.html import show, table, text
from views.language import _
from views.numbers import money
from warehouse import access

SHOWN = 50
SPANS = ("week", "month")


def duties(shop: warehouse.Shop, held: Held, agreed: Engagement) -> None:
    """The package, the limits, the floors, the tolerances."""
    st.subheader(_("Package"))
    _package(shop, held, agreed)
    st.subheader(_("Limits"))
    _limits(shop, held)
    st.subheader(_("Price floors"))
    _floors(shop, held, agreed)
    st.subheader(_("Tolerances"))
    _tolerances(shop, held, agreed)


def _package(shop: warehouse.Shop, held: Held, agreed: Engagement) -> None:
    own = [word for span in SPANS for word in agreed.package.get(span, {}) if word not in DELIVERABLES]
    words = list(dict.fromkeys([*DELIVERABLES, *own]))
    key = f"package_grid_{saving.mark(held, 'package.')}"
    counts = {span: [agreed.package.get(span, {}).get(word) for word in words] for span in SPANS}
    writing.editor(
        {_("What the agency owes"): list(map(deliverable_name, words))}
        | {span_name(span): [str(each) if each is not None else "" for each in counts[span]] for span in SPANS},
        key=key,
        hide_index=True,
        height="content",
        disabled=[_("What the agency owes")],
        on_change=_save_package,
        args=(key, shop, words),
        alt=_("Package"),
        action=access.AGREE,
    )
    with st.form("own_word", clear_on_submit=True):
        left, middle, right = st.columns(3)
        left.text_input(_("Something else"), key="own_word_name", placeholder=_("Live shows"))
        middle.selectbox(_("Counted per"), SPANS, key="own_word_span", format_func=span_name, filter_mode=None)
        right.text_input(_("How many"), key="own_word_count", placeholder="2")
        writing.submit(_("Add"), on_click=_save_word, args=(shop,), key="save_word", action=access.AGREE)


def _save_package(key: str, shop: warehouse.Shop, words: list[str]) -> None:
    columns = {span_name(span): span for span in SPANS}
    edits = {
        f"package.{columns[column]}.{words[int(place)]}": (said or "").strip() or None
        for place, edit in st.session_state[key]["edited_rows"].items()
        for column, said in edit.items()
    }
    saving.save(shop, edits)


def _save_word(shop: warehouse.Shop) -> None:
    word = (st.session_state["own_word_name"] or "").strip()
    if word:
        subject = f"package.{st.session_state['own_word_span']}.{word}"
        saving.save(shop, {subject: (st.session_state["own_word_count"] or "").strip() or "0"})


def _limits(shop: warehouse.Shop, held: Held) -> None:
    fields = SECTIONS["guards"]
    mark = saving.mark(held, *(f"guards.{name}" for name in fields))
    with st.form(f"limits_{mark}"):
        names = list(fields)
        for start in range(0, len(names), 2):  # rows, so that a phone keeps their order
            for name, column in zip(names[start : start + 2], st.columns(2), strict=False):
                subject = f"guards.{name}"
                termfields.draw(fields[name], f"{subject}_{mark}", held.terms.get(subject), term_name(subject), column)
        writing.submit(_("Save"), on_click=_save_limits, args=(shop, mark), key="save_limits", action=access.AGREE)


def _save_limits(shop: warehouse.Shop, mark: str) -> None:
    fields = SECTIONS["guards"]
    saving.save(
        shop, {f"guards.{name}": termfields.typed(field, f"guards.{name}_{mark}") for name, field in fields.items()}
    )


def _floors(shop: warehouse.Shop, held: Held, agreed: Engagement) -> None:
    floors = agreed.guards.get("price_floor", {})
    if floors:
        rows = [("", [text(key), money(amount)]) for key, amount in sorted(floors.items())[:SHOWN]]
        show(table([(_("Code"), ""), (_("Sold for at least"), "n")], rows))
        if len(floors) > SHOWN:
            st.caption(_("The first {shown} are shown; the file holds all.").format(shown=SHOWN))
    mark = saving.mark(held, "guards.price_floor.")
    with st.form(f"floors_{mark}"):
        st.text_area(
            _(
                "Product code and lowest price, two columns as copied from a spreadsheet; an empty price takes the floor away"
            ),
            key=f"floors_pasted_{mark}",
            height=110,
            placeholder="HT-01\t99.00",
        )
        writing.submit(
            _("Save the floors"), on_click=_save_floors, args=(shop, mark), key="save_floors", action=access.AGREE
        )


def _save_floors(shop: warehouse.Shop, mark: str) -> None:
    pasted = termfields.pairs(st.session_state[f"floors_pasted_{mark}"] or "")
    saving.save(shop, {f"guards.price_floor.{code}": price or None for code, price in pasted})


def _tolerances(shop: warehouse.Shop, held: Held, agreed: Engagement) -> None:
    st.caption(
        _(
            "A claimed figure that differs from the proven one by no more than this is “within tolerance”; one of the two is enough."
        )
    )
    if agreed.tolerances:
        said: dict[str, Any] = {name: held.terms[f"tolerances.{name}"] for name in agreed.tolerances}
        show(
            table(
                [(_("Figure"), ""), (_("May differ by"), "n")],
                [("", [text(figure_name(name)), tolerance_text(body)]) for name, body in said.items()],
            )
        )
    figures = list(dict.fromkeys(["gross_sales", "net_sales", "ad_spend", "settled", *LADDER, *metrics()]))
    with st.form("tolerance"):
        left, middle, right = st.columns(3)
        left.selectbox(_("Figure"), figures, key="tolerance_figure", format_func=figure_name, filter_mode=None)
        middle.text_input(_("By an amount"), key="tolerance_amount", placeholder="1.00")
        right.text_input(_("By a share, in per cent"), key="tolerance_rate", placeholder=plain_percent("0.005"))
        st.caption(_("Both empty: the figure has no tolerance."))
        writing.submit(
            _("Save the tolerance"), on_click=_save_tolerance, args=(shop,), key="save_tolerance", action=access.AGREE
        )


def _save_tolerance(shop: warehouse.Shop) -> None:
    read = {name: termfields.typed(field, f"tolerance_{name}") for name, field in TOLERANCE.items()}
    body = {name: said for name, said in read.items() if said is not None}
    saving.save(shop, {f"tolerances.{st.session_state['tolerance_figure']}": body or None})
