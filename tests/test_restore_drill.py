"""The restore drill: the demo shop, its relation, its people and visitors, backed up, removed and brought back; every answer is what it was."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import book.command
import etl.command
import reports.command
import warehouse
from book import let_go, people, seen
from etl.demo import SAMPLE
from etl.keeping.backup import backup
from etl.keeping.check import check_folder, check_shop
from etl.keeping.restore import restore
from etl.keeping.standing import standing, standing_people
from faults import shop as made
from tests.made import Desk, desk

__all__ = ["desk"]

WEEK, MONTH, DAYS = "2026-05-25", "2026-05", ("--from", "2026-05-01", "--to", "2026-05-31")
TRUTH: dict[str, Any] = json.loads((SAMPLE / "truth.json").read_text("utf-8"))
# Every call of `python -m reports` that answers with figures.
CALLS: tuple[tuple[str, ...], ...] = (
    ("weekly",),
    ("weekly", "--refunds", "order"),
    ("weekly", "--book", "claimed"),
    ("today",),
    ("products", *DAYS),
    ("contract", "--month", MONTH),
    ("compare", "--metric", "net_sales"),
    ("settle",),
    ("ripeness",),
    ("review", "--month", MONTH),
    ("summary",),
    ("brushing",),
    ("alerts",),
    ("duties",),
    ("goods",),
    ("reconcile", "--week", WEEK),
    ("state",),
    ("restatements",),
    ("events",),
    ("weekreport", "--week", WEEK),
)
NOW = datetime.now(UTC)


class Stopped(datetime):
    """The moment at which everything is asked: hours that somebody is late grow from second to second."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Stopped:
        return cls.fromtimestamp(NOW.timestamp(), tz)


def answers(name: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What every call says of the shop, and every table, entry, attachment, grant and setting."""
    found: dict[str, Any] = {}
    capsys.readouterr()
    for call in CALLS:
        code = reports.command.main([call[0], "--shop", name, *call[1:], "--json"])
        out = capsys.readouterr().out
        assert code == 0, (call, out)
        found[" ".join(call)] = json.loads(out)
    for main, asked in ((book.command.main, "history"), (etl.command.main, "register")):
        assert main([asked, "--shop", name, "--json"]) == 0
        found[asked] = json.loads(capsys.readouterr().out)
    shop = warehouse.shop(name)
    return found | made.figures(shop) | {"people": people.people(fresh=True), "settings": shop.settings}


def test_every_answer_is_what_it_was(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for asked in ("reports.duties.duties", "reports.duties.requests", "reports.alerts.duty"):
        monkeypatch.setattr(f"{asked}.datetime", Stopped)
    assert etl.command.main(["demo"]) == 0
    [name] = warehouse.shop_names()
    people.appoint("root@example.org", "the server", "管理员")
    people.grant("dai@example.org", name, "operator", "root@example.org", "阿代")
    seen.note(name, "阿代", seen.SAW, "week")
    before = answers(name, capsys)
    sold = sum(Decimal(week["gross_sales"] or 0) for week in before["weekly --book claimed"]["weeks"])
    assert sold == sum(Decimal(week["gross_sales"]) for week in TRUTH["weeks"].values()), "what the story sold"
    backup(tmp_path / "backups")
    let_go(warehouse.shop(name))
    shutil.rmtree(warehouse.data_folder())
    assert restore(tmp_path / "backups") == ([name], None)
    again = answers(name, capsys)
    differ = {call: (before[call], again[call]) for call in before if before[call] != again[call]}
    assert differ == {}
    shop = warehouse.shop(name)
    assert [*standing(shop), *standing_people(), *check_shop(shop).faults, *check_folder()] == []
