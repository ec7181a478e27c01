"""Weeks signed by both sides, and what became of them since."""
