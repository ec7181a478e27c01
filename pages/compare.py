"""Did the service bring anything, beyond season, promotions and ordinary swings?"""

import streamlit as st

from book.engagement import engagement
from views import books, frame
from views.compare import asked, chart, known, parts, tables, verdict
from views.language import _

shop = frame.opened()
agreed = engagement(shop)
found = asked.answer(shop, agreed)

verdict.raw(found)
verdict.said(found)
asked.other_days(found)

st.subheader(_("The service on a time line"))
st.caption(chart.sentence(found))
chart.timeline(found)

st.subheader(_("Figure by figure"))
tables.figures(found, asked.scope(shop))
books.line(shop, found.before.period.first, found.after.period.last, "compare")

left, right = st.columns(2, gap="large")
with left:
    st.subheader(_("What was taken out"))
    verdict.removed(found)
with right:
    st.subheader(_("The same method before the service"))
    verdict.placebo(found)
    verdict.cross_check(found, asked.scope(shop))

st.subheader(_("What the change is made of"))
parts.decomposition(found, asked.scope(shop))
parts.ads(found, asked.scope(shop))

st.subheader(_("What else began at that time"))
parts.events(found)

known.section(shop, agreed, found)
