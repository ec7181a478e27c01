"""What did the agency earn this month, what does it give back, and what is the contract's wording worth?"""

import streamlit as st

from views import frame
from views.contract import page as contract
from views.contract import words as contractwords
from views.language import _

shop = frame.opened()
world = contract.world_of(shop)
if world is None:
    contract.nothing_agreed()
found = world.month(contract.pick_month(world))

contract.sentence(found)
contract.progress(found)
contract.remarks(found)
contract.late_answers(shop, found)

st.subheader(_("The fee of the month"))
contract.fee(found)

left, right = st.columns(2, gap="large")
with left:
    st.subheader(_("Both books"))
    contract.books(found)
with right:
    st.subheader(_("The agency's invoice"))
    contract.invoice(found)

st.subheader(_("The clauses in plain words"))
contractwords.clauses(world, found)

with st.expander(_("What the wording is worth")):
    contractwords.readings(world, found)
