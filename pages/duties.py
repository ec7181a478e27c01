"""Who owes what by when: questions with their clocks, the package, approvals, the week's meeting, the work log."""

from views import frame
from views.duties import deciding, hours, package, page, saving, waiting, worklog
from views.meeting import section as meeting
from views.review import you

shop = frame.opened()
week = page.pick_week(shop)
found = page.found(shop, week)
page.sentence(found)
page.nothing_agreed(found)
writer = you.pick(found.agreed)
you.nobody(found.agreed)
saving.told()

waiting.section(shop, found, writer)
package.section(shop, found, writer)
deciding.section(shop, found, writer)
meeting.section(shop, found, week, writer)
worklog.section(shop, found, writer)
hours.section(shop, found, writer)
