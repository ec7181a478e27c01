"""Ratios against plain references, measured in one run: `python -m benchmarks`."""
