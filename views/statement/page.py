"""The 对账表 as one HTML page of its own: prints on A4 with no column lost, its heads repeated, with signature boxes."""

from collections.abc import Sequence
from decimal import Decimal

from reports.metric import metrics, ratio
from reports.signing.restate import total
from reports.statement import Statement
from views.html import table, text
from views.language import _
from views.numbers import NOTHING, count, figure, money, rate, unit_of, weekday
from views.paper import page
from views.reconcile.words import figure_name, reason, value, verdict
from views.statement import said
from views.statement.said import BESIDE, DAY_LINES, STRONG, bare, lines, profit_lines


def statement_page(title: str, found: Statement) -> str:
    """The whole page, in the reader's language; nothing in it is fetched from anywhere."""
    parts = [
        page.head(_("Statement"), title, said.facts(found)),
        f'<div class="pair"><div>{_ladder(found)}</div><div>{_beside(found)}</div></div>',
        _carried(found),
        _moved(found),
        page.section(_("Reconciliation"), _reconciliation(found), said.proven_note(found), "claims"),
        page.section(_("By day"), _days(found), kind="days"),
        page.boxes([_box(found, side) for side in ("merchant", "agency")]),
        page.section(_("Files behind the figures"), _files(found)),
        page.section(_("Definitions"), _definitions(found)),
        f'<p class="mark">{text(said.origin(found))}</p>',
    ]
    foot = f"{title} · {_('Statement')} {said.number(found)}"
    return page.whole(f"{title} {said.number(found)}", foot, parts)


def _ladder(found: Statement) -> str:
    figures, net = found.week.figures, found.week.figures["net_sales"]
    rows = [
        (
            "sum" if name in STRONG else "",
            [
                text(_(metrics()[name].label)),
                figure(name, figures[name]),
                rate(ratio(figures[name], net)) if unit_of(name) == "money" else "",
            ],
        )
        for name in profit_lines(found)
    ]
    return table([(_("Figure"), ""), (_("This week"), "n"), (_("of net sales"), "n")], rows)


def _beside(found: Statement) -> str:
    """What is no step of the ladder: shares, and the short profit."""
    rows = [("", [text(_(metrics()[name].label)), figure(name, found.week.figures[name])]) for name in BESIDE]
    return table([(_("Beside the ladder"), ""), (_("This week"), "n")], rows)


def _days(found: Statement) -> str:
    header = [(_("Day"), ""), *((text(_(metrics()[name].label)), "n") for name in DAY_LINES)]
    rows: list[tuple[str, Sequence[str]]] = [
        ("", [f"{day.first:%m-%d} {weekday(day.first)}", *(_bare(name, day.figures[name]) for name in DAY_LINES)])
        for day in found.days
    ]
    totals = [_bare(name, found.week.figures[name]) for name in DAY_LINES]
    return table(header, [*rows, ("sum", [_("Total"), *totals])])


def _bare(name: str, value: object) -> str:
    """An amount without its sign of money, so that a row of them fits the paper."""
    if value is None:
        return NOTHING
    return count(value) if unit_of(name) == "count" else f"{Decimal(str(value)):,.2f}"  # type: ignore[arg-type]


def _files(found: Statement) -> str:
    header = [(_("Figure"), "name"), (_("File"), ""), (_("Rows"), "n"), (_("Amount"), "n")]
    rows = [
        (
            "",
            [
                text(_(metrics()[each["figure"]].label)),
                text(each["file"] or _("agreed, not from a file")),
                count(each["rows"]),
                count(each["amount"]) if unit_of(each["figure"]) == "count" else money(each["amount"]),
            ],
        )
        for each in found.by_file()
    ]
    return table(header, rows)


def _definitions(found: Statement) -> str:
    items = "".join(
        f"<div><dt>{text(_(metrics()[name].label))}</dt><dd>{text(_(metrics()[name].how))}</dd></div>"
        for name in lines(found)
    )
    return f'<dl class="terms">{items}</dl>'


def _box(found: Statement, side: str) -> tuple[str, Sequence[str]]:
    whose, *fields = said.box(found, side)
    return whose, fields


def _carried(found: Statement) -> str:
    """What signed weeks leave to this one."""
    if not found.carried:
        return ""
    rows = [("", [text(words), money(amount, signed=True)]) for words, amount in said.carried_lines(found)]
    last = ("sum", [_("Total"), money(total(found.carried, "net_profit"), signed=True)])
    body = table([(_("Week and cause"), ""), (_("In net profit"), "n")], [*rows, last])
    return page.section(_("Carried from signed weeks"), body)


def _moved(found: Statement) -> str:
    """The way of a signed week's figures to today's, by cause."""
    moved = said.moved(found)
    if not moved:
        return ""
    header = [(_("Figure"), ""), (_("Signed"), "n"), (_("Difference"), "n"), (_("Today"), "n")]
    rows = [
        ("cause", [text(each.cause), "", figure(each.figure, each.change, signed=True), ""])
        if each.cause
        else (
            "sum",
            [
                text(_(metrics()[each.figure].label)),
                figure(each.figure, each.signed),
                figure(each.figure, each.change, signed=True),
                figure(each.figure, each.today),
            ],
        )
        for each in moved
    ]
    return page.section(_("Changed since it was signed"), table(header, rows))


def _reconciliation(found: Statement) -> str:
    header = [(_("Figure"), "name"), (_("Promised"), "n"), (_("Claimed"), "n"), (_("Proven"), "n"), (_("Verdict"), "")]
    rows = [
        (
            "",
            [
                text(figure_name(line.figure)),
                value(line.unit, line.promised),
                value(line.unit, line.claim.value if line.claim else None),
                value(line.unit, line.proven),
                text(bare(verdict(line)))
                + "".join(f"<br>{reason(line, each)}" for each in (line.verdict.explained if line.verdict else ())),
            ],
        )
        for line in found.reconciliation.lines
    ]
    return table(header, rows)
