"""The two order exports of Taobao's old seller centre: one row per order (A1), one row per line (A2)."""

from datetime import datetime, timedelta
from pathlib import Path

from data.sample import story
from data.sample.container import Cell, columns, csv_bytes, write_zip
from data.sample.order import ZERO, Line, Order
from data.sample.story import EXPORTS, Export

# Six names really end in a blank.
ORDER_HEADER = columns(
    "订单编号,买家会员名,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,"
    "买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,"
    "宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,"
    "发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,"
    "是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,新零售发货门店名称,新零售发货门店id,"
    "退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包,是否信用购,前N有礼,预售订单,发货时间,商家备忘,主订单编号"
)
LINE_HEADER = columns(
    "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,支付单号,买家应付货款,"
    "买家实际支付金额,退款状态,退款金额,订单创建时间,订单付款时间,发货时间,商品ID"
)
NAMES = "张李王赵陈刘杨黄周吴徐孙朱马胡"
CLOSING = timedelta(hours=48)  # an unpaid order is closed after that


def write_exports(folder: Path, orders: list[Order]) -> None:
    """`taobao_orders.zip` and `taobao_order_lines.zip`, one file per visit to the back end in each."""
    order_files, line_files = [], []
    for export in EXPORTS:
        seen, at = seen_orders(orders, export), export.exported_at
        lines_at = at + timedelta(minutes=5)
        order_rows = [_order_row(order, export) for order in seen]
        line_rows = [row for order in seen for row in _line_rows(order, export)]
        order_files.append((f"ExportOrderList{at:%Y%m%d%H%M}.csv", at, csv_bytes(ORDER_HEADER, order_rows, "gbk")))
        line_name = f"ExportOrderDetailList{lines_at:%Y%m%d%H%M}.csv"
        line_files.append((line_name, lines_at, csv_bytes(LINE_HEADER, line_rows, "gbk")))
    write_zip(folder / "taobao_orders.zip", order_files)
    write_zip(folder / "taobao_order_lines.zip", line_files)


def seen_orders(orders: list[Order], export: Export, platform: str = "taobao") -> list[Order]:
    """The orders of a period, newest first, as they stood at the midnight before the export."""
    night = datetime.combine(export.exported_at.date(), datetime.min.time())
    first, last = export.first_day, export.last_day
    wanted = [order for order in orders if order.platform == platform and first <= order.created_at.date() <= last]
    return [order.seen(night) for order in reversed(wanted)]


def _order_row(order: Order, export: Export) -> dict[str, Cell]:
    titles = "，".join(line.product.title for line in order.lines)
    status = _status(order, export)
    net = order.gross - order.refund
    return {
        "订单编号": excel_text(order.number),
        "买家会员名": f"{NAMES[order.buyer % 15]}**{order.buyer:04d}",
        "买家支付宝账号": "***",
        "支付单号": excel_text(_payment(order)),
        "买家应付货款": order.payable,
        "买家应付邮费": order.freight,
        "买家支付积分": 0,
        "总金额": order.gross,
        "返点积分": 0,
        "买家实际支付金额": net if order.paid_at else ZERO,
        "买家实际支付积分": 0,
        "订单状态": status,
        "收货人姓名": f"{NAMES[order.buyer % 15]}**",
        "收货地址 ": f"{order.place} 示例路{order.buyer:04d}号***",
        "运送方式": "快递",
        "联系手机": "'138****0000",
        "订单创建时间": clock(order.created_at),
        "订单付款时间 ": clock(order.paid_at),
        "宝贝标题 ": titles,
        "宝贝种类 ": len(order.lines),
        "物流单号 ": _parcel(order),
        "物流公司": _courier(order),
        "宝贝总数量": sum(line.quantity for line in order.lines),
        "店铺Id": 0,
        "店铺名称": story.SHOP_ZH,
        "订单关闭原因": _closing_reason(order, status),
        "卖家服务费": "0.00",
        "买家服务费": "null",
        "是否手机订单": "手机订单",
        "退款金额": order.refund or _no_refund(export),
        "确认收货时间": clock(order.completed_at),
        "打款商家金额": f"{net}元" if status == "交易成功" else "",
        "预售订单": "是" if order.is_presale else "",
        "发货时间": clock(order.shipped_at),
        "主订单编号": excel_text(order.number),
    }


def _line_rows(order: Order, export: Export) -> list[dict[str, Cell]]:
    return [_line_row(order, line, index, export) for index, line in enumerate(order.lines)]


def _line_row(order: Order, line: Line, index: int, export: Export) -> dict[str, Cell]:
    """The line's own money knows nothing of freight."""
    number = order.number if len(order.lines) == 1 else str(int(order.number) + 100 * (index + 1))
    is_gone = line.refund == line.payable and line.refund > 0
    return {
        "子订单编号": excel_text(number),
        "主订单编号": excel_text(order.number),
        "标题": line.product.title,
        "价格": line.product.price,
        "购买数量": line.quantity,
        "外部系统编号": line.product.code,
        "商品属性": line.product.option,
        "订单状态": "交易关闭" if is_gone else _status(order, export),
        "商家编码": line.product.code,
        "支付单号": excel_text(_payment(order)),
        "买家应付货款": line.payable,
        "买家实际支付金额": line.payable - line.refund if order.paid_at else ZERO,
        "退款状态": _refund_status(order, line),
        "退款金额": line.refund,
        "订单创建时间": clock(order.created_at),
        "订单付款时间": clock(order.paid_at),
        "发货时间": clock(order.shipped_at),
        "商品ID": excel_text(line.product.taobao_id),
    }


def _status(order: Order, export: Export) -> str:
    if not order.paid_at:
        waits = order.created_at + CLOSING > datetime.combine(export.exported_at.date(), datetime.min.time())
        return "等待买家付款" if waits else "交易关闭"
    if order.is_refunded_in_full:
        return "交易关闭"
    if order.completed_at:
        return "交易成功"
    return "卖家已发货,等待买家确认" if order.shipped_at else "买家已付款,等待卖家发货"


def _closing_reason(order: Order, status: str) -> str:
    if status != "交易关闭":
        return "订单未关闭"
    return "退款" if order.paid_at else "买家未付款"


def _refund_status(order: Order, line: Line) -> str:
    if line.refund:
        return "退款成功"
    if line.is_refund_asked:
        return "买家已经申请退款,等待卖家同意"
    return "退款关闭" if order.completed_at and order.serial % 83 == 0 else "没有申请退款"


def _no_refund(export: Export) -> Cell:
    """The oldest file says it in words, the later ones in money: both occur."""
    return "无退款申请" if export == EXPORTS[0] else ZERO


def _payment(order: Order) -> str:
    return f"{order.paid_at:%Y%m%d}22001{order.number[-15:]}" if order.paid_at else ""


def _parcel(order: Order) -> str:
    return f"No:YT88{order.serial:011d}" if order.shipped_at else ""


def _courier(order: Order) -> str:
    return "圆通速递" if order.shipped_at else ""


def excel_text(number: str) -> str:
    """The way Taobao keeps Excel from spoiling a long number."""
    return f'="{number}"' if number else ""


def clock(at: datetime | None) -> str:
    """A moment as both platforms print it; empty when it has not come."""
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""
