"""The Contract page: a month's fee and clauses in words."""
