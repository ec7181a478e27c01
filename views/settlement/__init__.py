"""The Settlement page: orders against settlement, and the funds around it."""
