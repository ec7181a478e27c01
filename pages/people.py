"""Who may see and do what, and who looked at what?"""

from views.people import page

page.people_page()
