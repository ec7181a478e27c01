"""Selection and supply on the screen: what to reorder, suppliers and what is owed to them, products on trial."""
