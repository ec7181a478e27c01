"""The reader's choices for an unknown table: kind, header row, one header per column of ours, how to read the cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from etl.columnmap import ColumnMap
from etl.entity import columns_of
from etl.personal import is_personal
from etl.propose import (
    contents,
    kinds,
    likely_entity,
    likely_header,
    main_columns,
    needed,
    propose,
    sample_cells,
)
from views.html import show, table, text
from views.language import _, joined, listed
from views.mapping.file import Sheet
from views.mapping.reading import how_to_read
from views.words import column_name, entity_name, platform_name

PLATFORMS = ("taobao", "pinduoduo", "douyin", "jd", "other")
SHOWN_ROWS = 15
NOT_ASKED = {"account", "detail", "currency"}


@dataclass(frozen=True)
class Chosen:
    """The map, values for cells that the table has not, and the choices of which no column is there yet."""

    map: ColumnMap
    defaults: dict[str, str]
    lacking: list[list[str]]


def choose(sheet: Sheet, mark: str) -> Chosen:
    """Everything the reader may say of the table; `mark` tells this table's widgets from another's."""
    place = _header_row(sheet, mark)
    header, samples = sheet.head[place], [sheet.head[i] for i in sheet.filled if i > place]
    mark = f"{mark}_{place}"
    entity, platform = _kind(header, samples, mark)
    mark = f"{mark}_{entity}"
    columns = _columns(entity, header, samples, mark)
    said = how_to_read(entity, columns, contents(header, samples), mark)
    constants = {}
    if said.cost_kind:
        constants["cost_kind"] = said.cost_kind
    if entity == "day_totals" and "shop_platform" not in columns:
        constants["shop_platform"] = platform
    return Chosen(
        ColumnMap(
            entity=entity,
            platform=platform,
            label=entity_name(entity),
            header=tuple(header),
            columns=columns,
            constants=constants,
            currency=said.currency,
            unit=said.unit,
            paid_amount_is=said.paid_amount_is,
            refund_rows=said.refund_rows,
            left_out=said.left_out,
            date_order=said.date_order,
        ),
        {"valid_from": said.valid_from} if said.valid_from else {},
        [choice for choice in needed(entity) if not columns.keys() & set(choice)],
    )


def _header_row(sheet: Sheet, mark: str) -> int:
    """The first rows with the proposed header marked, and a choice of another one."""
    st.subheader(_("Which row holds the names of the columns?"))
    rows = sheet.filled[:SHOWN_ROWS]
    proposed = likely_header(sheet.head)
    if proposed not in rows:
        proposed = rows[0]
    chosen = st.selectbox(
        _("Row with the names"),
        rows,
        rows.index(proposed),
        format_func=lambda i: (
            _("row {row}, proposed").format(row=sheet.numbers[i])
            if i == proposed
            else _("row {row}").format(row=sheet.numbers[i])
        ),
        key=f"map_header_{mark}",
        width=230,
        filter_mode=None,
    )
    place = rows.index(chosen) if chosen in rows else 0
    hidden = sheet.personal
    width = max(len(sheet.head[i]) for i in rows)
    lines = []
    for i in rows:
        cells = [*sheet.head[i], *[""] * (width - len(sheet.head[i]))]
        shown = [
            text(cell[:40]) if n not in hidden or is_personal(cell) else '<span class="soft">•••</span>'
            for n, cell in enumerate(cells)
        ]
        lines.append(("now sum" if i == rows[place] else "", [f"{sheet.numbers[i]}", *shown]))
    show(table([(_("Row"), "n"), *[("", "d")] * width], lines))
    return rows[place]


def _kind(header: tuple[str, ...], samples: list[tuple[str, ...]], mark: str) -> tuple[str, str]:
    """The kind of table, the likely one first, and whose it is."""
    st.subheader(_("What does the table tell?"))
    likely = likely_entity(header, samples)
    choices = [likely, *(each for each in kinds() if each != likely)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        entity = st.selectbox(
            _("Kind of table"),
            choices,
            format_func=lambda e: entity_name(e) + (f" · {_('proposed')}" if e == likely else ""),
            key=f"map_kind_{mark}",
            width=300,
            filter_mode=None,
        )
        platform = st.selectbox(
            _("Platform"),
            PLATFORMS,
            len(PLATFORMS) - 1,
            format_func=platform_name,
            key=f"map_platform_{mark}",
            width=230,
            help=_("Refunds, fees and ads meet the orders of the same platform."),
            filter_mode=None,
        )
    return entity or likely, platform or "other"


def _columns(entity: str, header: tuple[str, ...], samples: list[tuple[str, ...]], mark: str) -> dict[str, str]:
    """One choice per column of ours; the proposal is chosen already, with its reason."""
    st.subheader(_("Which column is what?"))
    cells = sample_cells(header, samples)
    found = propose(entity, header, samples)
    personal = [name.strip() for name in header if is_personal(name)]
    said = [_("Each choice shows three cells of the column. Columns marked * are needed.")]
    if personal:
        left_out = _("Left out because they hold personal data: {names}.")
        said.append(left_out.format(names=text(listed(personal))))
    show(f'<p class="soft">{joined(said)}</p>')
    reasons = {"name": _("by its name"), "similar": _("by a similar name"), "content": _("by what stands in it")}
    must = {choice[0] for choice in needed(entity)}  # the other ways to say it need no mark of their own

    def shown(name: str) -> str:
        few = [cell.strip() for cell in dict.fromkeys(cells[name]) if cell.strip()][:3]
        return f"{name}  ·  {listed(few)}" if few else name

    def ask(column: str) -> None:
        proposal = found.get(column)
        key = f"map_column_{mark}_{column}"
        if key not in st.session_state:  # a box with an index of its own could not be emptied
            st.session_state[key] = proposal.header if proposal else None
        name = st.selectbox(
            column_name(column) + (" *" if column in must else ""),
            list(cells),
            None,
            format_func=shown,
            key=key,
            placeholder=_("not in this table"),
            filter_mode=None,
        )
        if name is not None:
            chosen[column] = name
        if proposal and proposal.header == name:
            st.caption(_("proposed {reason}").format(reason=reasons[proposal.reason]))

    chosen: dict[str, str] = {}
    first = [*main_columns(entity), *(column for column in found if column not in main_columns(entity))]
    more = [column for column in columns_of(entity) if column not in first and column not in NOT_ASKED]
    _grid(first, ask)
    if more:
        with st.expander(_("More columns")):
            _grid(more, ask)
    return chosen


def _grid(columns: Sequence[str], ask: Callable[[str], None]) -> None:
    """Two choices side by side, in the order of reading on a narrow screen too."""
    for start in range(0, len(columns), 2):
        for place, column in zip(st.columns(2, gap="medium"), columns[start : start + 2], strict=False):
            with place:
                ask(column)
