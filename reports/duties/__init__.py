"""Who owes what by when: requests with clocks, deliverables, work, approvals, on both sides of an engagement."""
