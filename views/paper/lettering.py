"""How wide letters are, about: enough to place labels and to break lines where nothing else measures them."""

import re
from collections.abc import Iterable, Iterator

WIDE = "⺀"  # from here on letters are as wide as high
NARROW = frozenset("iIjl.,:;'|!()[] ·–")
UNSEEN = re.compile(r"[^\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")  # what no XML may hold
OPENING = frozenset("（《“‘¥−+(")  # never end a line
CLOSING = frozenset("，。、；：！？）》”’…%.,;:!?)")  # never begin a line


def width(said: str, size: float) -> float:
    """About how wide a text of a size is."""
    return size * sum(_of(each) for each in said)


def lines(said: str, size: float, room: float) -> list[str]:
    """A text broken so that each line fits: between words, and anywhere between Chinese characters."""
    found, line = [], ""
    for piece in _pieces(clean(said), size, room):
        if line and width((line + piece).rstrip(), size) > room and piece not in CLOSING:
            opened = line[-1:] if line[-1:] in OPENING else ""  # goes with what follows
            found.append(line.removesuffix(opened).rstrip())
            line = opened + piece.lstrip()
        else:
            line += piece
    return [*found, line.rstrip()]


def packed(said: Iterable[str], size: float, room: float) -> list[str]:
    """Short texts beside each other, as many to a line as there is room for."""
    found: list[str] = []
    for each in said:
        together = f"{found[-1]} · {each}" if found else each
        if found and width(together, size) <= room:
            found[-1] = together
        else:
            found += lines(each, size, room)
    return found


def clean(said: str) -> str:
    """A text that any file may hold: what cannot be seen becomes a blank."""
    return UNSEEN.sub(" ", said)


def _of(letter: str) -> float:
    if letter >= WIDE:
        return 1.0
    if letter in NARROW:
        return 0.31
    return 0.72 if letter.isupper() or letter in "mw@%−+▲▼＝" else 0.57


def _pieces(said: str, size: float, room: float) -> Iterator[str]:
    """Words with the blank behind them; a word longer than a line is broken."""
    for whole in re.findall(r"[^\s⺀-￿]+\s*|\s+|.", said):
        rest = whole
        while width(rest, size) > room and len(rest) > 1:
            cut = max(1, int(len(rest) * room / width(rest, size)))
            yield rest[:cut]
            rest = rest[cut:]
        yield rest
