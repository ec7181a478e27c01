"""The page of duties and clocks."""
