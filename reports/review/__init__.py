"""The monthly review (复盘): what came of the month, why, what was promised, and the summary of a whole service."""
