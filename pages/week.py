"""Did the shop earn money this week, and what is missing to be sure?"""

import streamlit as st

from views import ask, books, charts, frame, ladder, ripeness, view, week, weektables, workbook
from views.language import _
from views.signing import tables as signtables

shop = frame.opened()
start = frame.pick_week(shop)
found = ask.week_and_before(shop, start)
quarter = ask.ladder(shop, *frame.span_weeks(start, 13, view.known_weeks(shop)))
if not found or not quarter:
    frame.nothing_loaded()
now, before = found
ripe = ask.ripeness(shop)

week.sentence(now, before)
week.cards(now, before)
signtables.beside(now)
signtables.carried_note(ask.carried(shop, start))
week.missing(now, quarter.not_counted)
ripeness.remark(ripe, start)
week.apart(ask.apart(shop, now))
books.line(shop, now.first, now.last)

left, right = st.columns([4, 5], gap="large")
with left:
    st.subheader(_("From sales to profit"))
    ladder.from_sales_to_profit(now)
    weektables.bridge(now)
with right:
    st.subheader(_("Line by line"))
    weektables.ladder(now, before)
    with st.expander(_("Orders and ratios")):
        weektables.counts(now, before)

st.subheader(_("Thirteen weeks"))
st.caption(weektables.weeks_sentence(quarter))
happened = ask.happened(shop, quarter.weeks[0].first, quarter.weeks[-1].last)
charts.weeks(quarter.weeks, happened, ripeness.unripe(ripe))
with st.expander(_("The same as a table")):
    weektables.weeks_table(quarter, now, ripeness.unripe(ripe))
ripeness.section(ripe, [each.week_start for each in quarter.weeks], start, happened)

st.subheader(_("Products, loss makers first"))
products = ask.product_ladder(shop, now.first, now.last)
if products:
    weektables.products_table(products, now.week_start.isoformat(), 1, 10)
st.page_link("pages/products.py", label=_("All products"), icon=":material/arrow_forward:")
workbook.offer(shop, quarter, products)
