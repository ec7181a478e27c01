"""Which products earn money and which lose it?"""

import streamlit as st

from views import ask, books, floors, frame, moved, weektables
from views.language import _
from views.numbers import period

shop = frame.opened()
start = frame.pick_week(shop)
number = frame.pick_span()
first, last = frame.span_weeks(start, number)
found = ask.product_ladder(shop, first, last)
if not found or not found.products:
    frame.nothing_loaded()

st.caption(
    _(
        "{days}. Contribution = net sales − product cost − ad spend − platform fees; costs that name no product stay with the shop."
    ).format(days=period(first, last))
)
books.line(shop, first, last)
weektables.products_table(found, start.isoformat(), number, weektables.pick_rows(found))
moved.section(shop, first, last, found)
floors.section(shop, first, last)
