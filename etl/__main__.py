"""python -m etl load | formats | register | undo | rebuild | coverage | demo | forget | backup | restore | check"""

import sys

from etl.command import main

sys.exit(main())
