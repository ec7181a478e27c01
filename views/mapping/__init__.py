"""The page on which the columns of an unknown table are named."""
