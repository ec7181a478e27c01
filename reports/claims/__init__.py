"""What the agency's reports claim, held against the exports and the contract."""
