"""One harm done to a copy of a shop's folder, and the verdict: it is named, or every figure is what it was."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import warehouse
from etl.keeping.backup import backup
from etl.keeping.check import check_shop
from etl.keeping.restore import restore
from etl.pipeline import rebuild_all
from faults import shop as made
from warehouse import Told


@dataclass(frozen=True)
class Whole:
    """The shop before any harm: its folder, its backup, its figures."""

    folder: Path
    backup: Path
    figures: dict[str, Any]

    def files(self) -> list[str]:
        """Every file of the shop's folder, SQLite's own beside the book too."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())


@contextmanager
def whole() -> Iterator[Whole]:
    """A shop as a killed program leaves it: the book's newest entries stand in its write-ahead log."""
    with made.data_folder() as folder:
        shop = made.made(folder)
        made.signed(shop)
        shutil.copytree(shop.folder, folder / "whole")
        figures = made.figures(shop)
        yield Whole(folder / "whole", backup(folder / "backups"), figures)
        made.close(shop)


def tried(of: Whole, harm: Callable[[Path], str]) -> tuple[str, str]:
    """Do harm to a copy; the verdict ("named", "equal" or a finding) and what was done and said."""
    with made.data_folder():
        shop = warehouse.Shop(made.NAME, Path(os.environ["DUIZHANG_DATA"]) / "shops" / made.NAME)
        shutil.copytree(of.folder, shop.folder)
        what = harm(shop.folder)
        try:
            verdict, said = _verdict(shop, of)
            if verdict != "equal":
                made.close(shop)
                restore(of.backup, yes=True)
                again = check_shop(shop).faults
                if again or made.figures(shop) != of.figures:
                    verdict, said = "NOT RESTORED", f"{said} {[fault.message for fault in again]}"
        except Exception as fault:  # noqa: BLE001 — whatever it is, it is a finding
            verdict, said = "CRASH", f"{type(fault).__name__}: {fault}"
        finally:
            made.close(shop)
        return verdict, f"{what}: {said}"


def _verdict(shop: warehouse.Shop, of: Whole) -> tuple[str, str]:
    try:
        faults = check_shop(shop).faults
        if faults:
            return "named", faults[0].kind
        if made.figures(shop) != of.figures:
            return "SILENT", "other figures"
        rebuild_all(shop)
        if made.figures(shop) != of.figures:
            return "SILENT", "other figures after a rebuild"
    except Told as fault:
        return "named", fault.kind
    return "equal", ""


def tally(driver: str, verdicts: list[tuple[str, str]]) -> dict[str, Any]:
    """How often each verdict; what is neither named nor equal is a finding."""
    counts = {each: sum(verdict == each for verdict, _ in verdicts) for each in ("named", "equal")}
    findings = [f"{verdict}: {what}" for verdict, what in verdicts if verdict not in counts]
    return {"driver": driver, "trials": len(verdicts), **counts, "findings": findings}
