"""python -m reports weekly | products | trace"""

import sys

from reports.command import main

sys.exit(main())
