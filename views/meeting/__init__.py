"""The sheet of the weekly meeting."""
