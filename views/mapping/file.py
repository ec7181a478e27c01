"""The file whose columns the reader chooses: kept in the session, opened once, its tables as their first rows."""

import hashlib
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from etl.errors import Problem, Refused
from etl.loaded import Loaded
from etl.personal import is_personal
from etl.recognise import HEADER_ROWS
from etl.sheet import PAGE, files_in, tables_in
from views.html import show, text
from views.language import _

ANSWERED = {
    "no_header",
    "unknown_format",
    "ambiguous_format",
    "wrong_format",
    "no_period",
}  # what choosing columns may mend


@dataclass(frozen=True)
class InHand:
    """A file as it was dropped."""

    name: str
    content: bytes
    sha: str


@dataclass(frozen=True)
class Sheet:
    """One table of it: its first rows, and their numbers as a spreadsheet program counts them."""

    name: str
    head: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]

    @property
    def personal(self) -> frozenset[int]:
        """The columns with a personal name in any row that may be the header: their cells are never shown."""
        return frozenset(i for row in self.head[:HEADER_ROWS] for i, cell in enumerate(row) if is_personal(cell))

    @property
    def filled(self) -> list[int]:
        """The places of the rows that are not blank."""
        return [i for i, row in enumerate(self.head) if any(cell.strip() for cell in row)]


def offer(results: Iterable[Loaded], files: Iterable[Any]) -> None:
    """Below refused files: a button for each whose columns the reader may choose."""
    unknown = [each.file for each in results if {problem.kind for problem in each.problems} & ANSWERED]
    for number, file in enumerate(files):
        if any(name == file.name or name.startswith(f"{file.name}/") for name in unknown):
            show(
                f'<p class="soft">{_("{file} can still be loaded: say which column is what.").format(file=text(file.name))}</p>'
            )
            if st.button(_("Choose the columns yourself"), key=f"map_{number}", icon=":material/table_edit:"):
                keep(file.name, bytes(file.getbuffer()), str(st.session_state.get("new_shop") or ""))
                st.switch_page("pages/mapping.py")


def keep(name: str, content: bytes, shop: str = "") -> None:
    """Put a file into the session; `shop` is the name that a new shop was given."""
    st.session_state["map_file"] = InHand(name, content, hashlib.sha256(content).hexdigest())
    if shop.strip():
        st.session_state["map_shop"] = shop.strip()


def in_hand() -> InHand | None:
    """The file whose columns are being chosen."""
    found: InHand | None = st.session_state.get("map_file")
    return found


def let_go() -> None:
    """Forget the file."""
    for name in ("map_file", "map_sheets", "map_tried"):
        st.session_state.pop(name, None)
    st.session_state["map_round"] = st.session_state.get("map_round", 0) + 1


def sheets(hand: InHand) -> tuple[list[Sheet], tuple[Problem, ...]]:
    """The tables of the file, or why it cannot be opened."""
    if st.session_state.get("map_sheets", (None,))[0] != hand.sha:
        with st.spinner(_("Opening the file …")):
            st.session_state["map_sheets"] = hand.sha, _opened(hand)
    found: tuple[list[Sheet], tuple[Problem, ...]] = st.session_state["map_sheets"][1]
    return found


def _opened(hand: InHand) -> tuple[list[Sheet], tuple[Problem, ...]]:
    found: list[Sheet] = []
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory(prefix="duizhang-") as folder:
        path = written(hand, Path(folder))
        try:
            members = files_in(path, hand.name, Path(folder), PAGE)
        except Refused as refusal:
            return [], refusal.problems
        for file in members:
            try:
                for table in tables_in(file, Path(folder), PAGE):
                    numbers = table.head_rows if table.kind == "grid" else tuple(range(1, len(table.head) + 1))
                    name = file.name + (f" [{table.sheet}]" if table.sheet else "")
                    found.append(Sheet(name, table.head, numbers))
            except Refused as refusal:
                problems += refusal.problems
    return [sheet for sheet in found if sheet.filled], tuple(problems)


def written(hand: InHand, folder: Path) -> Path:
    """The file on the disk, for the loader."""
    path = folder / "dropped"
    path.write_bytes(hand.content)
    return path
