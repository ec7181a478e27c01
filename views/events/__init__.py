"""The Events page, and the marks of events on every chart over time."""
