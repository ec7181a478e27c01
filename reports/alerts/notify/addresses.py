"""Who gets the list and when. The book holds who said so and what may be seen; tokens and passwords stand in a file of their own.

That file, `delivery.secret` in the shop's folder, is for its owner's eyes only (mode 0600). No page, log, answer or entry repeats it.
"""

import json
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from filelock import FileLock

from book import Book, Change, Entry, book
from book.value import Wrong
from reports.alerts.notify.target import Target
from warehouse import Shop

ADDRESS, TIMES = "delivery_address", "delivery_times"  # kinds of the ledger's entries
EVERY_DAY = "every day"  # the subject of the times
LANGUAGES = ("zh", "en")
LONGEST, MOST = 60, 50


@dataclass(frozen=True)
class Address:
    """Somebody who gets the list. `url` is None where its secret is not on this computer."""

    id: str
    kind: str
    name: str
    shown: str
    language: str
    url: str | None = field(repr=False)
    who: str
    number: int  # of the entry


@dataclass(frozen=True)
class Times:
    """From `at` on the list is sent, never between the two times of `quiet` (equal: no quiet hours)."""

    at: time
    quiet: tuple[time, time]
    most: int
    number: int = 0  # of the entry; 0: nobody said anything

    def is_quiet(self, now: time) -> bool:
        """Whether nothing may be sent; the hours may lie over midnight."""
        begin, end = self.quiet
        return begin <= now < end if begin <= end else now >= begin or now < end


@dataclass(frozen=True)
class Kind:
    """A kind of addresses: its English name, and the bytes that a message may have."""

    label: str
    room: int


@cache
def usual() -> Mapping[str, Any]:
    """What delivery.toml says."""
    return MappingProxyType(tomllib.loads((Path(__file__).parent / "delivery.toml").read_text("utf-8")))


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds of addresses."""
    return MappingProxyType({name: Kind(each["label"], each["room"]) for name, each in usual()["kinds"].items()})


def addresses(shop: Shop) -> list[Address]:
    """Everybody who gets the list, the first that was added first. Raises BookUnreachable."""
    held = _read(shop)
    found = sorted(book(shop).in_force(ADDRESS).items(), key=lambda each: each[1].number)
    return [_address(name, entry, held.get(name)) for name, entry in found]


def add(shop: Shop, target: Target, name: str, language: str, who: str) -> str:
    """Send the list there from now on; the new address's id. Raises Wrong, BookUnreachable."""
    if not 0 < len(name.strip()) <= LONGEST or language not in LANGUAGES:
        raise Wrong(name)
    made = secrets.token_hex(4)
    _write(shop, {made: target.url})  # before the entry: an address without its secret could send nothing
    body = {"kind": target.kind, "name": name.strip(), "shown": target.shown, "language": language}
    book(shop).append([Change(ADDRESS, made, body)], who)
    return made


def remove(shop: Shop, address: Address, who: str) -> None:
    """Send nothing there any more, and forget its secret. Raises ChangedMeanwhile, BookUnreachable."""
    book(shop).append([Change(ADDRESS, address.id, None, address.number)], who)
    _write(shop, {address.id: None})


def times(ledger: Book) -> Times:
    """When the list is sent. Raises BookUnreachable."""
    entry = ledger.in_force(TIMES).get(EVERY_DAY)
    said = entry.body if entry else usual()
    begin, end = map(time.fromisoformat, said["quiet"])
    return Times(time.fromisoformat(said["at"]), (begin, end), int(said["most"]), entry.number if entry else 0)


def set_times(ledger: Book, said: Times, who: str) -> None:
    """Say when; `number` is that of the entry the writer has seen. Raises Wrong, ChangedMeanwhile, BookUnreachable."""
    if said.is_quiet(said.at) or not 0 < said.most <= MOST:
        raise Wrong("times")
    body = {"at": f"{said.at:%H:%M}", "quiet": [f"{each:%H:%M}" for each in said.quiet], "most": said.most}
    ledger.append([Change(TIMES, EVERY_DAY, body, said.number)], who)


def _address(name: str, entry: Entry, url: str | None) -> Address:
    body = entry.body
    return Address(name, body["kind"], body["name"], body["shown"], body["language"], url, entry.who, entry.number)


def _path(shop: Shop) -> Path:
    return shop.folder / "delivery.secret"


def _read(shop: Shop) -> dict[str, str]:
    path = _path(shop)
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def _write(shop: Shop, changed: Mapping[str, str | None]) -> None:
    """Replace the file in one step; it is never readable by anybody else, not for a moment."""
    path = _path(shop)
    with FileLock(path.with_suffix(".lock")):
        held = {name: url for name, url in {**_read(shop), **changed}.items() if url is not None}
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(held, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
