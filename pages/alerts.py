"""What needs somebody, what fired before, and from which numbers on the rules watch."""

from views import frame
from views.alerts import delivery, detail, history, page, section, thresholds

shop = frame.opened()
ever = page.found(shop)
if ever is None:
    frame.nothing_loaded()

recent = section.asked(shop)
assert recent is not None
page.sentence(recent)
detail.show_chosen(shop, ever)
section.needs(shop, most=page.MOST, found=recent)
history.unsure(recent)
history.history(ever)
delivery.delivery(shop)
thresholds.thresholds(shop)
