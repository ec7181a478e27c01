"""What the book says of single products: whether the merchant approved them, their category, typed counts of reviews."""
