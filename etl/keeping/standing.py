"""The quick look at a start: journal, inbox, builds and book of a shop held against each other, without reading the rows."""

from collections.abc import Iterator

from book import BookUnreachable, book, people, seen
from etl import register
from etl.inbox import original_of
from etl.keeping.fault import (
    Ahead,
    Behind,
    BookAway,
    BookCut,
    Fault,
    FileMissing,
    NothingBuilt,
    PeopleAway,
    PeopleCut,
    RegisterCut,
    RegisterDamaged,
    SettingsDamaged,
    Unreadable,
)
from warehouse import BuildDamaged, MissingTable, Reader, Shop, data_folder, reader


def stamp(shop: Shop) -> tuple[object, ...]:
    """Another value whenever something was written that a look would compare."""
    watched = (shop.register, shop.folder / "book.heads", shop.folder / "shop.json", data_folder() / "people.heads")
    times = (path.stat().st_mtime_ns if path.exists() else 0 for path in watched)
    return shop.name, *(path.name for path in shop.builds()), *times


def standing(shop: Shop) -> list[Fault]:
    """What does not fit together; empty where all is well."""
    settings = [] if shop.settings_intact else [SettingsDamaged()]
    return [*settings, *_files(shop), *_book(shop)]


def _files(shop: Shop) -> Iterator[Fault]:
    try:
        entries = register.entries(shop)
    except register.RegisterBroken as fault:
        yield RegisterDamaged({"line": fault.about})
        return
    for entry in entries:
        for path in (shop.inbox / entry.upload.raw, original_of(shop, entry.upload)):
            if not path.exists():
                yield FileMissing({"name": path.name, "upload": entry.upload.upload, "file": entry.upload.file})
    active = {entry.upload.upload for entry in entries if entry.undone_at is None}
    if not shop.builds():
        if active:
            yield NothingBuilt({"uploads": len(active)})
        return
    try:
        yield from built(shop, reader(shop), active)
    except BuildDamaged as fault:
        yield Unreadable({"build": fault.about})


def built(shop: Shop, build: Reader, active: set[int]) -> Iterator[Fault]:
    """Whether a build holds exactly the uploads that count, and was made of this register. Raises BuildDamaged."""
    held = {row["upload"] for row in build.rows("select upload from staging.uploads")}
    if missing := active - held:
        yield Behind({"uploads": _listed(missing)})
    if extra := held - active:
        yield Ahead({"uploads": _listed(extra)})
    try:
        [head] = build.rows("select lines, head from staging.register_head")
    except MissingTable:  # an earlier version built it
        return
    if not register.reaches(shop, head["lines"], head["head"]):
        yield RegisterCut({"lines": head["lines"]})


def _book(shop: Shop) -> Iterator[Fault]:
    try:
        seen.separate(shop)
        if entry := book(shop).cut_at():
            yield BookCut({"entry": entry})
    except BookUnreachable as fault:
        yield BookAway({"found": fault.about})


def standing_people() -> list[Fault]:
    """The same for the list of people, which lies beside the shops."""
    try:
        entry = people.cut_at()
    except BookUnreachable as fault:
        return [PeopleAway({"found": fault.about})]
    return [PeopleCut({"entry": entry})] if entry else []


def _listed(uploads: set[int]) -> str:
    return ", ".join(map(str, sorted(uploads)))
