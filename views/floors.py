"""The Products page's price floors: what was sold below them, what it cost, and who bore it."""

from datetime import date

import streamlit as st

import warehouse
from reports.floors import Floors, floors
from views import view
from views.html import file_name, link, note, show, table, text
from views.language import _, joined, plural
from views.numbers import count, money
from views.view import address
from views.words import platform_name

SHOWN, MOST = 10, 50


def section(shop: warehouse.Shop, first: date, last: date) -> None:
    """Nothing where no floor was agreed."""
    found = floors(view.scope(shop, first, last), first, last)
    if found is None:
        return
    st.subheader(_("Price floors"))
    said = _sentence(found)
    show(note([said], "" if found.units else "calm"))
    breaches = found.of("shop")
    if breaches:
        _table(breaches[:SHOWN])
    if more := breaches[SHOWN:MOST]:
        with st.expander(plural("{count} more line", "{count} more lines", len(more))):
            _table(more)
            if len(breaches) > MOST:
                st.caption(
                    _("The {shown} largest of {count} lines are shown.").format(shown=MOST, count=count(len(breaches)))
                )
    if borne := found.of("platform"):
        many = plural(
            "On {count} line the buyer paid less than the floor and the platform made up for it.",
            "On {count} lines the buyer paid less than the floor and the platform made up for it.",
            len(borne),
        )
        show(f'<p class="soft">{many}</p>')


def _sentence(found: Floors) -> str:
    change = link(_("Change the floors"), address("engagement"))
    if not found.units:
        return joined([_("Nothing was sold below its agreed floor."), change])
    below = plural("{count} piece", "{count} pieces", found.units)
    said = _("{pieces} were sold below their agreed floor; at the floor the shop would have received {amount} more.")
    return joined([said.format(pieces=below, amount=f"<b>{money(found.lost)}</b>"), change])


def _table(rows: list[dict[str, object]]) -> None:
    header = [
        (_("Product"), ""),
        (_("Order"), "wide-only"),
        (_("Units"), "n"),
        (_("At the floor"), "n"),
        (_("Received"), "n"),
        (_("Below the floor"), "n"),
        (_("Row"), "wide-only"),
    ]
    body = [
        (
            "",
            [
                f'{text(row["name"] or row["product"])}<span class="sub">{text(row["product"])} · <span class="whole">{row["day"]}</span></span>',
                f"{platform_name(str(row['platform']))} {text(row['order'])}",
                count(row["units"]),  # type: ignore[arg-type]
                money(row["realised"] + row["lost"]),  # type: ignore[operator]
                money(row["realised"]),  # type: ignore[arg-type]
                money(row["lost"]),  # type: ignore[arg-type]
                f'{file_name(str(row["file"]))} <span class="sub">{_("row {row}").format(row=row["row"])}</span>',
            ],
        )
        for row in rows
    ]
    show(table(header, body))
