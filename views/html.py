"""Small pieces of HTML: everything that comes from a file is escaped."""

import re
from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st


def show(body: str) -> None:
    """Put a piece of the page's own HTML on the page."""
    st.html(f'<div class="dz">{body}</div>')


def text(value: object) -> str:
    """Any value as HTML text."""
    return escape(str(value), quote=True)


def plain(value: object) -> str:
    """Any value as the text of a heading: Streamlit reads headings and captions as Markdown."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:])", r"\\\1", str(value))


def link(label: str, address: str, hint: str = "") -> str:
    """A link within the app, opened in the same window."""
    return f'<a href="{escape(address, quote=True)}" target="_self" title="{escape(hint, quote=True)}">{label}</a>'


def file_name(path: str) -> str:
    """A file by its own name, with the archive it came in as a hint."""
    return f'<span title="{text(path)}">{text(path.rpartition("/")[2])}</span>'


def table(header: Sequence[tuple[str, str]], rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    """A table from (name, class) headers and (row class, cells); cells are HTML, "n" columns are numbers.

    A row of class "remark" is one cell under all headers: something said about the row above it.
    """
    head = "".join(f'<th class="{kind}" scope="col">{name}</th>' for name, kind in header)
    body = "".join(f'<tr class="{sort}">{_cells(header, sort, cells)}</tr>' for sort, cells in rows)
    return f'<div class="dz-scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _cells(header: Sequence[tuple[str, str]], sort: str, cells: Sequence[str]) -> str:
    if sort == "remark":
        [remark] = cells
        return f'<td colspan="{len(header)}">{remark}</td>'
    return "".join(f'<td class="{kind}">{cell}</td>' for cell, (_, kind) in zip(cells, header, strict=True))


def note(sentences: Sequence[str], kind: str = "") -> str:
    """A marked remark; several become a list."""
    body = sentences[0] if len(sentences) == 1 else "<ul>" + "".join(f"<li>{each}</li>" for each in sentences) + "</ul>"
    return f'<div class="dz-note {kind}">{body}</div>'
