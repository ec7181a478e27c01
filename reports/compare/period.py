"""The period of a comparison, by the name under which this room knows it."""

from reports.period import Period

__all__ = ["Period"]
