"""The day's list sent to people: to whom, when, in which words, and what became of it."""
