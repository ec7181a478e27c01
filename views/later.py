"""What is made after a page's run, when its button is pressed: in a thread that knows no reader, and yet in the reader's
words, and only if the reader may still see it.
"""

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
