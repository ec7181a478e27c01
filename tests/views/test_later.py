"""A download is made in a thread that knows no reader: its words and amounts are the reader's all the same."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import streamlit as st

from views.language import _, language
from views.later import later
from views.numbers import money


@pytest.mark.parametrize(
    ("spoken", "code", "wanted"), [("en", "USD", "Net sales $1.00"), ("zh", "CNY", "净销售额 ¥1.00")]
)
def test_language_and_currency_go_along(spoken: str, code: str, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as reader:
        reader.setattr(st, "session_state", {"view_lang": spoken, "currency": code})
        made = later(lambda: f"{_('Net sales')} {money(1)}")
        assert made() == wanted
    with monkeypatch.context() as nobody, ThreadPoolExecutor() as pool:
        nobody.setattr(st, "session_state", {})
        assert pool.submit(made).result() == wanted
        assert pool.submit(language).result() == "zh", "nothing stays behind in the thread"
