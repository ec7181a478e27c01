"""`python -m benchmarks [--lines N] [--only NAME] [--json]`: a table of ratios on standard output."""

import sys

from benchmarks.command import main

sys.exit(main())
