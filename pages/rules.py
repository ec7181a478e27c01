"""What did a newer version of the rules change in past weeks, and who accepted it?"""

from views import frame
from views.rules import page

page.rules_page(frame.opened())
