"""Which column of a table that nobody knows is what?"""

from views import daytotals, frame
from views.mapping import page as mapping

name = mapping.page(frame.opened_or_new())
daytotals.day_totals(name)
