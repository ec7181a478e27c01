"""What must be reordered, where do the goods come from, and which new products are worth selling?"""

from views import frame
from views.goods import listed, page, payable, restock, saving, suppliers, trials

shop = frame.opened()
found = page.found(shop)
if found is None:
    frame.nothing_loaded()

saving.said()
page.sentence(found)
restock.restock(shop, found.restock)
suppliers.suppliers(shop, found.suppliers)
payable.payable(shop, found.payable)
trials.trials(shop, found.scope, found.trials)
listed.listed(shop, found.suppliers.products)
