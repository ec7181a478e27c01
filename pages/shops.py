"""Which shops are there? Make, name, open and remove them; the demo with one click."""

from views import shops

shops.demo()
shops.listing()
shops.making()
