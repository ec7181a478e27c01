"""Before and after the service: what changed, what would have been, what may honestly be said."""
