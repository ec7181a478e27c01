"""A small part of `python -m faults`: each driver finds nothing, and each sees the fault that it looks for."""

import os
import time
from pathlib import Path

import pytest

from etl import register
from etl.keeping import check
from faults import flip, kill, torn, uploaders
from faults import shop as made
from faults.harm import tried, whole

FOREVER = time.monotonic() + 3600


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the children are forked")
def test_kills() -> None:
    tally = kill.run(int(os.environ.get("DUIZHANG_KILLS", "12")) // 4, 5, FOREVER)
    assert tally["findings"] == []
    assert tally["kills"] == int(os.environ.get("DUIZHANG_KILLS", "12")) // 4
    assert tally["loads"] == tally["entries"] > 0


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
