"""Marts and book → answers. Nothing here knows Streamlit, plotly or Excel."""
