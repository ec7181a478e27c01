"""Which orders should the agency explain, and what did people decide about them?"""

from views import books, frame
from views.brushing import beyond, deciding, page

shop = frame.opened()
found = page.found(shop)
if found is None:
    frame.nothing_loaded()

deciding.settle(shop)
page.sentence(found)
books.line(shop, found.first, found.last, None)
page.table(found)
deciding.form(shop, found)
beyond.section(shop, found)
page.letter(found)
page.decided(found)
page.limits()
