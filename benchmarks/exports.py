"""Made exports: a shop's item report (A4) of any size, the same bytes for the same seed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

EXPORTED = datetime(2026, 11, 2, 12, 0, 0)
DAYS = 365  # the orders of one file are spread over the year before it was exported
LINES_PER_ORDER = 1.68  # 52 % of the orders have one line, 32 % two, 12 % three, 4 % four
COLUMNS = (
    *(
        "子订单编号",
        "主订单编号",
        "商品标题",
        "商品价格",
        "购买数量",
        "外部系统编号",
        "商品属性",
        "套餐信息",
        "联系方式备注",
    ),
    *(
        "订单状态",
        "商家编码",
        "支付单号",
        "买家应付货款",
        "买家实付金额",
        "退款状态",
        "退款金额",
        "订单创建时间",
        "订单付款时间",
    ),
    *(
        "发货时间",
        "应发货时间",
        "淘鲜达渠道",
        "飞猪购订单信息",
        "免单资格",
        "免单金额",
        "百亿补贴超链订单信息",
        "超链半托管订单信息",
    ),
    *(
        "商品ID",
        "备注标签",
        "商家备注",
        "主订单买家留言",
        "物流单号",
        "物流公司",
        "是否主动赔付",
        "主动赔付金额",
        "主动赔付出账时间",
    ),
)


@dataclass(frozen=True)
class Export:
    """A file of order lines: which lines of the shop's life, as they stood at which moment."""

    lines: int
    skipped: int = 0  # lines of the shop's life before the file's first
    exported_at: datetime = EXPORTED
    life: int = 1_000_000  # lines that the shop sells in the year before EXPORTED; they set the pace
    seed: int = 7

    @property
    def name(self) -> str:
        """A file name that tells the export's moment, as Qianniu's do."""
        return f"宝贝报表_{self.exported_at:%Y%m%d%H%M%S}.csv"


def week_after(life: int, lines: int) -> Export:
    """A later export of which half the lines belong to orders that the first one showed, in older states."""
    return Export(lines, life - lines // 2, EXPORTED + timedelta(days=7), life)


def write_csv(export: Export, folder: Path, *, encoding: str = "utf-8") -> Path:
    """Write an export as Qianniu does, comma separated, times with seconds; the path."""
    path = folder / export.name
    with _made() as made:
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        made.execute(f"copy (from ({_select(export)}) as export ({names})) to '{path}' (format csv, header true)")
    if encoding != "utf-8":
        path.write_text(path.read_text("utf-8"), encoding)
    return path


def write_xlsx(export: Export, folder: Path, columns: int) -> Path:
    """Write the first filled columns of an export as a workbook, amounts as text like Qianniu; the path."""
    import xlsxwriter

    path = folder / export.name.replace(".csv", ".xlsx")
    with _made() as made:
        rows = made.execute(_select(export)).fetchall()
    filled = [i for i in range(len(COLUMNS)) if any(row[i] for row in rows[:200])][:columns]
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([COLUMNS, *rows]):
            sheet.write_row(number, 0, [row[i] for i in filled])
    return path


def _made() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    made.execute(
        "create macro fen(amount) as cast(cast(cast(amount as decimal(18, 0)) * 0.01 as decimal(18, 2)) as varchar)"
    )
    return made


def _select(export: Export) -> str:
    """Every random choice is a hash of the seed, the order's and the line's number, so a later file tells the same orders."""
    moment = f"timestamp '{export.exported_at}'"
    pace = DAYS * 86_400 / (export.life / LINES_PER_ORDER)  # seconds between two orders
    orders = int((export.skipped + export.lines) / LINES_PER_ORDER * 1.05) + 100
    return f"""
        with orders as (
            select
                o,
                timestamp '{EXPORTED}' - to_days({DAYS}) + to_microseconds(cast(o * {pace} * 1e6 as bigint)) as ordered,
                hash(o + {export.seed}) as h,
                case when h % 100 < 52 then 1 when h % 100 < 84 then 2 when h % 100 < 96 then 3 else 4 end as items,
                ordered + to_seconds(cast(20 + h // 128 % 1800 as integer)) as paid,
                ordered + to_seconds(cast(14400 + h // 256 % 90000 as integer)) as shipped,
                h // 1024 % 100 >= 4 as is_paid
            from range({orders}) as numbers (o)
        ),
        lines as (
            select
                *,
                hash(o * 8 + n + {export.seed}) as g,
                g % 2000 as product,
                1 + (case when g // 4096 % 10 = 0 then 1 else 0 end) as quantity,
                cast(990 + hash(product) % 30000 as bigint) as price,
                quantity * price - g // 8192 % 500 as payable,
                is_paid and g // 65536 % 100 < 9 and paid + to_days(cast(2 + g // 131072 % 9 as integer)) < {moment}
                    as is_refunded,
                case when is_refunded then case when g // 262144 % 5 = 0 then payable // 3 else payable end else 0 end
                    as refund
            from orders, unnest(range(items)) as places (n)
        )
        select
            cast(3400000000000000000 + o * 1000003 + n * 7 as varchar),
            cast(3400000000000000000 + o * 1000003 as varchar),
            '加厚保暖' || ['围巾', '手套', '毛衣', '外套', '童装', '帽子'][cast(1 + product % 6 as integer)] || product,
            fen(price), cast(quantity as varchar), null,
            ['米白', '藏青', '酒红', '墨绿', '浅灰'][cast(1 + g // 32 % 5 as integer)] || ';' || (80 + g // 512 % 8 * 10),
            null, null,
            case
                when not is_paid then case when ordered + interval 1 day < {moment} then '交易关闭' else '等待买家付款' end
                when is_refunded and refund = payable then '交易关闭'
                when shipped + interval 10 day < {moment} then '交易成功'
                when shipped < {moment} then '卖家已发货，等待买家确认'
                else '买家已付款，等待卖家发货'
            end,
            'K' || (10000 + product), null, fen(payable),
            case when is_paid then fen(payable - refund) else '0.00' end,
            case when is_refunded then '退款成功' else '没有申请退款' end,
            case when is_refunded then fen(refund) else '无退款申请' end,
            strftime(ordered, '%Y-%m-%d %H:%M:%S'),
            case when is_paid then strftime(paid, '%Y-%m-%d %H:%M:%S') end,
            case when is_paid and shipped < {moment} then strftime(shipped, '%Y-%m-%d %H:%M:%S') end,
            case when is_paid then strftime(paid + interval 2 day, '%Y-%m-%d %H:%M:%S') end,
            null, null, null, null, null, null,
            cast(680000000000 + product * 7919 as varchar), null, null, null,
            case when is_paid and shipped < {moment} then 'YT' || (h % 10000000000000) end,
            case when is_paid and shipped < {moment} then '圆通' end,
            '否', null, null
        from lines
        order by o, n
        limit {export.lines} offset {export.skipped}
    """
