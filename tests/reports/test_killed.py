"""A signature that is killed leaves no half record, and one that was acknowledged is there for good."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made import Desk, cost, sheet, taobao_line

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("DUIZHANG_KILLS", "12"))  # 50 takes minutes: run it where signatures change


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the children are forked")
def test_kills_lose_nothing_and_leave_nothing_half(desk: Desk) -> None:
    rows = [taobao_line(f"{n}", f"{n}", "10.00", day=f"2026-06-0{n}") for n in range(1, 8)]
    desk.accept(("orders.csv", sheet(rows)), ("costs.csv", sheet([cost("LAMP", "4.00")])))
    call = [sys.executable, "-m", "tests.reports.killed", desk.shop.name, str(KILLS), "7"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=900)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["faults"] == []
    assert found["acknowledged"] >= KILLS // 5
    assert found["cut_in_writing"] >= KILLS // 10, "some were killed while they wrote"
    assert found["entries"] >= found["acknowledged"]
