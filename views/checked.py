"""What the files turned out to be, before anything changes: recognised, checked, or refused with every problem."""

from collections import defaultdict
from collections.abc import Iterable

import streamlit as st

from etl.errors import Problem
from etl.loaded import Loaded
from views import answers, problem
from views.html import note, show, table, text
from views.language import _, joined, listed, plural
from views.numbers import money
from views.words import entity_name, grade_name, note_name, platform_name

SHOWN = 10  # problems of one cause


def checked(results: Iterable[Loaded]) -> None:
    """One box per sheet."""
    for each in results:
        name = each.file + (f" [{each.sheet}]" if each.sheet else "")
        with st.container(border=True):
            if each.status == "refused":
                show(f"<b>✕ {text(name)}</b> · {_('refused, nothing of it was loaded')}")
                _problems(each)
                answers.offer(each.problems, name)
            elif each.status == "already loaded":
                show(
                    f"<b>＝ {text(name)}</b> · {_('already loaded as number {number}; it changes nothing').format(number=each.upload)}"
                )
            else:
                show(f"<b>✓ {text(name)}</b>")
                _recognised(each)
                _preview(each)


def _recognised(each: Loaded) -> None:
    assert each.format is not None
    platform, label = platform_name(each.format.platform), _(each.format.label)
    what = label if platform in label else f"{platform} · {label}"
    rows = plural("{count} row", "{count} rows", each.rows)
    place = _("header in row {row}").format(row=each.header_row) if each.header_row else ""
    facts = [
        f"<b>{text(what)}</b> ({text(entity_name(each.format.entity))})",
        f"{each.period[0]} – {each.period[1]}" if each.period else "",
        f"{rows}, {money(each.sum)}" if each.sum is not None else rows,
        ", ".join(part for part in (each.encoding.upper(), place) if part),
    ]
    show(
        '<div class="dz-chips">' + "".join(f'<span class="dz-chip">{fact}</span>' for fact in facts if fact) + "</div>"
    )
    said = found_in(each)
    if each.format.grade in ("code", "manual", "guess"):
        said.append(_("Header known from {grade}.").format(grade=grade_name(each.format.grade)))
    said += [text(note_name(one)) for one in each.notes]
    show("<ul>" + "".join(f"<li>{one}</li>" for one in said) + "</ul>")


def found_in(each: Loaded) -> list[str]:
    """What the reader should know of a table that can be loaded: new rows, rows set aside, sums that hold or do not."""
    said = [
        _("{new} new · {updated} changed · {unchanged} unchanged").format(
            new=f"{each.change.new:,}", updated=f"{each.change.updated:,}", unchanged=f"{each.change.unchanged:,}"
        )
    ]
    if each.rejected:
        said.append(_("{count} lines are no data (totals, blanks) and were set aside.").format(count=each.rejected))
    if each.rounded:
        said.append(
            _("{count} rows have amounts with more than two decimals; each was rounded once.").format(
                count=f"{each.rounded:,}"
            )
        )
    if each.other_rows:
        said.append(
            _("{count} rows are neither sale nor refund ({amount}); they count nowhere.").format(
                count=f"{each.other_rows:,}", amount=money(each.other_amount)
            )
        )
    for check in each.identities:
        if check.broken:
            broken = _("not so on {broken} of {rows} rows").format(broken=f"{check.broken:,}", rows=f"{check.rows:,}")
            said.append(f'<span class="bad">✕ {text(_(check.sentence))}: {broken}</span>')
        elif check.rows:
            said.append(f"✓ {text(_(check.sentence))}: {_('so on all {rows} rows').format(rows=f'{check.rows:,}')}")
    if each.unknown_words:
        said.append(
            f'<span class="bad">{_("Unknown words in a status column: {words}").format(words=text(listed(each.unknown_words)))}</span>'
        )
    return said


def _preview(each: Loaded) -> None:
    if not each.preview:
        return
    header, *rows = each.preview
    with st.expander(_("First rows, personal columns left out")):
        show(table([(text(name), "") for name in header], [("", [text(value or "") for value in row]) for row in rows]))


def _problems(each: Loaded) -> None:
    """Grouped by cause: what is wrong, where, what to do."""
    groups: dict[tuple[str, str | None], list[Problem]] = defaultdict(list)
    for wrong in each.problems:
        groups[wrong.kind, wrong.column].append(wrong)
    for same in groups.values():
        first = same[0]
        where = f"<b>{_('column {column}').format(column=text(first.column))}</b> · " if first.column else ""
        if first.row and len(same) > 1:
            count = plural("{count} cell", "{count} cells", len(same))
            lines = "".join(f"<li>{_row(wrong)}{text(problem.sentence(wrong))}</li>" for wrong in same[:SHOWN])
            more = f"<li>{_('and {count} more').format(count=len(same) - SHOWN)}</li>" if len(same) > SHOWN else ""
            said = f"{where}{count} · {text(problem.advice(first))}<ul>{lines}{more}</ul>"
        else:
            said = f"{where}{_row(first)}{text(joined([problem.sentence(first), problem.advice(first)]))}"
        show(note([said], "alarm"))


def _row(wrong: Problem) -> str:
    return f"{_('row {row}').format(row=f'{wrong.row:,}')} · " if wrong.row else ""
