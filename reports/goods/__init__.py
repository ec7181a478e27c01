"""Which goods to sell and where they come from: products on trial, suppliers and what is owed to them, what to reorder."""
