"""The front door: who is asking, language, shop, page list."""

import streamlit as st

from views import behind, frame, signin
from views.language import _

frame.dress()
signin.enter()
pages = {
    _("Every week"): [
        st.Page("pages/today.py", title=_("Today"), icon=":material/today:", default=True),
        st.Page("pages/week.py", title=_("Weekly report"), icon=":material/calendar_view_week:", url_path="week"),
        st.Page(
            "pages/reconcile.py", title=_("Weekly reconciliation"), icon=":material/balance:", url_path="reconcile"
        ),
        st.Page("pages/products.py", title=_("Products"), icon=":material/inventory_2:", url_path="products"),
        st.Page("pages/goods.py", title=_("Selection and supply"), icon=":material/local_shipping:", url_path="goods"),
        st.Page(
            "pages/brushing.py", title=_("Worth asking about"), icon=":material/contact_support:", url_path="brushing"
        ),
        st.Page("pages/alerts.py", title=_("Alerts"), icon=":material/notifications:", url_path="alerts"),
        st.Page("pages/duties.py", title=_("Duties and clocks"), icon=":material/schedule:", url_path="duties"),
        st.Page("pages/settlement.py", title=_("Settlement"), icon=":material/account_balance:", url_path="settlement"),
        st.Page("pages/events.py", title=_("Events"), icon=":material/flag:", url_path="events"),
    ],
    _("Every month"): [
        st.Page("pages/review.py", title=_("Monthly review"), icon=":material/event_note:", url_path="review"),
        st.Page("pages/compare.py", title=_("Before and after"), icon=":material/compare_arrows:", url_path="compare"),
        st.Page("pages/summary.py", title=_("Service-period summary"), icon=":material/summarize:", url_path="summary"),
    ],
    _("What was agreed"): [
        st.Page("pages/contract.py", title=_("Contract"), icon=":material/contract:", url_path="contract"),
        st.Page("pages/engagement.py", title=_("Engagement"), icon=":material/handshake:", url_path="engagement"),
    ],
    _("Where the figures come from"): [
        st.Page("pages/files.py", title=_("Files"), icon=":material/upload_file:", url_path="files"),
        st.Page("pages/costs.py", title=_("Costs"), icon=":material/payments:", url_path="costs"),
        st.Page("pages/rules.py", title=_("What the rules changed"), icon=":material/rule:", url_path="rules"),
        st.Page("pages/exports.py", title=_("Where to export"), icon=":material/help:", url_path="exports"),
        st.Page("pages/shops.py", title=_("Shops"), icon=":material/storefront:", url_path="shops"),
        st.Page("pages/people.py", title=_("People and rights"), icon=":material/group:", url_path="people"),
    ],
    "": [
        st.Page(f"pages/{name}.py", title=title, icon=f":material/{icon}:", url_path=name, visibility="hidden")
        for name, title, icon in (
            ("rows", _("Rows behind a figure"), "table_rows"),
            ("mapping", _("Columns of a table"), "table_edit"),
        )
    ],
}
page = st.navigation(signin.granted(pages), expanded=True)
with behind.told():
    frame.sidebar()
    signin.saw(page.title)
    st.title(page.title)
    page.run()
