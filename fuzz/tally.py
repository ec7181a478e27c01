"""Counts of everything that came out, and the findings as they come."""

import time
from collections import Counter

from fuzz.trial import Outcome


class Tally:
    """Everything that came out."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.began = time.monotonic()
        self.counts: Counter[str] = Counter()
        self.sorts: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.findings = 0
        self.slowest: tuple[float, int] = (0.0, -1)
        self.memory = 0

    def add(self, outcome: Outcome) -> None:
        """Count one file; say at once what was found."""
        self.counts["files"] += 1
        self.sorts[outcome.how[0] if outcome.how else ""] += 1
        for status in set(outcome.statuses):
            self.counts[status] += 1
        if outcome.judged:
            self.counts["judged: agrees" if outcome.judged == "agrees" else "not judged"] += 1
            self.reasons[outcome.judged] += outcome.judged != "agrees"
        self.notes.update(outcome.notes)
        self.slowest = max(self.slowest, (outcome.seconds, outcome.number))
        for found in outcome.findings:
            self.findings += 1
            print(f"FOUND  {outcome.number} ({', '.join(outcome.how)}): {found}")
            print(f"       python -m fuzz --seed {self.seed} --only {outcome.number}", flush=True)

    def say(self) -> None:
        """The counts, most first."""
        seconds = time.monotonic() - self.began
        print(f"seed {self.seed}: {self.counts.pop('files', 0):,} files in {seconds:.0f} s; {self.findings} findings")
        print("  " + ", ".join(f"{count:,} {name}" for name, count in self.sorts.most_common()))
        for name, count in self.counts.most_common():
            print(f"  {count:7,}  {name}")
        for title, counted in (("not judged because", self.reasons), ("worth a look", self.notes)):
            if +counted:
                print(f"{title}:")
                for name, count in (+counted).most_common(25):
                    print(f"  {count:7,}  {name}")
        print(f"slowest: {self.slowest[0]:.1f} s (--only {self.slowest[1]}); a worker's peak memory: {self.memory} MB")
