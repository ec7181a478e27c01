"""Which files are in, what would a new one change, and what was refused and why?"""

from views import frame, uploads, view

uploads.drop(frame.opened_or_new())
shop = view.shop()
if shop:
    uploads.register(shop)
    uploads.calendar(shop)
