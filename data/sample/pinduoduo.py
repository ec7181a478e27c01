"""Pinduoduo's order export (A8): one row per order, every cell of text followed by a tab."""

from datetime import timedelta
from pathlib import Path

from data.sample.container import Cell, columns, csv_bytes, write_zip
from data.sample.order import ZERO, Order
from data.sample.story import EXPORTS, Export
from data.sample.taobao import clock, seen_orders

HEADER = columns(
    "商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),多多支付立减金额(元),用户实付金额(元),商家实收金额(元),"
    "商品数量(件),发货时间,确认收货时间,商品id,商品规格,样式ID,商家编码-规格维度,商家编码-商品维度,商家备注,售后状态,快递单号,快递公司,订单成交时间"
)


def write_exports(folder: Path, orders: list[Order]) -> None:
    """`pinduoduo_orders.zip`, one file per visit to the back end."""
    files = []
    for export in EXPORTS:
        at = export.exported_at + timedelta(minutes=12, seconds=7)
        rows = [_row(order, export) for order in seen_orders(orders, export, "pinduoduo")]
        files.append((f"orders_export{at:%Y-%m-%d-%H-%M-%S}.csv", at, csv_bytes(HEADER, rows, "utf-8-sig")))
    write_zip(folder / "pinduoduo_orders.zip", files)


def _row(order: Order, export: Export) -> dict[str, Cell]:
    """Both money columns stay filled after a refund, which shows in the two states only."""
    (line,), (shop, platform, payment) = order.lines, order.discounts
    received = line.payable + order.freight
    return {
        "商品": line.product.title,
        "订单号": f"{order.number}\t",
        "订单状态": _status(order, export),
        "商品总价(元)": line.payable + shop,
        "邮费(元)": order.freight,
        "店铺优惠折扣(元)": shop,
        "平台优惠折扣(元)": platform,
        "多多支付立减金额(元)": payment,
        "用户实付金额(元)": received - platform - payment,
        "商家实收金额(元)": received,
        "商品数量(件)": line.quantity,
        "发货时间": f"{clock(order.shipped_at)}\t",
        "确认收货时间": f"{clock(order.completed_at)}\t",
        "商品id": f"{line.product.pinduoduo_id}\t",
        "商品规格": line.product.option.replace("颜色分类:", "").replace("尺寸:", "").replace(";", ","),
        "样式ID": f"9{line.product.pinduoduo_id[1:]}\t",
        "商家编码-规格维度": f"{line.product.code}\t",
        "商家编码-商品维度": f"{line.product.code}\t",
        "售后状态": _after_sale(order),
        "快递单号": f"YT77{order.serial:011d}\t" if order.shipped_at else "\t",
        "快递公司": "圆通快递" if order.shipped_at else "",
        "订单成交时间": f"{clock(order.paid_at)}\t",
    }


def _status(order: Order, export: Export) -> str:
    if not order.paid_at:
        is_fresh = order.created_at.date() == export.exported_at.date() - timedelta(days=1)
        return "待支付" if is_fresh else "已取消"
    refund = "，退款成功" if order.refund > ZERO else ""
    if order.completed_at:
        return "已收货" + refund
    if order.shipped_at:
        return ("已发货" if refund else "已发货待签收") + refund
    return "已取消，退款成功" if refund else "待发货"


def _after_sale(order: Order) -> str:
    if order.refund > ZERO:
        return "退款成功"
    return "售后处理中" if order.lines[0].is_refund_asked else "无售后或售后取消"
