"""Faults on purpose: kills, full disks, flipped bits, torn files, wrong clocks, many uploaders; nothing may be lost silently."""
