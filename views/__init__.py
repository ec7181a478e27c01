"""Answers → what one sees."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

# Streamlit takes a folder called pages/ for its first kind of multipage app until app.py has run once: whoever opened the
# bookmark of a page first would see that page without app.py, its language and its look. Whoever imports us before the first
# visit, as the gate does, prevents it; `streamlit run` imports us within that visit, which then starts anew.
has_begun_wrongly = PagesManager.uses_pages_directory
PagesManager.uses_pages_directory = False
if has_begun_wrongly:
    st.rerun()
