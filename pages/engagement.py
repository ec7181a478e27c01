"""What was agreed: who runs the shop for whom, for what targets, money and clauses?"""

from views import engagement, frame

shop = frame.opened()
held, agreed = engagement.opened(shop)
engagement.parts()[engagement.part()](shop, held, agreed)
