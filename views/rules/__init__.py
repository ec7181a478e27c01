"""What a newer version of the definitions changed in past weeks: shown, accepted, kept."""
