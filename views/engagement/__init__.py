"""The Engagement page: parties, targets, clauses, limits, file and history."""
