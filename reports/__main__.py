"""python -m reports weekly | products | trace | reconcile | claim | events …"""

import sys

from reports.command import main

sys.exit(main())
