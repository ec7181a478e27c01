"""File bytes → raw → staging → facts → marts."""
