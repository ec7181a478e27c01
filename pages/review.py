"""What came of the month, why, what was promised, and what comes next?"""

import streamlit as st

from views import frame
from views.contract import page as contract
from views.documents import offers
from views.language import _
from views.review import page, plan, promises, questions, strategy, you

shop = frame.opened()
world = contract.world_of(shop)
if world is None:
    contract.nothing_agreed()
agreed = world.case.agreed
month = page.month_of(world)
found = page.found(shop, month)

page.answer(found)
page.evidence(found)

st.subheader(_("The four questions"))
writer = you.pick(agreed)
you.nobody(agreed)
you.told()
questions.cards(shop, found, agreed, writer)

st.subheader(_("What was promised for this month"))
promises.looked_back(shop, found, agreed, writer)

st.subheader(_("Strategy changes"))
strategy.changes(shop, found, writer)

st.subheader(_("Next month"))
plan.section(shop, found, agreed, writer)
promises.fresh(shop, found, agreed, writer)

st.subheader(_("To take along"))
offers.offer_review(shop, found, agreed)
