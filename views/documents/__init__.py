"""The documents of the relation: weekly report, monthly review, service-period summary."""
