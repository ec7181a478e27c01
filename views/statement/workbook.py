"""The 对账表 as Excel: formulas that live, from the source rows up; sheets of days, rows and definitions; signature boxes."""

from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from reports.metric import Figure, metrics, ratio
from reports.signing.restate import total
from reports.statement import Statement
from views.language import _
from views.numbers import unit_of
from views.paper.cells import Paper
from views.statement import said, sheets
from views.statement.formulas import VALUE, Ladder, on
from views.statement.said import DAY_LINES, STRONG, lines

HEAD = 6  # the row, counted from 0, of the ladder's headers
LAST = 4  # the last column of the sheet
WIDTHS = (34, 19, 15, 19, 15)


def statement_book(title: str, found: Statement) -> bytes:
    """The 对账表 of a week as an Excel file, in the reader's language."""
    paper = Paper(title)
    sources = sheets.row_names(found)
    ladder = Ladder(_("Statement"), {name: HEAD + 1 + n for n, name in enumerate(lines(found))}, sources)
    first = paper.sheet(ladder.sheet, WIDTHS, head=HEAD, upright=True)
    sheets.reconciliation(paper, found, ladder)
    sheets.days(paper, found)
    sheets.rows(paper, found, sources)
    sheets.definitions(paper, found)
    _statement(paper, first, title, found, ladder)
    return paper.bytes()


def _statement(paper: Paper, sheet: Worksheet, title: str, found: Statement, ladder: Ladder) -> None:
    paper.wide(sheet, 0, LAST, f"{title} · {_('Statement')}", "title")
    facts = said.facts(found)
    for n, (name, value) in enumerate(facts):
        row, first = 1 + n // 2, (0, 2)[n % 2]
        paper.wide(sheet, row, (1, LAST)[n % 2], f"{name} · {value}", "text", first=first)
        sheet.set_row(row, 30 if any(len(text) > 28 for _name, text in facts[n - n % 2 : n - n % 2 + 2]) else 15)
    paper.wide(sheet, HEAD - 1, LAST, said.origin(found), "text", "soft")
    sheet.set_row(HEAD - 1, 30)
    heads = [_("Figure"), _("This week"), _("of net sales"), _("Sum of the days"), _("Difference")]
    paper.heads(sheet, HEAD, heads, (1, 2, 3, 4))
    for name in ladder.rows:
        _line(paper, sheet, found, ladder, name)
    row = _carried(paper, sheet, found, ladder, HEAD + len(ladder.rows) + 2)
    row = _moved(paper, sheet, found, row)
    _boxes(paper, sheet, found, row)


def _line(paper: Paper, sheet: Worksheet, found: Statement, ladder: Ladder, name: str) -> None:
    unit, strong, row = unit_of(name), "strong" if name in STRONG else "", ladder.rows[name]
    sheet.set_row(row, 17)
    value, metric = found.week.figures[name], metrics()[name]
    paper.text(sheet, row, 0, _(metric.label), "label", strong)
    if value is None and metric.sums:
        paper.number(sheet, row, VALUE, None, unit, strong)  # no source: a sum of no rows would say zero
    else:
        paper.formula(sheet, row, VALUE, ladder.formula(name), value, unit, strong)
    for column in (2, 3, 4) if strong else ():
        sheet.write_blank(row, column, None, paper.look(strong))
    if unit == "money":
        paper.formula(sheet, row, 2, ladder.share(name), ratio(value, found.week.figures["net_sales"]), "rate", strong)
    if name in DAY_LINES and value is not None and any(day.figures[name] is not None for day in found.days):
        column = DAY_LINES.index(name) + 1
        days = sheets.sum_of_days(found, name)
        there = on(_("By day"), xl_rowcol_to_cell(sheets.DAYS_TOTAL, column))
        paper.formula(sheet, row, 3, f"={there}", days, unit, strong)
        gap = f"=ROUND({ladder.cell(name)}-{xl_rowcol_to_cell(row, 3)},2)"
        paper.formula(sheet, row, 4, gap, Decimal(value) - days, unit, strong)


def _carried(paper: Paper, sheet: Worksheet, found: Statement, ladder: Ladder, row: int) -> int:
    """What earlier, signed weeks leave to this one, and the profit with it; the row behind it."""
    if not found.carried:
        return row
    paper.wide(sheet, row, LAST, _("Carried from signed weeks"), "head")
    first = row + 1
    for row, (words, amount) in enumerate(said.carried_lines(found), first):
        paper.text(sheet, row, 0, words, "label")
        paper.number(sheet, row, VALUE, amount, "money")
    own = ladder.cell("net_profit")
    profit = found.week.figures["net_profit"]
    with_it: Figure = None if profit is None else Decimal(profit) + total(found.carried, "net_profit")
    span = f"{xl_rowcol_to_cell(first, VALUE)}:{xl_rowcol_to_cell(row, VALUE)}"
    paper.text(sheet, row + 1, 0, _("Net profit with what was carried"), "label", "strong")
    formula = f'=IF(ISNUMBER({own}),ROUND({own}+SUM({span}),2),"–")'
    paper.formula(sheet, row + 1, VALUE, formula, with_it, "money", "strong")
    return row + 3


def _moved(paper: Paper, sheet: Worksheet, found: Statement, row: int) -> int:
    """The way of a signed week's figures to today's, by cause; the row behind it."""
    moved = said.moved(found)
    if not moved:
        return row
    paper.heads(sheet, row, [_("Changed since it was signed"), _("Signed"), _("Difference"), _("Today")], (1, 2, 3))
    for line, each in enumerate(moved, row + 1):
        unit, strong = unit_of(each.figure), "" if each.cause else "strong"
        words = f"    {each.cause}" if each.cause else _(metrics()[each.figure].label)
        paper.text(sheet, line, 0, words, "label", strong or "soft")
        sheet.set_row(line, 17)
        for column, value in ((1, each.signed), (2, each.change), (3, each.today)):
            if column == 2 or not each.cause:
                paper.number(sheet, line, column, value, unit, strong or "soft")
    return row + len(moved) + 2


def _boxes(paper: Paper, sheet: Worksheet, found: Statement, row: int) -> None:
    """Where both sides sign; who signed already stands in them."""
    for first, last, side in ((0, 1, "merchant"), (2, LAST, "agency")):
        for n, words in enumerate(said.box(found, side)):
            paper.wide(sheet, row + n, last, words, "box" if n else "boxhead", first=first)
            sheet.set_row(row + n, 24 if n else 18)
