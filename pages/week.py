"""Did the shop earn money this week, and what is missing to be sure?"""

import streamlit as st

from views import ask, books, charts, frame, view, week, weektables, workbook
from views.language import _
from views.signing import tables as signtables

shop = frame.opened()
start = frame.pick_week(shop)
found = ask.week_and_before(shop, start)
quarter = ask.ladder(shop, *frame.span_weeks(start, 13, view.known_weeks(shop)))
if not found or not quarter:
    frame.nothing_loaded()
now, before = found

week.sentence(now, before)
week.cards(now, before)
signtables.beside(now)
signtables.carried_note(ask.carried(shop, start))
week.missing(now, quarter.not_counted)
week.apart(ask.apart(shop, now))
books.line(shop, now.first, now.last)

left, right = st.columns([4, 5], gap="large")
with left:
    st.subheader(_("From sales to profit"))
    charts.waterfall(now)
    weektables.bridge(now)
with right:
    st.subheader(_("Line by line"))
    weektables.ladder(now, before)
    with st.expander(_("Orders and ratios")):
        weektables.counts(now, before)

st.subheader(_("Thirteen weeks"))
st.caption(weektables.weeks_sentence(quarter))
charts.weeks(quarter.weeks, ask.happened(shop, quarter.weeks[0].first, quarter.weeks[-1].last))
with st.expander(_("The same as a table")):
    weektables.weeks_table(quarter, now)

st.subheader(_("Products, loss makers first"))
products = ask.product_ladder(shop, now.first, now.last)
if products:
    weektables.products_table(products, now.week_start.isoformat(), 1, 10)
st.page_link("pages/products.py", label=_("All products"), icon=":material/arrow_forward:")
workbook.offer(shop, quarter, products)
