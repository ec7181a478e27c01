"""What happened around the figures: promotions, changes, and what each change did to the clicks."""

from views import frame
from views.events import cards, form, offered, year

shop = frame.opened()
chosen = year.pick(shop)
year.sentence(shop, chosen)
form.said()
offered.offered(shop, chosen)
year.line(shop, chosen)
form.enter(shop)
cards.cards(shop, chosen)
