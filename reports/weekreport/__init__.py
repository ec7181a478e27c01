"""The weekly report (运营周报): what the week brought, what was done, changed, comes next and is needed."""
