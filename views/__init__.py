"""Answers → what one sees."""
