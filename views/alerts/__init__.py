"""What needs somebody: the list with its buttons, the rows behind an alert, own numbers, what became of the others."""
