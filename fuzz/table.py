"""One table below its header: which of its rows are data, and what their cells say by the columns' names."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from fuzz.cells import BLANKS, NOTHING, TIME, WRAPPERS, Wrong, amount
from fuzz.meaning import Said, amounts_of, entity, is_personal, listed, plain, positions
from fuzz.reading import NotJudged, Rows

Row = Sequence[str]
WORDS = "总计|合计|汇总|小计|total|grand total|总和"
TOTAL = re.compile(
    rf"[{BLANKS}:：]*({WORDS})([{BLANKS}:：]*[¥￥]?[\d.,]*[元笔条单]?[{BLANKS}:：]*|[:：].*)", re.IGNORECASE | re.DOTALL
)
RAGGED_TOTAL = re.compile(rf"({WORDS.replace(' ', '')})([:：].*)?", re.IGNORECASE)
COMMENT = re.compile(r"#(?![0-9A-Za-z])|---")


class Table:
    """The rows below a header, read as their format says."""

    def __init__(self, said: Said, header: Row, rows: Rows, *, is_padded: bool) -> None:
        self.said, self.header, self.rules = said, header, said.get("rows", {})
        self.entity = entity(said["entity"])
        self.places = {column: positions(names, header) for column, names in said["columns"].items()}
        for column, sources in said.get("extract", {}).items():
            names = [name for each in sources for name in listed(each["column"])]
            self.places[column] = self.places.get(column) or positions(names, header)
        self.places = {column: found for column, found in self.places.items() if found}
        used = {i for found in self.places.values() for i in found}
        self.named = [i for i, name in enumerate(header) if i in used or (name.strip() and not is_personal(name))]
        padded = [[*row, *[""] * (len(header) - len(row))] for row in rows] if is_padded else rows
        self.rows = self._filled_down(padded)

    def _filled_down(self, rows: Rows) -> Rows:
        """Cells that stand on the first of several rows, on each of them."""
        below = positions(self.rules.get("fill_down", []), self.header)
        first: list[str] | None = None
        filled = []
        for row in rows:
            if below and len(row) == len(self.header):
                if first is None or row[below[0]].strip(BLANKS):
                    first = row
                if any(row[i].strip(BLANKS) for i in self.named):
                    row = [first[i] if i in below else cell for i, cell in enumerate(row)]  # noqa: PLW2901
            filled.append(row)
        return filled

    # --- which rows are data ----------------------------------------------------------------------

    def data(self) -> list[Row]:
        """The rows that are neither blank nor around the others. Raises Wrong at one of another width."""
        found: list[Row] = []
        may_explain = bool(self.rules.get("explained"))
        has_ended = False  # a narrow line has begun what stands below the rows
        for row in self.rows:
            if len(row) != len(self.header):
                has_ended = has_ended or self._ends(row)
                if not has_ended and not _is_around(row):
                    raise Wrong(f"a row of {len(row)} cells under {len(self.header)} names")
                continue
            if self._ends(row):
                break
            explains, may_explain = may_explain and self._explains(row), False
            if not explains and self._is_data(row):
                found.append(row)
        return found[:-1] if self._is_nameless_total(found) else found

    def _is_nameless_total(self, rows: Sequence[Row]) -> bool:
        """Whether only the last row lacks its key, and what it says of money is the sum of all others."""
        money = amounts_of(self.said["entity"])
        given = set(self.said.get("constants", {})) | money
        choices = [listed(choice) for choice in self.entity["required"] if not given & set(listed(choice))]
        keys = [column for choice in choices for column in choice if column in self.places]
        if len(keys) != 1 or [self.text(row, keys[0]) is None for row in rows] != [False] * (len(rows) - 1) + [True]:
            return False
        names = [name.lstrip("-") for entry in self.said.get("entries", ()) for name in listed(entry["amount"])]
        places = [self.places[column][0] for column in money & set(self.places)]
        places += [place for name in names for place in positions(name, self.header)[:1]]
        sums = [
            (sum((self.fen_at(row, i) or Decimal(0) for row in rows[:-1]), Decimal(0)), self.fen_at(rows[-1], i))
            for i in places
        ]
        told = [(total, said) for total, said in sums if said]
        return len(rows) > 1 and bool(told) and all(total == said for total, said in told)

    def _ends(self, row: Row) -> bool:
        first = plain(row[self.named[0]] if len(row) == len(self.header) else row[0])
        return any(first.startswith(plain(word)) for word in listed(self.rules.get("ends_at", [])))

    def _explains(self, row: Row) -> bool:
        """Whether the row tells what the columns mean: no time stands in its clock."""
        clock = row[self.places[self.entity["clock"]][0]].strip(WRAPPERS)
        if any(c.isdigit() for c in clock) and not TIME.fullmatch(clock):
            raise NotJudged("a time or an explanation")
        return not TIME.fullmatch(clock)

    def _is_data(self, row: Row) -> bool:
        clock = self.places.get(self.entity.get("clock", ""), [])[:1]
        front = [i for i in self.named if i < 3] + clock
        if any(TOTAL.fullmatch(row[i]) for i in front) or self.holds(row, "total_when", bare=True):
            return False
        if COMMENT.match(row[self.named[0]]) or self.holds(row, "ignore_when", bare=True):
            return False
        required = [column for choice in self.entity["required"] for column in listed(choice)]
        key = self.places[next(column for column in (*required, *self.places) if column in self.places)][0]
        if row[key].strip(BLANKS) == self.header[key].strip("\ufeff "):
            return False
        # What is personal in this export is not kept as it stands; a row of nothing else is blank.
        personal = set(positions(listed(self.said.get("personal", [])), self.header))
        return any(row[i].strip(" ") for i in self.named if i not in personal)

    def holds(self, row: Row, rule: str, *, bare: bool = False) -> bool:
        """Whether a rule of [rows] holds; `bare`: by what stands in the cell, a dash being a dash."""
        return any(self._holds(row, *test, bare=bare) for test in _tests(self.rules.get(rule)))

    def _holds(self, row: Row, column: str, how: str, text: str, *, bare: bool) -> bool:
        place = (self.places.get(column) or positions(column, self.header))[:1]
        if not place:
            return False
        cell = row[place[0]].strip(BLANKS)
        if cell in NOTHING and not bare:
            cell = ""
        if how == "value":
            return cell == text
        return cell.startswith(text) if how == "prefix" else text in cell

    # --- cells ------------------------------------------------------------------------------------

    def text(self, row: Row, column: str) -> str | None:
        """What a pattern finds, else the first of the column's cells that says anything, else the format's constant."""
        is_word = column in self.said.get("values", {}) or column.endswith(("status", "name", "direction"))
        nothing = NOTHING | set(listed(self.said.get("missing", {}).get(column, [])))
        constant = self.said.get("constants", {}).get(column)
        sources = self.said.get("extract", {}).get(column, [])
        for source in sources:
            places = [positions(name, self.header)[:1] for name in listed(source["column"])]
            cells = [row[place[0]].strip(WRAPPERS) for place in places if place and row[place[0]]]
            found = re.search(source["pattern"], "|".join(cells)) if all(places) else None
            if found and found[1]:
                return found[1]
        own = positions(self.said["columns"].get(column, []), self.header) if sources else self.places.get(column, ())
        for place in own:
            text = row[place].strip(BLANKS if is_word and not sources else WRAPPERS)
            if text not in nothing:
                return text
        return None if constant is None else str(constant)

    def word(self, row: Row, column: str) -> str | None:
        """The format's word for what stands there: the first whose own word the cell holds; "unknown" where there is none."""
        text, words = self.text(row, column), self.said.get("values", {}).get(column)
        if text is None or not words or text == str(self.said.get("constants", {}).get(column)):
            return text
        asked = text.lower().replace("，", ",")
        return next((to for word, to in words.items() if word.lower().replace("，", ",") in asked), "unknown")

    def number(self, row: Row, column: str, digits: int) -> Decimal | None:
        """The number in a cell, rounded half away from zero; of a name that is no column's the header's cell."""
        if column not in self.said["columns"] and (places := positions(column, self.header)):
            return self.fen_at(row, places[0])
        text = self.text(row, column)
        return None if text is None else _rounded(text, digits)

    def fen_at(self, row: Row, place: int) -> Decimal | None:
        """An amount of money by its place."""
        text = row[place].strip(WRAPPERS)
        return None if text in NOTHING else _rounded(text, 2)

    def fen(self, row: Row, column: str) -> Decimal | None:
        """An amount of money."""
        return self.number(row, column, 2)

    def money(self, row: Row, column: str) -> Decimal | None:
        """An amount of money, which [money] may put together from several columns: "-name" is subtracted."""
        said = self.said.get("money", {}).get(column)
        if not isinstance(said, list):
            return self.fen(row, column)
        total = self.fen(row, said[0])
        for name in said[1:] if total is not None else ():
            part = self.fen(row, name.lstrip("-")) or Decimal(0)
            total = (total or Decimal(0)) + (-part if name.startswith("-") else part)
        return total


def _rounded(text: str, digits: int) -> Decimal:
    return amount(text).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _is_around(row: Row) -> bool:
    first = re.sub(r"[\s\"'`]", "", row[0] if row else "")
    return bool(RAGGED_TOTAL.fullmatch(first) or COMMENT.match(first) or first.startswith("===")) or not any(
        cell.strip(" \t\u3000\x1a") for cell in row
    )


def _tests(said: Any) -> list[tuple[str, str, str]]:
    """(column, how, text) of each way to write a rule."""
    tests = []
    for each in listed(said) if said else []:
        named = [(each["column"], each)] if "column" in each else each.items()
        for column, test in named:
            how = (
                next((key for key in ("prefix", "contains") if key in test), "value")
                if isinstance(test, dict)
                else "value"
            )
            wanted = test.get(how, test.get("equals", "")) if isinstance(test, dict) else test
            tests += [(column, how, str(text)) for text in listed(wanted)]
    return tests
