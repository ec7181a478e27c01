"""Mutated exports against the loader: no crash, no hang, no unclassified message, no total that an oracle does not find."""
