"""What a newer version of the definitions changes in past weeks, and who accepted it."""
