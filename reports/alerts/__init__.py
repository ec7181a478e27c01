"""What needs somebody: rules as data, each alert a dated fact with the rows behind it and its effect in money."""
