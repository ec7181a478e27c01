"""What do goods, platforms, parcels and the agency cost?"""

from views import costs, frame

shop = frame.opened()
costs.said()
costs.unit_costs(shop)
costs.rates(shop)
costs.entries(shop)
