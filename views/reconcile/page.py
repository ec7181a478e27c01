"""The Weekly reconciliation page: promised, claimed, proven and the verdict, how often claims held, and the week's entries."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import streamlit as st

import warehouse
from book import Entry, book
from reports.claims.promised import BUDGET
from reports.claims.reconcile import Line, Reconciliation, reconcile
from reports.claims.record import CLAIM, DIFFERENCE, Claim, claims
from reports.claims.word import claimable
from reports.metric import Figures, ratio
from views import view
from views.html import link, note, show, table, text
from views.language import _, joined, listed, plural
from views.numbers import NOTHING, figure, money, period, rate
from views.reconcile.words import apart, figure_name, rows_of, state_name, value, verdict, without
from views.view import address


def found(shop: warehouse.Shop, week: date) -> Reconciliation:
    """The week's three columns, refunds dated as in view."""
    return reconcile(view.scope(shop, week, week + timedelta(days=6)), week)


def claims_of(shop: warehouse.Shop, week: date) -> list[Claim]:
    """The claims in force about the week or days of it."""
    return [each for each in claims(book(shop)) if week <= each.first and each.last <= week + timedelta(days=6)]


def sentence(answer: Reconciliation) -> None:
    """What came of the week's claims, in words."""
    days = period(answer.week_start, answer.week_start + timedelta(days=6))
    lines = [line for line in (*answer.lines, *answer.days) if line.verdict]
    if not lines:
        said = _("{days}: nothing has been claimed yet. Enter the operator's report below.")
        show(f'<p class="dz-say">{said.format(days=days)}</p>')
        return
    held = [line for line in lines if line.verdict and line.verdict.is_hit]
    alarms = [line for line in lines if line.verdict and line.verdict.is_alarm]
    sentences = [_("{days}: {held} of {all} claims hold.").format(days=days, held=len(held), all=len(lines))]
    if alarms:
        names = listed(
            f"<b>{text(figure_name(line.figure))} {_unbroken(apart(line.unit, line.verdict.unexplained))}</b>"
            for line in alarms
            if line.verdict and line.verdict.unexplained is not None
        )
        sentences.append(_("Unexplained: {names}.").format(names=names))
    elif any(line.word == "contradicted" for line in lines):
        sentences.append(_("Every difference is explained."))
    show(f'<p class="dz-say">{joined(sentences)}</p>')


def _unbroken(amount: str) -> str:
    return f'<span class="dz-one">{amount}</span>'


def columns(answer: Reconciliation, signed: Figures) -> None:
    """The three columns and the verdict, with what was signed where the rows say something else today; on a phone each
    figure is a card.
    """
    names = (_("Figure"), _("Promised"), _("Claimed"), _("Proven"), _("Verdict"))
    head = "".join(f'<th scope="col" class="{"n" if 0 < n < 4 else ""}">{each}</th>' for n, each in enumerate(names))
    rows = "".join(_row(line, names, signed) for line in (*answer.lines, *answer.days))
    show(f'<table class="dz-stack"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>')
    if all(line.promised is None for line in answer.lines):
        said = _("Nothing was promised for this week: the engagement has no target and no fee for it.")
        way = link(_("Say what was agreed"), address("engagement"))
        show(f'<p class="soft">{joined([said, way])}</p>')
    if answer.state == "provisional":
        show(
            f'<p class="soft">{_("The week is provisional: sources or unit costs are missing.")} {link(_("See the week"), address("./"))}</p>'
        )


def _row(line: Line, names: Sequence[str], signed: Figures) -> str:
    name = text(figure_name(line.figure))
    if line.first == line.last:
        name += f'<span class="sub">{line.first:%Y-%m-%d}</span>'
    claimed = value(line.unit, line.claim.value) if line.claim else NOTHING
    if line.claim:
        claimed += f'<span class="sub">{text(line.claim.given)}</span>'
    cells = (name, _promised(line), claimed, _proven(line, signed), verdict(line))
    is_quiet = line.promised is None and line.claim is None  # one line on a phone
    kind = "now" if line.verdict and line.verdict.is_alarm else "quiet" if is_quiet else ""
    is_silent = [cell == NOTHING for cell in cells[:-1]] + [line.verdict is None]  # a phone leaves these out
    body = "".join(
        f'<td class="{"n" if 0 < n < 4 else ""} {"none" if is_silent[n] else ""}" data-name="{text(names[n])}"><div>{cell}</div></td>'
        for n, cell in enumerate(cells)
    )
    return f'<tr class="{kind}">{body}</tr>'


def _promised(line: Line) -> str:
    """What was promised, and how far the proven figure is from it."""
    if line.promised is None:
        return NOTHING
    shown = money(line.promised)
    if line.proven is None:
        return shown
    gap = line.proven - line.promised
    share = rate(ratio(abs(gap), line.promised))
    if line.figure == BUDGET:
        words = _("{amount} ({share}) over it") if gap > 0 else _("{amount} ({share}) left")
    else:
        words = _("{amount} ({share}) above") if gap > 0 else _("{amount} ({share}) below")
    return f'{shown}<span class="sub">{words.format(amount=money(abs(gap)), share=share) if gap else _("exactly met")}</span>'


def _proven(line: Line, signed: Figures) -> str:
    shown = rows_of(line)
    was = signed.get(line.figure, line.proven) if line.first < line.last else line.proven
    if line.unit in ("money", "count") and was != line.proven:  # shares follow from these
        shown += f'<span class="sub">{_("signed: {amount}").format(amount=figure(line.figure, was))}</span>'
    if line.missing and line.verdict is None:
        return f'{shown}<span class="sub">{without(line.missing, ())}</span>'
    if line.proven_claimed_book not in (None, line.proven):
        both = _("with brushing {amount}").format(amount=value(line.unit, line.proven_claimed_book))
        shown += f'<span class="sub">{both}</span>'
    return shown


def hit_rate(answer: Reconciliation) -> None:
    """How often claims held over the last thirteen weeks."""
    if answer.judged:
        said = _("Of {judged} claims of the last 13 weeks that could be judged, {hits} held: {share}.").format(
            judged=answer.judged, hits=answer.hits, share=f"<b>{rate(answer.hits / answer.judged)}</b>"
        )
        show(note([said], "calm"))


def history(shop: warehouse.Shop, week: date) -> None:
    """Every entry of the week, the newest first: what was claimed, changed, taken back, said."""
    ledger = book(shop)
    entries = [each for kind in (CLAIM, DIFFERENCE) for each in ledger.entries(kind) if _is_of(each, week)]
    if not entries:
        return
    title = plural("History: {count} entry", "History: {count} entries", len(entries))
    with st.expander(title):
        header = [(_("When"), "d"), (_("Who"), ""), (_("What"), "")]
        rows = [
            ("", [f"{entry.written_at.astimezone():%m-%d %H:%M}", text(entry.who), _what(entry)])
            for entry in sorted(entries, key=lambda each: -each.number)
        ]
        show(table(header, rows))


def _is_of(entry: Entry, week: date) -> bool:
    return week.isoformat() <= entry.subject[:10] <= (week + timedelta(days=6)).isoformat()


def _what(entry: Entry) -> str:
    metric = entry.subject.split(" ")[-1]
    name = text(figure_name(metric))
    if entry.body is None:
        return _("{figure}: the claim was taken back").format(figure=name)
    if entry.kind == CLAIM:
        sources = {"typed": _("typed"), "pasted": _("pasted"), "uploaded": _("uploaded")}
        unit = claimable()[metric].unit
        claimed = value(unit, Decimal(entry.body["value"]))
        return _("{figure}: claimed {value} ({source})").format(
            figure=name, value=claimed, source=sources[entry.body["source"]]
        )
    said = [state_name(entry.body["state"]), entry.body.get("owner") or "", entry.body.get("comment") or ""]
    said += [each["name"] for each in entry.body.get("attachments", [])]
    return f"{name}: {text(' · '.join(each for each in said if each))}"
