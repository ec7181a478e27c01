"""What is made after a page's run, when its button is pressed: in a thread that knows no reader, and yet in the reader's
words, and only if the reader may still see it.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from views.language import language, speaking
from views.numbers import counting_in, currency
from views.session import acting_later

Made = TypeVar("Made")


def later(make: Callable[[], Made]) -> Callable[[], Made]:
    """The same, in the language and the currency of whoever sees the page now."""
    spoken, counted, acting = language(), currency(), acting_later()

    def made() -> Made:
        with speaking(spoken), counting_in(counted), acting():
            return make()

    return made


def fingerprint(*stands_on: object) -> str:
    """A part of a file's name, so that nobody is served older bytes under the same name.

    `stands_on`: everything besides the language that changes what is written — build, last entry of the book, basis, book.
    """
    said = " ".join(map(str, (*stands_on, language())))
    return hashlib.sha256(said.encode()).hexdigest()[:8]
