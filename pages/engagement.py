"""What was agreed: who runs the shop for whom, for what targets, money and clauses?"""

from views import frame
from views.engagement import page as engagement

shop = frame.opened()
held, agreed = engagement.opened(shop)
engagement.parts()[engagement.part()](shop, held, agreed)
