"""What the people of the demo shop said of their goods: quotes, a round of products on trial, packs, an approval asked for."""

from datetime import date
from decimal import Decimal

from book import book
from book.engagement import Engagement
from reports.duties import approvals
from reports.goods import plan, quote
from reports.goods.quote import Quote
from reports.goods.restock import KIND, restock
from reports.goods.round import begin
from reports.scope import Scope
from warehouse import Shop

ASKED = date(2026, 10, 1)
# Product, supplier, price, paid when sold, days, sample seen, role.
QUOTES = (
    ("HT-03", "常熟暖谷毛毯有限公司", "55.00", False, 30, True, "main"),
    ("HT-03", "桐乡绒悦毛毯厂", "52.80", False, 30, True, "backup"),
    ("HT-03", "义乌绒品供应链", "57.50", True, 15, False, "offer"),
    ("HT-04", "余姚眠山乳胶制品有限公司", "65.50", False, 30, True, "main"),
    ("HT-04", "南通舒梦寝具", "63.00", True, 30, False, "offer"),
    ("HT-08", "桐乡软糯围巾厂", "41.00", True, 7, True, "main"),
    ("HT-08", "浒墅关织造", "42.50", True, 15, True, "backup"),
    ("HT-08", "义乌针织一厂", "39.90", False, 0, False, "offer"),
    ("HT-10", "绍兴静夜窗帘厂", "108.00", False, 30, True, "main"),
)
PLANS = {
    "HT-03": {"cover": 45, "lead": 12, "pack": 50},
    "HT-04": {"cover": 45, "lead": 10, "pack": 50},
    "HT-08": {"cover": 30, "lead": 7, "pack": 20, "coming": 40},
}
TRIAL = ("HT-03", "HT-04", "HT-11", "HT-12", "HT-13")


def tell_goods(shop: Shop, agreed: Engagement) -> None:
    """Record them; the agency asks for what has to be reordered."""
    ledger, agency = book(shop), next(person.name for person in agreed.people if person.side == "agency")
    said = [
        Quote(key, name, Decimal(price), sold, days, seen, ASKED, role)
        for key, name, price, sold, days, seen, role in QUOTES
    ]
    quote.put(ledger, said, agency)
    plan.put(ledger, PLANS, agency)
    begin(ledger, "10月测款", date(2026, 10, 12), date(2026, 10, 25), TRIAL, "ctr", "0.045", agency)
    wanted = {each.product: each.quantity for each in restock(Scope(shop)) if each.quantity}
    approvals.say(ledger, KIND, wanted, "asked", agency, agreed, "双11以后库存只够三周")
