"""The monthly review and the service-period summary as pages draw them."""
