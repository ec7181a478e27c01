"""Which format a sheet is in. The time it takes does not grow with the number of formats."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from etl.errors import AmbiguousFormat, BadMap, NoHeader, PersonalBill, Refused, UnknownFormat, WrongFormat
from etl.format import Format
from etl.formatfile import formats
from etl.names import normalised, spellings

HEADER_ROWS = 30  # a header stands in the first rows of a sheet


@dataclass(frozen=True)
class Recognised:
    """A format and the place of its header among the first rows of a sheet."""

    format: Format
    header_index: int  # among the head's rows, from 0; -1 where a sheet goes on without one
    header: tuple[str, ...]


def recognise(
    head: Sequence[Sequence[str]],
    *,
    named: str | None = None,
    mapped: Format | None = None,
    own: Iterable[Format] = (),
) -> Recognised:
    """The format of a sheet by its first rows.

    `named` is a format's name given by the reader, `mapped` a column map, `own` the maps that this data folder remembers.
    Raises Refused with NoHeader, UnknownFormat, AmbiguousFormat, WrongFormat, BadMap or PersonalBill.
    """
    rows = list(head)[:HEADER_ROWS]
    if mapped:
        return _recognise_as(mapped, rows, "map")
    remembered = {each.exactly: each for each in own if each.exactly}
    if named:
        known = formats() | {each.name: each for each in own}
        if named not in known:
            raise Refused([BadMap(fields={"found": f"there is no format {named}"})])
        return _recognise_as(known[named], rows, "map" if known[named].grade == "map" else "name")
    for i, row in enumerate(rows):
        if again := remembered.get(frozenset(map(normalised, row)) - {""}):
            return Recognised(again, i, tuple(row))
    hits = [(i, each) for i, row in enumerate(rows) for each in fitting(spellings(row))]
    if hits:
        best = max(score(each, rows[i]) for i, each in hits)
        found = {each.name: i for i, each in reversed(hits) if score(each, rows[i]) == best}
        if len(found) > 1:
            raise Refused([AmbiguousFormat(fields={"formats": ", ".join(sorted(found))})])
        [(name, index)] = found.items()
        return Recognised(formats()[name], index, tuple(rows[index]))
    raise Refused([_why_unknown(rows)])


def fitting(names: set[str]) -> list[Format]:
    """The formats that a row with these normalised names may be the header of."""
    candidates = {each for name in names for each in by_rarest_name().get(name, ())}
    return [formats()[each] for each in sorted(candidates) if formats()[each].fits_names(names)]


def score(format: Format, row: Sequence[str]) -> int:
    """How many names of a row the format knows: its columns and the names that identify it."""
    return len(format.known_names & spellings(row))


@cache
def by_rarest_name() -> Mapping[str, tuple[str, ...]]:
    """Name → the formats that cannot be there without it; of each format the choice that fewest others share."""
    shared: dict[str, int] = defaultdict(int)
    for each in formats().values():
        for name in frozenset().union(*each.musts):
            shared[name] += 1
    found: dict[str, list[str]] = defaultdict(list)
    for each in formats().values():
        rarest = min(each.musts, key=lambda choice: sum(shared[name] for name in choice))
        for name in rarest:
            found[name].append(each.name)
    return {name: tuple(names) for name, names in found.items()}


def _recognise_as(format: Format, rows: Sequence[Sequence[str]], how: str) -> Recognised:
    """The best header row for a format that was said, not found."""
    scores = [score(format, row) for row in rows]
    best = max(range(len(rows)), key=lambda i: (scores[i], -i), default=None)
    if best is None or scores[best] == 0:
        raise Refused([NoHeader(fields={"found": _first_row(rows)})])
    header = spellings(rows[best])
    # A known export may lack columns that it had in other years; a map's columns must all be there.
    lacking = [names[0] for names in format.columns.values() if not any(normalised(n) in header for n in names)]
    missing = lacking if how == "map" else format.misses(header)
    if missing:
        raise Refused([WrongFormat(fields={"format": format.name, "missing": ", ".join(missing)})])
    return Recognised(format, best, tuple(rows[best]))


def _why_unknown(rows: Sequence[Sequence[str]]) -> NoHeader | UnknownFormat | PersonalBill:
    text = normalised(" ".join(cell for row in rows for cell in row))
    names = [spellings(row) for row in rows]
    for row, own in zip(rows, names, strict=True):
        if _is_personal_bill(own, text):
            return PersonalBill(fields={"found": ", ".join(cell.strip() for cell in row if cell.strip())[:80]})
    scores = {(each.name, i): len(each.known_names & own) for i, own in enumerate(names) for each in formats().values()}
    (closest, index), best = max(scores.items(), key=lambda item: item[1], default=(("", 0), 0))
    if best < 2:
        return NoHeader(fields={"found": _first_row(rows)})
    format = formats()[closest]
    missing = format.misses(names[index]) or list(format.one_of)
    return UnknownFormat(fields={"closest": closest, "missing": ", ".join(missing) or "—"})


def _is_personal_bill(names: set[str], text: str) -> bool:
    """Personal wallets' bills (Alipay, WeChat, JD): a payer's columns that no shop export has."""
    time = any("交易时间" in name for name in names)
    either = any("收/支" in name for name in names)
    amount = any(name.startswith("金额") for name in names)
    return (time and either and amount) or ("支付宝交易记录明细查询" in text and any("收/支" in name for name in names))


def _first_row(rows: Sequence[Sequence[str]]) -> str:
    """The first row that is not blank; not more of them, because rows of data may be personal."""
    first = next((row for row in rows if any(cell.strip() for cell in row)), ())
    return ", ".join(cell.strip() for cell in first if cell.strip())[:80]
