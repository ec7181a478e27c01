"""python -m book import | export | history | verify"""

import sys

from book.command import main

sys.exit(main())
