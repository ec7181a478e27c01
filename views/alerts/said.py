"""What became of the last press in the section of the addresses, said at the next drawing."""

import streamlit as st

from views.html import note, show

SAID = "delivery_said"


def say(kind: str, sentence: str) -> None:
    """Keep a sentence (HTML) for the next drawing; kind: calm or alarm."""
    st.session_state.setdefault(SAID, []).append((kind, sentence))


def tell() -> None:
    """Show what was kept."""
    for kind, sentence in st.session_state.pop(SAID, []):
        show(note([sentence], kind))
