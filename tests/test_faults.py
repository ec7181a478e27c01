"""A small part of `python -m faults`: each driver finds nothing, and each sees the fault that it looks for."""

import os
import time
from pathlib import Path

import pytest

import warehouse
from book import Book
from etl import register
from etl.keeping import check
from faults import flip, kill, sign, torn, uploaders
from faults import shop as made
from faults.harm import tried, whole

FOREVER = time.monotonic() + 3600
KILLS = int(os.environ.get("DUIZHANG_KILLS", "12"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the children are forked")
def test_kills() -> None:
    tally = kill.run(KILLS // 4, 5, FOREVER)
    assert (tally["kills"], tally["findings"]) == (KILLS // 4, [])
    assert tally["loads"] == tally["entries"] > 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the children are forked")
def test_kills_in_signatures() -> None:
    tally = sign.run(KILLS, 5, FOREVER)
    assert (tally["kills"], tally["findings"]) == (KILLS, [])
    assert tally["signed"] >= KILLS // 5
    assert tally["cut in writing"] >= KILLS // 10, "some were killed while they wrote"


def test_what_is_missing_of_a_signature_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    with made.data_folder() as folder:
        log = folder / "acknowledged"
        sign._begin(folder)
        for step in sign.PLAN[:3]:
            sign._once(folder, log, step)
        shop = warehouse.shop(made.NAME)
        assert sign._looked(log) == {"findings": [], "unsaid": 0}
        assert sign._checked(log) == []
        log.write_text(f"{log.read_text('ascii')}b 3 3\na 3\n", "ascii")
        assert sign._looked(log)["findings"] == ["lost: [3]"]
        monkeypatch.setattr(Book, "attachment", lambda self, sha256: b"")
        assert [each.split(":")[0] for each in sign._looked(log)["findings"]] == ["lost", *["by halves"] * 3]
        made.close(shop)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the points are lives of forked children")
def test_full_disks() -> None:
    from faults import disk

    tally = disk.run(2, 5, FOREVER)
    assert (tally["points"], tally["findings"]) == (2, [])


def test_flipped_bits_and_torn_files() -> None:
    for driver in (flip, torn):
        tally = driver.run(2, 5, FOREVER)
        assert (tally["findings"], tally["named"] + tally["equal"]) == ([], 2)


def test_a_difference_that_nobody_names_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def quietly(folder: Path) -> str:
        path = folder / "inbox" / "register.jsonl"
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[:1]))
        return "the register lost its end"

    with whole() as shop:
        assert tried(shop, quietly)[0] == "named"
        monkeypatch.setattr("faults.harm.check_shop", lambda shop: check.Checked("", 0, 0, 0, ()))
        assert tried(shop, quietly)[0] == "SILENT"


def test_uploaders_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploaders, "UPLOADERS", 2)
    tally = uploaders.run(4, 5, FOREVER)
    assert (tally["files"], tally["different"], tally["findings"]) == (8, 6, [])


def test_a_lost_upload_is_seen() -> None:
    with made.data_folder() as folder:
        shop = made.made(folder, 1, 1)
        log = folder / "acknowledged"
        log.write_text("b0\na0\nb1\na1\nb7\na7\n", "ascii")
        assert [each.split(":")[0] for each in kill._looked(log)][:1] == ["uploads lost"]
        assert len(register.active(shop)) == 1
        made.close(shop)
