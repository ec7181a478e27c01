"""How much of the refunds of recent orders has arrived, and how much is still expected."""
