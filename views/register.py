"""The register: every upload ever loaded, and the way to take one out."""

from datetime import datetime
from decimal import Decimal

import streamlit as st

import warehouse
from etl.format import formats
from etl.register import Entry, Upload, entries
from views.frame import shop_title
from views.html import plain, show, table, text
from views.language import _
from views.numbers import money
from views.takeout import take_out
from views.words import origin_name


def register(shop: warehouse.Shop) -> None:
    """Every upload, newest first, and the way to take one out."""
    known = entries(shop)
    if not known:
        return
    st.subheader(_("What has been loaded into {shop}").format(shop=plain(shop_title(shop.name))))
    header = [
        ("#", "n"),
        (_("File"), ""),
        (_("Recognised as"), "wide-only"),
        (_("Period"), "d"),
        (_("Rows"), "n"),
        (_("Sum"), "n"),
        (_("When, by whom"), "d wide-only"),
    ]
    show(table(header, [("", _line(entry)) for entry in reversed(known)]))
    take_out(shop, [entry.upload for entry in known if not entry.undone_at])


def _line(entry: Entry) -> list[str]:
    each = entry.upload
    label = _(formats()[each.format].label) if each.format in formats() else _("your own column map")
    moment = f"{datetime.fromisoformat(each.at).astimezone():%Y-%m-%d %H:%M}"
    return [
        str(each.upload),
        f"{text(each.file)}{_fingerprint(each)}{_taken_out(entry)}",
        text(label),
        f"{each.period[0]} –<br>{each.period[1]}" if each.period else "",
        f"{each.rows:,}",
        money(Decimal(each.sum)) if each.sum else "",
        f"{moment}<span class='sub'>{text(each.by)} · {origin_name(each.origin)}</span>",
    ]


def _fingerprint(upload: Upload) -> str:
    """The first digits of the file's SHA-256; the whole of it at the pointer."""
    return f'<span class="sub"><code title="{text(upload.sha256)}">{text(upload.sha256[:8])}</code></span>'


def _taken_out(entry: Entry) -> str:
    if not entry.undone_at:
        return ""
    return f'<span class="sub bad">{_("taken out {when}").format(when=entry.undone_at[:10])}</span>'
