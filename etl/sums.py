"""Signed sums of columns, as formats declare them."""

from collections.abc import Sequence


def signed_sum(columns: Sequence[str]) -> str:
    """The first column plus the others, which count as nothing where they are empty; "-name" is subtracted."""
    first, *others = columns
    parts = [f"- coalesce({c[1:]}, 0)" if c.startswith("-") else f"+ coalesce({c}, 0)" for c in others]
    return f"({' '.join([first, *parts])})"
