"""`python -m faults kill|sign|disk|flip|torn|clock|uploaders --count N --seed S`: faults on purpose; the last line says what was found."""

import argparse
import json
import sys
import time
from datetime import UTC, datetime

from faults import clock, disk, flip, kill, sign, torn, uploaders

DRIVERS = {
    "kill": (kill.run, 500),
    "sign": (sign.run, 500),
    "disk": (disk.run, 40),
    "flip": (flip.run, 100),
    "torn": (torn.run, 40),
    "clock": (clock.run, 6),
    "uploaders": (uploaders.run, 50),
}


def main() -> int:
    """Read the command line and run one driver; 1 when it found something."""
    said = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    said.add_argument("driver", choices=sorted(DRIVERS))
    said.add_argument("--count", type=int, help="how often; without it the number that docs/trust.md promises")
    said.add_argument("--seed", type=int, default=20261122)
    said.add_argument("--minutes", type=float, default=600, help="begin nothing new after so long")
    asked = said.parse_args()
    run, usual = DRIVERS[asked.driver]
    print(f"seed {asked.seed}", flush=True)
    begun = time.monotonic()
    tally = run(asked.count or usual, asked.seed, begun + asked.minutes * 60)
    tally |= {"seconds": round(time.monotonic() - begun), "date": f"{datetime.now(UTC):%Y-%m-%d}", "seed": asked.seed}
    print(json.dumps(tally, ensure_ascii=False), flush=True)
    return bool(tally["findings"])


if __name__ == "__main__":
    sys.exit(main())
