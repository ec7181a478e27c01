"""Which column of a table that nobody knows is what?"""

from views import daytotals, frame, mapping

name = mapping.page(frame.opened_or_new())
daytotals.day_totals(name)
