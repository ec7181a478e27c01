"""What is made after a page's run, when its button is pressed: in a thread that knows no reader, and yet in the reader's words."""

from collections.abc import Callable
from typing import TypeVar

from views.language import language, speaking
from views.numbers import counting_in, currency

Made = TypeVar("Made")


def later(make: Callable[[], Made]) -> Callable[[], Made]:
    """The same, in the language and the currency of whoever sees the page now."""
    spoken, counted = language(), currency()

    def made() -> Made:
        with speaking(spoken), counting_in(counted):
            return make()

    return made
