"""python -m reports weekly | products | trace | reconcile | claim"""

import sys

from reports.command import main

sys.exit(main())
