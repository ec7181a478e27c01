"""The step from one version of the definitions to the next: what it changes is computed before the new build is seen."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from etl.definitions import definitions, version
from warehouse import Build, BuildDamaged, MissingTable, NoBuild, Reader, Shop, access, reader, upgrades
from warehouse.upgrades import Upgrade

# Both builds → the figures that differ, per basis of refunds and book; None where they cannot be compared.
Compare = Callable[[Shop, Reader, Reader], list[dict[str, Any]] | None]
_compare: Compare = lambda shop, before, after: None  # noqa: E731 — replaced once, by whoever knows the figures


def compare_by(how: Compare) -> None:
    """Say how this process holds the weekly figures of two builds against each other; the loader knows no figures."""
    global _compare  # noqa: PLW0603 — one process, one way
    _compare = how


def made_by(source: Reader) -> str | None:
    """The version that made a build; None where it says nothing of it."""
    try:
        [made] = source.rows("select max(version) as version from staging.made_by")
    except MissingTable:
        return None
    return made["version"]  # type: ignore[no-any-return]


def note(build: Build, shop: Shop) -> None:
    """Before a build is published: where another version made the one before it, write down what changes."""
    with access.acting(access.EVERYONE):  # the program's own work: also of whom costs are hidden from
        try:
            before = reader(shop)
        except (NoBuild, BuildDamaged):  # there is nothing to compare with
            return
        if made_by(before) == version():
            return
        with build.seen() as after:
            upgrades.write(shop, between(shop, before, after))


def between(shop: Shop, before: Reader, after: Reader) -> Upgrade:
    """What lies between the newest build of an earlier version and one that this version made."""
    numbers = [{each["upload"] for each in one.rows("select upload from staging.uploads")} for one in (before, after)]
    body = {
        "before": made_by(before),
        "after": version(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "mixed": sorted(numbers[0] ^ numbers[1]),
        "definitions": _changed(before),
        "figures": _compare(shop, before, after),
    }
    return Upgrade(f"{before.build}-{version()[:8]}", body)


def _changed(before: Reader) -> list[dict[str, str | None]] | None:
    """The definitions whose text is another one now; None where the earlier version kept none."""
    try:
        kept = {each["name"]: each["said"] for each in before.rows("select name, said from staging.definitions")}
    except MissingTable:
        return None
    now = definitions()
    return [
        {"name": name, "before": kept.get(name), "after": now.get(name)}
        for name in sorted(kept.keys() | now.keys())
        if kept.get(name) != now.get(name)
    ]
