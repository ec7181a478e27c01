"""Which shops are there? Make, name, open and remove them; the demo with one click."""

from views import session, shops

if session.is_team():  # shops are made and removed by whoever runs the server
    shops.listing()
else:
    shops.demo()
    shops.listing()
    shops.making()
