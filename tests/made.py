"""A shop in a folder of its own, files made for it, and what its warehouse then holds."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import warehouse
from etl.loaded import Loaded
from etl.pipeline import Asked, load
from reports.scope import Scope
from reports.weekly import Weekly, weekly

LINEAGE = ("upload", "source_row", "split_upload", "split_row")
Row = Mapping[str, str]


@dataclass
class Desk:
    """One shop, and a folder in which its files are made."""

    folder: Path
    name: str = "灯具店"
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def shop(self) -> warehouse.Shop:
        return warehouse.shop(self.name, make=True)

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file of this name on the disk, in a folder of its own."""
        path = self.folder / f"files-{next(self.numbers)}" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(self, *files: tuple[str, str | bytes], **asked: Any) -> list[Loaded]:
        """Load files given as (name, content) in one call."""
        paths = [self.write(name, content) for name, content in files]
        return load(self.shop, [(path, path.name) for path in paths], Asked(**asked))[0]

    def accept(self, *files: tuple[str, str | bytes], **asked: Any) -> list[int]:
        """Load files that must be accepted; the numbers of their uploads."""
        results = self.load(*files, **asked)
        assert [(each.file, each.problems) for each in results if each.status == "refused"] == []
        return [each.upload for each in results if each.upload is not None]

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """What a query finds in the newest build."""
        return warehouse.reader(self.shop).rows(sql)

    def one(self, expression: str, table: str) -> Any:
        """One value: `desk.one("sum(spend)", "facts.ad_spend")`."""
        [row] = self.rows(f"select {expression} as value from {table}")
        return row["value"]

    def figures(self) -> dict[str, list[dict[str, Any]]]:
        """Facts and marts without their lineage, in one order: what must not depend on how the files came."""
        tables = (
            "facts.order_lines",
            "facts.refunds",
            "facts.settlements",
            "facts.ad_spend",
            "facts.ad_periods",
            "facts.traffic",
            "facts.stock",
            "facts.unit_costs",
            "facts.daily_costs",
            "facts.day_totals",
            "marts.daily",
            "marts.stock",
            "marts.refund_delays",
            "marts.coverage",
        )
        return {table: sorted(map(_without_lineage, self.rows(f"select * from {table}")), key=str) for table in tables}

    def weekly(self, **said: Any) -> Weekly:
        """The ladder by week."""
        return weekly(Scope(self.shop, **said))


def _without_lineage(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in LINEAGE}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty shop in a data folder of this test."""
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path / "data"))
    return Desk(tmp_path)


@pytest.fixture
def other_desk(tmp_path: Path, desk: Desk) -> Desk:
    """A second shop, to hold against the first."""
    return Desk(tmp_path / "other", "另一家店")


# --- files ------------------------------------------------------------------------------------------


def sheet(rows: Sequence[Row], header: Sequence[str] | None = None) -> str:
    """A csv text; cells that a row does not name are empty."""
    names = list(header or dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def workbook(title: str, rows: Sequence[Sequence[Any]]) -> bytes:
    """An .xlsx file of one sheet."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def taobao_order(number: str, paid: str = "10.00", refund: str = "0.00", day: str = "2026-06-01", **cells: str) -> Row:
    """A row of the order report (A1): paid and finished unless the cells say otherwise."""
    moment = f"{day} 10:00:00"
    return {
        "订单编号": number, "总金额": "", "买家应付货款": "", "买家实际支付金额": paid, "订单状态": "交易成功", "收货人姓名": "", "联系手机": "",
        "买家留言": "", "订单备注": "", "订单创建时间": moment, "订单付款时间": moment, "退款金额": refund, "确认收货时间": "", "发货时间": "",
    } | cells  # fmt: skip


def taobao_line(
    order: str,
    line: str,
    payable: str = "10.00",
    product: str = "LAMP",
    quantity: str = "1",
    day: str = "2026-06-01",
    **cells: str,
) -> Row:
    """A row of the item report (A2), paid in full."""
    moment = f"{day} 10:00:00"
    return {
        "子订单编号": line, "主订单编号": order, "标题": product, "价格": payable, "购买数量": quantity, "外部系统编号": "", "商品属性": "",
        "订单状态": "交易成功", "商家编码": product, "买家应付货款": payable, "买家实际支付金额": payable, "退款状态": "没有申请退款",
        "退款金额": "0.00", "订单创建时间": moment, "订单付款时间": moment, "商品ID": "", "发货时间": "",
    } | cells  # fmt: skip


def pinduoduo_order(number: str, received: str = "10.00", day: str = "2026-06-01", **cells: str) -> Row:
    """A row of the Pinduoduo export (A8): paid and received unless the cells say otherwise."""
    return {
        "商品": "坚果", "订单号": number, "订单状态": "已收货", "商品总价(元)": received, "邮费(元)": "0", "店铺优惠折扣(元)": "0",
        "用户实付金额(元)": received, "商家实收金额(元)": received, "商品数量(件)": "1", "发货时间": f"{day} 18:00:00", "确认收货时间": "-",
        "商品id": "9001", "样式ID": "S1", "商家编码-规格维度": "NUT", "商家编码-商品维度": "", "售后状态": "无售后或售后取消",
        "订单成交时间": f"{day} 10:00:00",
    } | cells  # fmt: skip


def wanxiangtai_day(
    spend: str, day: str = "2026-06-01", item: str = "7001", campaign: str = "11", window: str = "15天", **cells: str
) -> Row:
    """A row of the Wanxiangtai item report (B1)."""
    return {
        "日期": day, "场景名字": "关键词推广", "计划ID": campaign, "计划名字": f"计划{campaign}", "主体ID": item, "主体名称": item and f"商品{item}",
        "转化周期": window, "展现量": "100", "点击量": "5", "花费": spend, "总成交金额": "0", "总成交笔数": "0",
    } | cells  # fmt: skip


def pinduoduo_ads(spend: str, day: str = "2026-06-01", item: str | None = None) -> Row:
    """A row of the Pinduoduo promotion report (B5): by product, or of the account."""
    named = {} if item is None else {"商品ID": item, "商品名称": f"商品{item}"}
    figures = {
        "总花费(元)": spend,
        "交易额(元)": "0",
        "实际投产比": "0",
        "曝光量": "10",
        "点击量": "1",
        "成交笔数": "0",
    }
    return {"日期": day} | named | figures


def shop_visits(day: str, visitors: str = "100", buyers: str = "5", **cells: str) -> Row:
    """A row of the shop's own days in Business Advisor (E1)."""
    return {"统计日期": day, "商品访客数": visitors, "商品浏览量": "300", "支付买家数": buyers, "支付转化率": "5%", "支付金额": "50.00"} | cells  # fmt: skip


def item_visits(day: str, item: str = "7001", visitors: str = "60", buyers: str = "3", **cells: str) -> Row:
    """A row of the items of Business Advisor (E1)."""
    return {
        "统计日期": day, "商品ID": item, "货号": "", "商品访客数": visitors, "商品浏览量": "200", "支付买家数": buyers, "支付件数": "3", "支付金额": "30.00",
    } | cells  # fmt: skip


def counted(product: str, units: str, day: str, warehouse: str = "主仓") -> Row:
    """A row of a table of stock."""
    return {"商品编码": product, "仓库": warehouse, "库存": units, "日期": day}


def cost(product: str, amount: str, since: str | None = None) -> Row:
    """A row of a cost table."""
    return {"商家编码": product, "成本价": amount} | ({} if since is None else {"生效日期": since})


def typed_cost(kind: str, label: str = "x", **cells: str) -> Row:
    """A row of typed costs."""
    empty = dict.fromkeys(("cost_platform", "rate", "amount", "per", "start_date", "end_date"), "")
    return {"cost_kind": kind, "label": label} | empty | cells
