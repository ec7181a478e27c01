"""Write the demo shop's exports: `python -m data.sample.make [folder]`. The same bytes on every run.

One invented shop, fourteen months, two platforms. What happens to it is data in story.py; the files look exactly
like the ones the platforms hand out (export-formats A1, A2, A8, B1, B5, C1, C6, D3, E1, E3); truth.json says what they must add up to.
"""

import sys
from pathlib import Path

from data.sample import ads, costs, ledgers, life, lists, pinduoduo, settlement, stock, taobao, traffic, truth

DEMO = Path(__file__).parent / "demo"


def make(folder: Path) -> None:
    """Write every file of the demo shop into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    orders = life.all_orders()
    ad_days = ads.all_ad_days(orders)
    taobao.write_exports(folder, orders)
    pinduoduo.write_exports(folder, orders)
    ads.write_wanxiangtai(folder, ad_days)
    ads.write_pinduoduo(folder, ad_days)
    costs.write_cost_table(folder)
    costs.write_settings(folder)
    paid_out = settlement.settled(orders)
    brushed = lists.brushing(orders, paid_out.faults)
    ledgers.write_ledgers(folder, paid_out)
    lists.write_brushing(folder, brushed)
    lists.write_bank(folder, paid_out)
    lists.write_suppliers(folder)
    visits, counts = traffic.all_visits(orders, ad_days), stock.all_counts(orders)
    traffic.write_traffic(folder, visits)
    stock.write_stock(folder, counts)
    beside: dict[str, object] = {"traffic": truth.traffic(visits), "stock": truth.stock(counts)}
    truth.write_truth(folder, orders, ad_days, paid_out, brushed, beside)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO)
