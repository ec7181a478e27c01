"""A reader's language, and a shop of its own for the tests that need one."""

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit import logger

from tests.made import desk

__all__ = ["desk"]


@pytest.fixture(autouse=True)
def read_chinese() -> Iterator[None]:
    """Every test begins with a Chinese reader and leaves no language behind."""
    logger.set_log_level("error")  # Streamlit warns at every word that it is not running
    st.session_state["view_lang"] = "zh"
    yield
    st.session_state["view_lang"] = None


@pytest.fixture
def english(read_chinese: None) -> None:
    st.session_state["view_lang"] = "en"


@pytest.fixture(params=["zh", "en"])
def either(request: pytest.FixtureRequest, read_chinese: None) -> str:
    """Once with a Chinese and once with an English reader."""
    st.session_state["view_lang"] = request.param
    return str(request.param)
