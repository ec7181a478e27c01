"""The 对账表 as one HTML page of its own: prints on A4 with no column lost, its head repeated, with signature boxes."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from reports.metric import metrics, ratio
from reports.signing.restate import total
from reports.statement import Statement
from views.html import table, text
from views.language import _, language
from views.numbers import NOTHING, count, figure, money, period, rate, unit_of, weekday
from views.reconcilewords import figure_name, reason, value, verdict
from views.statement import DAY_LINES, STRONG, bare, box, carried_lines, lines, signed_words
from views.words import basis_name, book_name, week_state

STYLE = Path(__file__).parent / "statement.css"


def statement_page(title: str, found: Statement) -> str:
    """The whole page, in the reader's language; nothing in it is fetched from anywhere."""
    week = found.week
    head = [
        f"<h1>{text(title)} · {_('Statement')}</h1>",
        f'<p class="period">{period(week.first, week.last)} · {text(week_state(week.state, week.missing))} · {text(signed_words(found))}</p>',
        f"<p>{_('Refunds count {basis}; {book}.').format(basis=basis_name(found.scope.refunds), book=book_name(found.scope.book))}</p>",
    ]
    parts = [
        *head,
        _ladder(found),
        _carried(found),
        f"<h2>{_('Reconciliation')}</h2>",
        _reconciliation(found),
        f"<h2>{_('By day')}</h2>",
        _days(found),
        _boxes(found),
        f"<h2>{_('Files behind the figures')}</h2>",
        _files(found),
        f"<h2>{_('Definitions')}</h2>",
        _definitions(found),
        f'<p class="mark">{_("Figures of build {build}; amounts in {currency}.").format(build=text(found.weekly.build), currency=text(found.weekly.currency))}</p>',
    ]
    code = "zh-CN" if language() == "zh" else "en"
    style = STYLE.read_text("utf-8")
    return (
        f'<!doctype html><html lang="{code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{text(title)} {week.first:%Y-%m-%d}</title><style>{style}</style></head><body>{''.join(parts)}</body></html>"
    )


def _ladder(found: Statement) -> str:
    figures = found.week.figures
    net = figures["net_sales"]
    rows = [
        (
            "sum" if name in STRONG else "",
            [
                text(_(metrics()[name].label)),
                figure(name, figures[name]),
                rate(ratio(figures[name], net)) if unit_of(name) == "money" else "",
            ],
        )
        for name in lines(found)
    ]
    return table([(_("Figure"), ""), (_("This week"), "n"), (_("of net sales"), "n")], rows)


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
    header = [(_("Figure"), ""), (_("File"), ""), (_("Rows"), "n"), (_("Amount"), "n")]
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
        f"<dt>{text(_(metrics()[name].label))}</dt><dd>{text(_(metrics()[name].how))}</dd>" for name in lines(found)
    )
    return f"<dl>{items}</dl>"


def _boxes(found: Statement) -> str:
    sides = (box(found, side) for side in ("agency", "merchant"))
    return (
        '<div class="boxes">'
        + "".join(
            f"<div><b>{text(side)}</b>{''.join(f'<p>{text(field)}</p>' for field in fields)}</div>"
            for side, *fields in sides
        )
        + "</div>"
    )


def _carried(found: Statement) -> str:
    """What signed weeks leave to this one."""
    if not found.carried:
        return ""
    rows = [("", [text(said), money(amount, signed=True)]) for said, amount in carried_lines(found)]
    return f"<h2>{_('Carried from signed weeks')}</h2>" + table(
        [(_("Week and cause"), ""), (_("In net profit"), "n")],
        [*rows, ("sum", [_("Total"), money(total(found.carried, "net_profit"), signed=True)])],
    )


def _reconciliation(found: Statement) -> str:
    header = [(_("Figure"), ""), (_("Promised"), "n"), (_("Claimed"), "n"), (_("Proven"), "n"), (_("Verdict"), "")]
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
