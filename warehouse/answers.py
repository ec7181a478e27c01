"""Answers that are reckoned once: a build never changes, and a page is looked at more often than a file is loaded."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class Answers:
    """The newest answers, at most so many. Nobody changes an answer: it is everybody's who may ask the question."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._guard = RLock()
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()

    def get(
        self, question: Hashable, reckon: Callable[[], Answer], is_small: Callable[[Answer], bool] = lambda _: True
    ) -> Answer:
        """The answer to a question; one that is not small is reckoned anew each time.

        Whoever asks while somebody reckons waits for that answer.
        """
        with self._guard:
            place = self._places.setdefault(question, _Place())
            self._places.move_to_end(question)
            if len(self._places) > self._most:
                self._places.popitem(last=False)
        with place.lock:
            if place.is_taken:
                kept: Answer = place.answer
                return kept
            answer = reckon()
            if is_small(answer):
                place.answer, place.is_taken = answer, True
            return answer


class _Place:
    """Room for one answer."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.is_taken = False
        self.answer: Any = None
