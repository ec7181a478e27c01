"""What stands before Streamlit: who may ask for what, at every request. The top floor; nobody imports it."""
