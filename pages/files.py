"""Which files are in, what would a new one change, and what was refused and why?"""

from views import frame, view
from views.calendar import calendar
from views.drop import drop
from views.register import register

drop(frame.opened_or_new())
shop = view.shop()
if shop:
    register(shop)
    calendar(shop)
