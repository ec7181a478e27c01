"""What did the service come to, and what should the shop do next?"""

import streamlit as st

from views import frame
from views.contract import page as contract
from views.documents import offers
from views.language import _
from views.review import case, summary, you

shop = frame.opened()
world = contract.world_of(shop)
if world is None:
    contract.nothing_agreed()
found = summary.found(shop)
if found is None:
    st.stop()

summary.answer(found)

st.subheader(_("Month by month"))
summary.months(found)

left, right = st.columns(2, gap="large")
with left:
    st.subheader(_("Before and since"))
    summary.before_after(found)
with right:
    st.subheader(_("Promised and claimed"))
    summary.kept(found)

st.subheader(_("What was done"))
summary.done(found)

st.subheader(_("Advice for the time after"))
summary.advice(found)

st.subheader(_("Case card"))
writer = you.pick(world.case.agreed)
you.told()
case.case(shop, found, world.case.agreed, writer)

st.subheader(_("To take along"))
offers.offer_summary(shop, found, world.case.agreed)
