"""Make the small data folder of `test_released.py` with the program that stands in the working directory.

    git worktree add --detach /tmp/old COMMIT && cd /tmp/old && python …/tests/etl/released/make.py MOMENT.zip

Made so on 2026-11-22: 5f5a598 (0525, before the formats), edbf132 (0859, before the book), b71964f (1313, with signatures),
58d6181 (1500, before and after), 989c788 (1713, sealed lists, second records, people). What a program does not have yet is left out.
"""

import hashlib
import os
import sqlite3
import sys
import tempfile
import zipfile
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))
folder = Path(tempfile.mkdtemp())
os.environ["DUIZHANG_DATA"] = str(folder / "data")

from etl.pipeline import undo  # noqa: E402
from tests.made import Desk, sheet, taobao_line, taobao_order, wanxiangtai_day  # noqa: E402


def uploads(desk: Desk) -> None:
    """Seven orders, what they cost, ads of seven days, and an upload that was taken out."""
    lines = [
        taobao_line("T1", "L1", "100.00", "LAMP", "2", day="2026-06-01"),
        taobao_line("T2", "L2", "30.30", "BULB", "3", day="2026-06-02"),
        *(taobao_line(f"T{n}", f"L{n}", "10.00", "LAMP", "1", day=f"2026-06-0{n}") for n in range(3, 8)),
    ]
    costs = [
        {"商家编码": name, "成本价": cost, "生效日期": "2026-06-01"}
        for name, cost in (("LAMP", "12.50"), ("BULB", "4.00"))
    ]
    days = [wanxiangtai_day("5.55", f"2026-06-0{day}") for day in range(1, 8)]
    desk.accept(("orders.csv", sheet(lines)))
    desk.accept(("costs.csv", sheet(costs)), ("ads.csv", sheet(days)))
    [wrong] = desk.accept(("wrong.csv", sheet([taobao_order("X9", "999.00", day="2026-06-04")])))
    undo(desk.shop, wrong)


def agreed_and_signed(desk: Desk) -> None:
    """What was agreed, an attachment, and a week submitted, returned, submitted again and confirmed."""
    from book import Change, book
    from book.engagement import Engagement, Person
    from reports.scope import Scope
    from reports.signing.sign import sign

    book(desk.shop).append(
        [
            Change("engagement", "engagement.agency", "光年代运营"),
            Change("engagement", "targets.2026-06", "80000.00"),
        ],
        "店主",
        "首签",
    )
    book(desk.shop).append(
        [Change("note", "a", "see")], "阿代", attachments={hashlib.sha256(b"test").hexdigest(): b"test"}
    )
    people = Engagement(people=(Person("阿代", "agency"), Person("店主", "merchant")))
    for step, who in (("submitted", "阿代"), ("returned", "店主"), ("submitted", "阿代"), ("confirmed", "店主")):
        sign(Scope(desk.shop), date(2026, 6, 1), step, who, people, "看过")


def people_and_visits(desk: Desk) -> None:
    """An administrator, an operator, and somebody who looked."""
    from book import people, seen

    people.appoint("root@example.org", "the server", "管理员")
    people.grant("dai@example.org", desk.shop.name, "operator", "root@example.org", "阿代")
    seen.note(desk.shop.name, "阿代", seen.SAW, "week")


def packed(desk: Desk, to: Path) -> None:
    """The folder with its newest build alone."""
    for path in folder.rglob("*.sqlite"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("pragma wal_checkpoint(truncate)")
    for build in desk.shop.builds()[:-1]:
        build.unlink()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in sorted((folder / "data").rglob("*")):
            if path.is_file() and not path.name.endswith((".lock", "-wal", "-shm")):
                file.write(path, path.relative_to(folder / "data"))


if __name__ == "__main__":
    made = Desk(folder)
    uploads(made)
    for part in (agreed_and_signed, people_and_visits):
        with suppress(ImportError):
            part(made)
    packed(made, Path(sys.argv[1]))
    print(sys.argv[1], Path(sys.argv[1]).stat().st_size)
