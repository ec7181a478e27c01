"""The tables of a signature: what will be locked, the steps, signed → today by cause, what earlier weeks leave."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from reports.carried import Carried
from reports.metric import Figures, difference, metrics
from reports.scope import Scope
from reports.signing.changes import CAUSES
from reports.signing.restate import RESTATED, Line, Restatement, total
from reports.signing.sign import WeekState
from reports.signing.signatures import Signature, Step, signatures
from reports.weekly import Week
from views.html import link, note, show, table, text
from views.language import _, joined, listed
from views.numbers import NOTHING, count, figure, money, week_label
from views.signing.words import cause_word, side_word, state_mark, state_word, step_word
from views.view import address
from views.words import basis_name, book_name

LOCKED = (
    "orders", "units", "gross_sales", "refunds", "net_sales", "product_cost", "ad_spend", "platform_fees", "fulfilment_cost", "service_fee",
    "other_costs", "total_cost", "net_profit",
)  # fmt: skip


def strip(weeks: Sequence[WeekState], page: str, now: WeekState) -> None:
    """Where each week stands, the newest first; a chip leads to its week."""
    chips = []
    for each in reversed(weeks):
        kind = f"dz-chip {each.state}" + (" here" if each.week_start == now.week_start else "")
        said = f"{state_mark(each.state)} {each.week_start:%m/%d} {text(state_word(each))}"
        target = address(page, week=each.week_start.isoformat())
        chips.append(f'<span class="{kind}">{link(said, target, week_label(each.week_start))}</span>')
    show(f'<div class="dz-chips">{"".join(chips)}</div>')


def sheet(figures: Figures, signature: Signature | None, refunds: str, book: str) -> None:
    """The figures that a signature locks, with the fingerprint they stand on."""
    header = [("", ""), (_("Amount"), "n")]
    rows = [("total" if name == "net_profit" else "", [_label(name), figure(name, figures[name])]) for name in LOCKED]
    show(table(header, rows))
    said = [
        _("Refunds count {basis}; sales {book}.").format(basis=basis_name(refunds), book=book_name(book)),
        *([_fingerprints(signature)] if signature else []),
    ]
    show(f'<p class="soft">{joined(said)}</p>')


def _fingerprints(signature: Signature) -> str:
    template = _("Fingerprint of the rows {rows}, of the definitions {definitions}; {files} tables stand behind it.")
    return template.format(
        rows=f'<code title="{signature.fingerprint}">{signature.fingerprint[:12]}</code>',
        definitions=f'<code title="{signature["definitions"]}">{signature["definitions"][:12]}</code>',
        files=count(len(signature["uploads"])),
    )


def steps(found: WeekState) -> None:
    """Everything that was ever signed of the week, the newest first."""
    header = [(_("When"), "d"), (_("Who"), ""), (_("What"), "d"), (_("Fingerprint"), "wide-only")]
    rows = []
    for each in reversed(found.signed.steps):
        known = _("signed in") if each["verified"] else _("not verified")
        who = f'{text(each.signer)}<span class="sub">{side_word(each["side"])} · {known}</span>'
        what = step_word(each.step) + (f" · v{each.version}" if each.version > 1 else "")
        why = f'<span class="sub">{text(each.entry.why)}</span>' if each.entry.why else ""
        mark = f'<code title="{each.fingerprint}">{each.fingerprint[:12]}</code>'
        rows.append(("", [f'{each.at:%Y/%m/%d}<span class="sub">{each.at:%H:%M}</span>', who, f"{what}{why}", mark]))
    show(table(header, rows))


def standing(found: Sequence[Step]) -> None:
    """Who signed and when, for those who do not see the costs that were signed."""
    if not found:
        show(f"<p>{_('Nobody has signed this week yet.')}</p>")
        return
    header = [(_("When"), "d"), (_("Who"), ""), (_("What"), "d")]
    rows = []
    for each in reversed(found):
        who = f'{text(each.signer)}<span class="sub">{side_word(each.side)}</span>'
        what = step_word(each.step) + (f" · v{each.version}" if each.version > 1 else "")
        rows.append(("", [f'{each.at:%Y/%m/%d}<span class="sub">{each.at:%H:%M}</span>', who, what]))
    show(table(header, rows))
    show(f'<p class="soft">{_("What was signed holds costs, which this shop does not show its operators.")}</p>')


def restated(found: Restatement) -> None:
    """Signed → today, figure by figure, and the causes of each difference with their days."""
    changed = [name for name in RESTATED if found.change(name)]
    if not changed:
        show(note([_("Nothing has changed since it was signed.")], "calm"))
        return
    signed = found.signature.figures
    show(f'<p class="dz-say">{_sentence(found)}</p>')
    header = [("", ""), (_("Signed"), "n"), (_("Difference"), "n"), (_("Today"), "n wide-only")]
    rows: list[tuple[str, list[str]]] = []
    for name in changed:
        target = address("rows", figure=name, week=found.week_start.isoformat(), weeks="1")
        today = link(figure(name, found.today[name]), target, _("Show the rows behind it"))
        cells = [_label(name), figure(name, signed[name]), figure(name, found.change(name), signed=True), today]
        rows.append(("sum" if name in ("net_sales", "total_cost", "net_profit") else "", cells))
        rows += [
            ("", _line(name, line.cause, line.amount, f"{line.known:%Y/%m/%d}"))
            for line in found.lines
            if line.figure == name
        ]
    show(table(header, rows))
    show(f'<p class="soft">{_("Signed + difference = today, to the fen, in every line.")}</p>')


def _line(name: str, cause: str, amount: Decimal, when: str) -> list[str]:
    said = f'<span class="soft">{text(cause_word(cause))} · {when}</span>'
    return [said, "", f'<span class="soft">{figure(name, amount, signed=True)}</span>', ""]


def _sentence(found: Restatement) -> str:
    """Signed 12,340.00 → today 11,905.00: late refunds −400.00, costs corrected −35.00."""
    name = "net_profit" if found.today["net_profit"] is not None else "net_sales"
    parts = _causes(found.lines, name)
    caused, bare = (
        _("{figure}: signed {signed} → today {today}: {causes}"),
        _("{figure}: signed {signed} → today {today}"),
    )
    return (caused if parts else bare).format(
        figure=text(_(metrics()[name].label)),
        signed=money(found.signature.figures[name]),
        today=money(found.today[name]),
        causes=listed(parts),
    )


def figures_signed(scope: Scope, week_start: date) -> Figures:
    """The signed figures of a week; none where it is not signed, or was signed over refunds dated or sales counted otherwise."""
    known = signatures(scope.shop).get(week_start)
    signature = known.in_force if known else None
    if signature is None or (signature["refunds"], signature["book"]) != (scope.refunds, scope.book):
        return {}
    return signature.figures


def carried(lines: Sequence[Carried], is_signed: bool) -> None:
    """What weeks signed before leave to this one, week by week."""
    if not lines:
        return
    show(f"<p><b>{_('Carried from weeks signed before')}</b></p>")
    rows: list[tuple[str, list[str]]] = []
    for week in sorted({each.week_start for each in lines}):
        own = [each for each in lines if each.week_start == week and each.figure in RESTATED]
        effect = f"{_label('net_profit')} {money(total(own, 'net_profit'), signed=True)}"
        rows.append(("sum", [link(week_label(week), address("week", week=week.isoformat())), effect]))
        rows += [("", [_carried_line(each), figure(each.figure, each.amount, signed=True)]) for each in own]
    rows.append(("total", [_("Together in net profit"), money(total(lines, "net_profit"), signed=True)]))
    show(table([("", ""), ("", "n")], rows))
    signed = _("They were signed with this week.")
    still = _("They are not in the figures above; this week is signed with them.")
    show(f'<p class="soft">{signed if is_signed else still}</p>')


def _carried_line(each: Carried) -> str:
    return f'{_label(each.figure)} <span class="soft">· {text(cause_word(each.cause))}</span>'


def carried_note(lines: Sequence[Carried]) -> None:
    """The same in a sentence a week: carried from 06/01 – 06/07: net profit −400.00 (late refunds −400.00)."""
    said = []
    for week in sorted({each.week_start for each in lines}):
        own = [each for each in lines if each.week_start == week]
        template = _("Carried from {week}: net profit {amount} ({causes}).")
        causes = _causes(own, "net_profit")
        if causes:
            amount = money(total(own, "net_profit"), signed=True)
            said.append(template.format(week=week_label(week), amount=amount, causes=listed(causes)))
    if said:
        show(note(said, "calm"))


def _causes(lines: Sequence[Carried | Line], name: str) -> list[str]:
    """Each cause with what it changes in a figure."""
    amounts = {cause: total([line for line in lines if line.cause == cause], name) for cause in CAUSES}
    return [f"{text(cause_word(cause))} {money(amount, signed=True)}" for cause, amount in amounts.items() if amount]


def beside(week: Week) -> None:
    """Beside the figures of a signed week: that they are signed, and what its rows say today."""
    if week.recomputed is None:
        return
    said = [_("This week is signed. What arrives later does not change its figures.")]
    name = (
        "net_profit"
        if week.recomputed["net_profit"] is not None and week.figures["net_profit"] is not None
        else "net_sales"
    )
    moved = difference(week.recomputed[name], week.figures[name])
    if moved:
        template = _(
            "By the rows of today {figure} would be {today}, {difference}; the difference is carried into the next open week."
        )
        said.append(
            template.format(
                figure=text(_(metrics()[name].label)),
                today=money(week.recomputed[name]),
                difference=money(moved, signed=True),
            )
        )
    show(note([joined(said)], "calm"))


def beside_rows(week: Week | None, name: str) -> None:
    """Beside the rows of a figure of a signed week: what was signed; the rows are today's."""
    if week is None or week.recomputed is None or week.figures[name] == week.recomputed[name]:
        return
    template = _("{signed} was signed; below stand the rows of today, {today}.")
    show(
        note(
            [template.format(signed=figure(name, week.figures[name]), today=figure(name, week.recomputed[name]))],
            "calm",
        )
    )


def _label(name: str) -> str:
    return text(_(metrics()[name].label)) if name in metrics() else NOTHING
