"""The signature of a week and what became of it."""
