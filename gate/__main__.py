"""python -m gate --port N [--address A]"""

import argparse
import sys

import warehouse
from gate.server import serve


def main() -> int:
    """Serve; what keeps the server from starting is a sentence and exit code 1."""
    parser = argparse.ArgumentParser(
        prog="python -m gate", description="The app's own process; `python run.py` starts it."
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--address", default="127.0.0.1")
    asked = parser.parse_args()

    def call() -> int:
        serve(asked.port, asked.address)
        return 0

    return warehouse.guarded(call, json_wanted=False)


if __name__ == "__main__":
    sys.exit(main())
