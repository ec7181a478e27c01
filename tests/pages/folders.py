"""Data folders to visit, each made once for all tests and copied for every test: the demo, orders alone, a full shop …"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

import warehouse
from etl.demo import make_demo
from reports.demo import tell_demo
from tests import made
from tests.made import Desk

Folder = Callable[[str], Path]


def _nothing(desk: Desk) -> None:
    """A data folder in which there is nothing yet."""


def _demo(desk: Desk) -> None:
    """The demo shop alone."""
    tell_demo(make_demo())


def _bare(desk: Desk) -> None:
    """A shop without a file."""
    warehouse.shop(desk.name, make=True)


def _orders_only(desk: Desk) -> None:
    """A shop that has loaded its order report and nothing else: no product codes, no costs, no ads."""
    week_one = [
        made.taobao_order(f"A{n}", "10.10", "1.00" if n == 3 else "0.00", day=f"2026-06-0{n}") for n in range(1, 8)
    ]
    week_two = [
        made.taobao_order(f"B{n}", "20.20", day=f"2026-06-1{n}", 收货人姓名="张三", 买家留言="快点") for n in range(4)
    ]
    unpaid = made.taobao_order("C1", "0.00", 订单付款时间="", 订单状态="等待买家付款", 总金额="8.00")
    desk.accept(("ExportOrderList202606150900.csv", made.sheet([*week_one, *week_two, unpaid])))


def _full(desk: Desk) -> None:
    """Lines of two products, the cost of one of them, ads every day, and a refund in the week after its order."""
    lines = [
        made.taobao_line("T1", "L1", "100.00", "LAMP", "2", day="2026-06-02", 标题="台灯"),
        made.taobao_line("T2", "L2", "30.30", "BULB", "3", day="2026-06-03", 标题="灯泡"),
        made.taobao_line("T3", "L3", "100.00", "LAMP", "2", day="2026-06-09", 标题="台灯"),
    ]
    refunded = made.pinduoduo_order(
        "260602-000000000000001", "50.00", "2026-06-02", 订单状态="已收货，退款成功", 售后状态="退款成功", 确认收货时间="2026-06-10 09:00:00",
        **{"商家编码-规格维度": "LAMP"},
    )  # fmt: skip
    desk.accept(
        ("items.csv", made.sheet(lines)),
        ("orders_export.csv", made.sheet([refunded])),
        ("costs.csv", made.sheet([made.cost("LAMP", "12.50")])),
        ("ads.csv", made.sheet([made.wanxiangtai_day("5.55", f"2026-06-{day:02d}") for day in range(1, 15)])),
    )


MAKERS = {"demo": _demo, "empty": _nothing, "bare": _bare, "orders_only": _orders_only, "full": _full}


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The data folder of a name, made when it is first asked for; the workers of one test run share it."""
    base = tmp_path_factory.getbasetemp()
    shared = (
        base if base.parent.name.startswith("pytest-of-") else base.parent
    )  # each worker has a folder inside the run's

    def folder(name: str) -> Path:
        place = shared / "kept" / name
        place.parent.mkdir(exist_ok=True)
        with FileLock(f"{place}.lock"):
            if not place.exists():
                with pytest.MonkeyPatch.context() as patched:
                    patched.setenv("DUIZHANG_DATA", str(place.with_suffix(".unfinished")))
                    place.with_suffix(".unfinished").mkdir()
                    MAKERS[name](Desk(tmp_path_factory.mktemp(name)))
                place.with_suffix(".unfinished").rename(place)
        return place

    return folder


def copied(kept: Folder, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A data folder of this test, like the kept one of that name."""
    shutil.copytree(kept(name), tmp_path / "data")
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path / "data"))
    return Desk(tmp_path)
