"""The register: every upload ever loaded, and the way to take one out."""

from datetime import datetime
from decimal import Decimal

import streamlit as st

import warehouse
from etl.findings import Finding, findings
from etl.formatfile import formats
from etl.register import Entry, Upload, entries
from views.frame import shop_title
from views.html import note, plain, show, table, text
from views.language import _
from views.numbers import money
from views.session import may
from views.takeout import take_out
from views.words import origin_name
from warehouse import access


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
        (_("Period"), "d wide-only"),
        (_("Rows"), "n"),
        (_("Sum"), "n"),
        (_("When, by whom"), "d wide-only"),
    ]
    asked = _findings(shop)
    rows = []
    for entry in reversed(known):
        about = [each for each in asked if entry.upload.upload in (each.upload, each.other)]
        rows.append(("asked" if about else "", _line(entry, sees_costs=may(access.SEE_COSTS, shop.name))))
        if about:
            rows.append(("remark", [note([_question(each) for each in about])]))
    show(table(header, rows))
    take_out(shop, [entry.upload for entry in known if not entry.undone_at])


def _findings(shop: warehouse.Shop) -> list[Finding]:
    """Computed once for a build: any click runs the page again."""
    builds = shop.builds()
    what = shop.name, builds[-1].name if builds else None
    if st.session_state.get("findings", (None,))[0] != what:
        st.session_state["findings"] = what, findings(shop)
    found: list[Finding] = st.session_state["findings"][1]
    return found


def _question(finding: Finding) -> str:
    named = {"check": _(finding.fields["check"])} if "check" in finding.fields else {}
    return text(finding.filled(_(finding.sentence), money(finding.amount), **named))


def _line(entry: Entry, *, sees_costs: bool) -> list[str]:
    each = entry.upload
    label = _(formats()[each.format].label) if each.format in formats() else _("your own column map")
    moment = f"{datetime.fromisoformat(each.at).astimezone():%Y-%m-%d %H:%M}"
    return [
        str(each.upload),
        f"{text(each.file)}{_fingerprint(each)}{_period(each)}{_taken_out(entry)}",
        text(label),
        f"{each.period[0]} –<br>{each.period[1]}" if each.period else "",
        f"{each.rows:,}",
        money(Decimal(each.sum)) if each.sum and sees_costs else "",
        f"{moment}<span class='sub'>{text(each.by)} · {origin_name(each.origin)}</span>",
    ]


def _fingerprint(upload: Upload) -> str:
    """The first digits of the file's SHA-256; the whole of it at the pointer."""
    return f'<span class="sub"><code title="{text(upload.sha256)}">{text(upload.sha256[:8])}</code></span>'


def _period(upload: Upload) -> str:
    """Where the table is too narrow for a column of its own."""
    return f'<span class="sub narrow-only">{upload.period[0]} – {upload.period[1]}</span>' if upload.period else ""


def _taken_out(entry: Entry) -> str:
    if not entry.undone_at:
        return ""
    return f'<span class="sub bad">{_("taken out {when}").format(when=entry.undone_at[:10])}</span>'
