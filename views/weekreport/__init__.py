"""The section of the weekly report: what both sides write into it, and the report to take along."""
