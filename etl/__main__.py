"""python -m etl load | formats | register | undo | rebuild | coverage | demo | forget"""

import sys

from etl.command import main

sys.exit(main())
