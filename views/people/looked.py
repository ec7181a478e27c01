"""Who looked at a shop, and who took a file along."""

import csv
import io

import streamlit as st

import warehouse
from book import seen
from book.ledger import Entry
from views.html import show, table, text
from views.language import _
from views.later import later

SHOWN = 50


def section(shop: warehouse.Shop) -> None:
    """The newest of it, and all of it as a file."""
    found = seen.seen(shop)
    st.subheader(_("Who looked, and who took something along"))
    if not found:
        show(f'<p class="soft">{_("nothing yet")}</p>')
        return
    rows = [
        ("", [f"{each.written_at.astimezone():%Y-%m-%d %H:%M}", text(each.who), _what(each)])
        for each in reversed(found[-SHOWN:])
    ]
    show(table([(_("When"), "d"), (_("Who"), ""), (_("What"), "")], rows))
    st.caption(
        _("Each line holds the fingerprint of the line before it, so that none can be changed or taken away unseen.")
    )
    st.download_button(
        _("All of it as a table"),
        later(lambda: _table(found)),
        file_name=f"{shop.name}-{_('who looked')}.csv",
        mime="text/csv",
        icon=":material/download:",
        key="looked_file",
    )


def _what(entry: Entry) -> str:
    if entry.kind == seen.EXPORTED:
        return _("took along {file}").format(file=text(entry.subject))
    return _("looked at “{page}”").format(page=text(entry.subject))


def _table(found: list[Entry]) -> bytes:
    """Every line with its fingerprint; what a spreadsheet would take for a formula is text."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["number", "at", "who", "kind", "what", "hash"])
    for each in found:
        writer.writerow(
            [each.number, each.written_at.isoformat(), *map(_plain, (each.who, each.kind, each.subject)), each.hash]
        )
    return file.getvalue().encode("utf-8-sig")


def _plain(value: str) -> str:
    return f"'{value}" if value.lstrip()[:1] in tuple("=+-@|%＝＋－＠\t\r") and value else value
