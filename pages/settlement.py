"""Was every order paid out, and where did the rest of the money go?"""

import streamlit as st

from reports.settlement.settle import BUCKETS
from views import ask, frame
from views.settlement import funds
from views.settlement import orders as settle

shop = frame.opened()
start = frame.pick_week(shop, with_refunds=False)
first, last = frame.span_weeks(start, frame.pick_span())
bucket = st.query_params.get("bucket")
if bucket in BUCKETS:
    settle.behind(shop, first, last, bucket)
    st.stop()

found = ask.settled(shop, first, last)
if found is None:
    frame.nothing_loaded()

settle.sentence(found, first, last)
settle.missing(found)
if found.as_of:
    settle.buckets(found)
    settle.differences(found)
    settle.ageing(found)
    funds.fees(found.funds)
funds.deductions(found.funds)
funds.withdrawals(found.funds)
funds.ads(found.funds)
funds.suppliers(found.funds)
