"""The Weekly reconciliation page: claims entered, three columns, differences."""
