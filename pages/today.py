"""What was sold, what the ads cost, what was earned, and what must I decide?"""

import streamlit as st

from views import books, frame, today
from views.alerts import section
from views.language import _

shop = frame.opened()
now = today.found(shop)
if now is None:
    frame.nothing_loaded()

left, right = st.columns(2, gap="medium")
with left:
    today.heading(now)
    today.cards(now)
    books.line(shop, now.day, now.day)
with right:
    st.subheader(_("What needs a decision"))
    section.brief(shop)
    today.waiting(shop)
left, right = st.columns(2, gap="medium")
with left:
    st.subheader(_("The week so far"))
    today.week(now)
with right:
    st.subheader(_("Files that are late"))
    today.late(shop, now)
