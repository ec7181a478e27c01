"""Where does this figure come from, down to the row of the file?"""

import streamlit as st

from views import ask, books, frame, rows, view
from views.signing import tables as signtables

shop = frame.opened()
weeks = view.known_weeks(shop)
if not weeks:
    frame.nothing_loaded()
start = view.week(weeks)
number = view.number_of_weeks()
figure = rows.figure_in_view()

rows.explain(shop, figure)
rows.way_back(number)
named = view.days()
days = named or frame.span_weeks(start, number)
books.line(shop, *days)
ladder = ask.ladder(shop, *days) if number == 1 and not named and not view.held("product") else None
signtables.beside_rows(ladder.weeks[0] if ladder else None, figure)
found = ask.rows_behind(shop, figure, *days, view.held("product"))
if found:
    rows.listing(found)
    st.space("small")
    rows.download(shop, found)
