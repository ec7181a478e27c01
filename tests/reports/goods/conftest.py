"""A shop of its own for every test of this folder."""

from tests.made import desk, other_desk

__all__ = ["desk", "other_desk"]
