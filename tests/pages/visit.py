"""A visit to the app without a browser: open a page, read what a reader would see, press, choose, type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar

import streamlit as st
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
PAGES = (
    "today",
    "week",
    "reconcile",
    "contract",
    "review",
    "summary",
    "products",
    "goods",
    "brushing",
    "alerts",
    "duties",
    "settlement",
    "events",
    "compare",
    "costs",
    "engagement",
    "files",
    "rules",
    "exports",
    "shops",
    "people",
    "rows",
    "mapping",
)
# Fields of Streamlit's messages that a reader never sees: keys, addresses, settings of a look.
UNSEEN = {
    "id", "element_id", "key", "form_id", "url", "icon", "page", "page_script_hash", "external_url", "anchor", "tag", "color", "width", "height",
    "config", "selection_mode", "columns", "arrow_data", "type", "accepted_formats", "data", "spec", "formatting", "gap", "theme",
    "default", "value", "min", "max", "format", "raw_values", "set_value", "raw_value", "script", "value_text", "file_name", "key_in_url",
    "query_param_key", "media_type", "mime", "autocomplete",
}  # fmt: skip


class _Words(HTMLParser):
    """The text of a piece of HTML and its titles, without style, script and what is said in the other language."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inside: list[str] = []
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # What names its language is said in the other one on purpose.
        if tag in ("style", "script") or any(name == "lang" for name, _ in attrs):
            self.inside.append(tag)
        self.words += [value for name, value in attrs if name == "title" and value]

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.words.append(data)


class Visit:
    """One reader's session; `address` is what the query of the address says."""

    user: ClassVar[dict[str, Any] | None] = None  # what a provider of sign-in says of the reader, in team mode

    def __init__(self, page: str = "week", locale: str = "zh-CN", **address: str) -> None:
        self.app = AppTest.from_file(APP, default_timeout=60)
        self.app.context = {"locale": locale}
        self.app.query_params = dict(address)
        if self.user is not None:
            self.app.user = self.user
        # Streamlit's test formats options outside the session; there the language is this one.
        st.session_state["view_lang"] = address.get("lang") or ("zh" if locale.startswith("zh") else "en")
        self.go(page)

    def go(self, page: str) -> Visit:
        """Open a page by its file's name, as the page list does."""
        if page != "today" or self.app._registered_pages:
            self.app.switch_page(f"pages/{page}.py")
        self.app.run()
        return self

    @property
    def address(self) -> dict[str, Any]:
        return dict(self.app.query_params)

    @property
    def title(self) -> str:
        [title] = self.app.title
        return str(title.value)

    @property
    def errors(self) -> list[str]:
        return [str(each.value) for each in [*self.app.exception, *self.app.error]]

    def all(self, kind: str) -> list[Any]:
        """Every element of a kind, in the order of the page."""
        return list(self.app.get(kind))

    @property
    def html(self) -> str:
        """Our own pieces of HTML, as written."""
        return "".join(str(each.value) for each in self.all("html"))

    @property
    def words(self) -> list[str]:
        """Every text that a reader may see or hear, tables that can be edited included."""
        return [word for word in _read(self.app._tree) if word.strip()]

    @property
    def said(self) -> str:
        """All of it in one piece."""
        return "\n".join(self.words)

    def figure(self, name: str) -> str:
        """What is printed of a figure where it first leads to its rows."""
        found = re.search(rf'<a href="rows\?[^"]*figure={name}(?:&amp;[^"]*)?"[^>]*>([^<]*)</a>', self.html)
        return found[1] if found else ""

    def ladder(self, label: str) -> str:
        """The first amount in the line of this label."""
        found = re.search(rf'>{label}</span></td><td class="n">(?:<a [^>]*>)?([^<]*)<', self.html)
        assert found, f"no line {label}"
        return found[1]

    def press(self, key: str) -> Visit:
        self.app.button(key).click().run()
        return self

    def submit(self, label: str) -> Visit:
        [button] = [each for each in self.app.button if each.label == label]
        button.click().run()
        return self

    def choose(self, key: str, value: object) -> Visit:
        self.app.selectbox(key).set_value(value).run()
        return self

    def write(self, key: str, text: str) -> Visit:
        self.app.text_area(key).set_value(text).run()
        return self

    def type(self, key: str, text: str) -> Visit:
        self.app.text_input(key).set_value(text).run()
        return self


def _read(node: Any) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    if isinstance(proto, Message):
        if proto.DESCRIPTOR.name == "Html":
            yield from _Words(proto.body).words
        elif proto.DESCRIPTOR.name == "PlotlyChart":
            yield from [proto.alt, *_chart(json.loads(proto.spec))]
        else:
            yield from _strings(proto)
            if proto.DESCRIPTOR.name == "Dataframe":
                yield from (str(name) for name in node.value.columns)
    for child in getattr(node, "children", {}).values():
        yield from _read(child)


def _strings(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in UNSEEN:
            continue
        for each in value if field.is_repeated else [value]:
            if isinstance(each, Message):
                yield from _strings(each)
            elif isinstance(each, str):
                yield each


def _chart(said: object) -> Iterator[str]:
    """The texts of a chart: the names of its lines and points, its labels, what it says at the pointer."""
    if isinstance(said, list):
        for each in said:
            yield from _chart(each)
    elif isinstance(said, dict):
        for key in ("data", "layout", "annotations"):
            yield from _chart(said.get(key))
        for key in ("name", "text", "title", "x", "y"):
            values = said.get(key)
            yield from (each for each in (values if isinstance(values, list) else [values]) if isinstance(each, str))
