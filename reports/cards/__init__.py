"""Change cards: what clicks and orders did before and after a picture or a title of a product was changed."""
