"""The rows behind a figure: what it means, every row that adds to it, and the file to check it with."""

import csv
import hashlib
import io
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import streamlit as st

import warehouse
from reports.metric import Metric, metrics
from reports.out import harmless
from reports.trace import Trace
from views import defined, view
from views.html import link, plain, show, table, text
from views.language import _, joined, plural
from views.numbers import NOTHING, figure, period
from views.view import address
from views.words import clause_name

SHOWN = 50


def figure_in_view() -> str:
    """The figure that the address names; gross sales where it names none."""
    named = view.held("figure")
    return named if named in metrics() else "gross_sales"


def explain(shop: warehouse.Shop, name: str) -> None:
    """The figure's name, how it is computed and by which version, why the platform may show another number."""
    metric = metrics()[name]
    product = view.held("product")
    st.subheader(_(metric.label) + (f" · {plain(product)}" if product else ""))
    said = [f"<b>{_('How it is computed.')}</b> {text(_(metric.how))}"]
    if metric.parts or metric.over:
        said.append(_formula(metric))
    if metric.differs:
        said.append(f"<b>{_('Why the platform may show another number.')}</b> {text(_(metric.differs))}")
    said.append(f'<span class="soft">{defined.sentence(shop, name)}</span>')
    show("".join(f"<p>{each}</p>" for each in said))


def _formula(metric: Metric) -> str:
    """What the figure is made of; each part leads to its own rows."""

    def part(name: str) -> str:
        return link(text(_(metrics()[name].label)), address("rows", figure=name, product=view.held("product")))

    if metric.over:
        return f"{text(_(metric.label))} = {part(metric.over[0])} ÷ {part(metric.over[1])}"
    signed = [
        ("− " if sign < 0 else "+ " if place else "") + part(name) for place, (name, sign) in enumerate(metric.parts)
    ]
    return f"{text(_(metric.label))} = {' '.join(signed)}"


def way_back(number: int) -> None:
    """The page the reader came from."""
    if view.days():
        show(link("← " + _("Back to before and after"), address("compare", refunds=None)))
    elif number == 1 and not view.held("product"):
        show(link("← " + _("Back to the week"), address("./", figure=None)))
    else:
        show(link("← " + _("Back to the products"), address("products", weeks=str(number))))


def listing(found: Trace) -> None:
    """The first rows, the number of all, and their sum."""
    total = figure(found.figure, found.sum)
    said = plural("{count} row adds to it;", "{count} rows add to it;", found.rows.num_rows)
    amount = _("their sum is {sum}.").format(sum=f"<b>{total}</b>")
    show(f'<p class="dz-say">{joined([said, amount])} <span class="soft">{period(found.first, found.last)}</span></p>')
    summary(found)
    header = [(_("File"), ""), (_("Row"), "n"), (_("Amount"), "n"), (_("What"), ""), (_("Part of"), "wide-only")]
    lines = []
    for row in found.rows.slice(0, SHOWN).to_pylist():
        split = (
            _("split by row {row} of {file}").format(row=row["split_by_row"], file=row["split_by_file"])
            if row["split_by_row"]
            else ""
        )
        price = (
            _("priced by row {row} of {file}").format(row=row["priced_by_row"], file=row["priced_by_file"])
            if row["priced_by_row"]
            else ""
        )
        extra = "".join(f'<span class="sub">{text(each)}</span>' for each in (split, price) if each)
        file = _file(row) + (f" [{text(row['sheet'])}]" if row["sheet"] else "")
        lines.append(
            (
                "",
                [
                    file + extra,
                    NOTHING if row["row"] is None else f"{row['row']:,}",
                    figure(row["part"], row["amount"]),
                    _subject(row),
                    text(_(metrics()[row["part"]].label)),
                ],
            )
        )
    show(table(header, lines))
    if found.rows.num_rows > SHOWN:
        st.caption(_("The first {shown} rows are shown; the download holds all.").format(shown=SHOWN))


def _file(row: Mapping[str, Any]) -> str:
    """Where a row stands: in a file, or in the contract."""
    return text(row["file"]) if row["file"] else link(_("Contract"), address("contract"))


def _subject(row: Mapping[str, Any]) -> str:
    """What a row is about; a row of the contract names its clause."""
    clause = f"{text(clause_name(row['clause']))} " if row.get("clause") else ""
    return f"{clause}{text(row['subject'] or '')}"


def summary(found: Trace) -> None:
    """Which file adds how much, where more than one does."""
    groups = found.by_file()
    if len(groups) < 2:
        return
    header = [(_("File"), ""), (_("Rows"), "n"), (_("Amount"), "n")]
    lines = [
        ("", [_summed(found, group), f"{group['rows']:,}", figure(group["part"], group["amount"])]) for group in groups
    ]
    total = [_("Total"), f"{found.rows.num_rows:,}", figure(found.figure, found.sum)]
    show(table(header, [*lines, ("total", total)]))
    show(f"<p><b>{_('Row by row')}</b></p>")


def _summed(found: Trace, group: Mapping[str, Any]) -> str:
    """The file, and what its rows are part of where that is another figure."""
    part = text(_(metrics()[group["part"]].label)) if group["part"] != found.figure else ""
    return f"{_file(group)}<span class='sub'>{part}</span>"


def download(shop: warehouse.Shop, found: Trace) -> None:
    """All rows as CSV. The name carries the content's fingerprint, so that nobody is ever served older bytes."""
    offer(found.rows, f"{shop.title}-{found.figure}-{found.first:%Y%m%d}-{found.last:%Y%m%d}")


def offer(rows: pa.Table, name: str) -> None:
    """A button that downloads a table of rows under this name and its fingerprint."""
    content = _csv(rows)
    mark = hashlib.sha256(content).hexdigest()[:10]
    st.download_button(
        _("Download all rows"), content, f"{name}-{mark}.csv", "text/csv", icon=":material/download:", on_click="ignore"
    )


def _csv(rows: pa.Table) -> bytes:
    """UTF-8 with a mark for spreadsheet programs; text that could run as a formula is made harmless, numbers stay numbers."""
    file = io.StringIO()
    writer = csv.writer(file)
    names = rows.column_names
    writer.writerow(names)
    for row in rows.to_pylist():
        writer.writerow([harmless(row[name]) for name in names])
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8")
