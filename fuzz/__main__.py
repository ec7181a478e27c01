"""`python -m fuzz --files 20000 --seed 20261122 --jobs 2`, or `--only N`: mutated files into the loader."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from fuzz.mutate import made
from fuzz.trial import tried
from fuzz.workers import run


def one(seed: int, number: int) -> int:
    """One file, kept, with everything that is known of it."""
    file = made(seed, number)
    path = Path(tempfile.mkdtemp(prefix="fuzz-")) / file.name
    path.write_bytes(file.data)
    os.environ["DUIZHANG_DATA"] = tempfile.mkdtemp(prefix="fuzz-data-")
    [outcome] = tried(seed, [number])
    print(path, file.format, *file.how, sep="\n  ")
    print(outcome.statuses, outcome.judged, *outcome.notes, *outcome.findings, f"{outcome.seconds:.2f} s", sep="\n")
    return bool(outcome.findings)


def main() -> int:
    """Read the command line and run."""
    said = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    said.add_argument("--files", type=int, default=20_000)
    said.add_argument("--first", type=int, default=0, help="number of the first file")
    said.add_argument("--seed", type=int, default=20261122)
    said.add_argument("--jobs", type=int, default=2)
    said.add_argument("--minutes", type=float, default=600, help="begin no batch after so long")
    said.add_argument("--only", type=int, help="this file alone, which is kept")
    asked = said.parse_args()
    if asked.only is not None:
        return one(asked.seed, asked.only)
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        os.environ["FUZZ_FOLDER"] = folder
        tally = run(asked.seed, range(asked.first, asked.first + asked.files), asked.jobs, asked.minutes)
    tally.say()
    return bool(tally.findings)


if __name__ == "__main__":
    sys.exit(main())
