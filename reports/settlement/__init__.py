"""Orders against what the platforms paid out."""
