"""What the people of the demo shop wrote into their last weekly reports."""

from datetime import date

from book import book
from book.engagement import Engagement
from reports.weekreport.items import write
from warehouse import Shop

SAID = (
    (date(2026, 11, 2), "done", "agency", "双11预售收尾，付了定金的订单逐个核对了收货地址"),
    (date(2026, 11, 2), "next", "agency", "11日零点前把推广预算分到四款主推商品"),
    (date(2026, 11, 9), "done", "agency", "双11当天客服分两班，早8点到晚12点有人在线"),
    (date(2026, 11, 9), "changed", "agency", "主图和标题都没有动，先看双11以后的自然流量"),
    (date(2026, 11, 9), "next", "agency", "毛毯、围巾做满减，把双11的余量清掉；推广费占比压到11%以内"),
    (date(2026, 11, 9), "needed", "agency", "请在11月18日前把毛毯和乳胶枕各补200件，10月复盘里说好的"),
    (date(2026, 11, 9), "needed", "merchant", "11月14日、15日的万相台日报表还没有，请补发"),
)


def tell_items(shop: Shop, agreed: Engagement) -> None:
    """Record them in the order in which they were said."""
    names = {person.side: person.name for person in agreed.people}
    for week, name, side, text in SAID:
        write(book(shop), week, name, side, text, names[side])
