"""Who may see and do what, and who looked at what."""
