"""The page Before and after: what was asked, what may be said, what it is made of."""
