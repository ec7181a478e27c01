"""Answers are reckoned once however many ask at once, the oldest are forgotten, large ones are not kept."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from warehouse.answers import Answers


def test_whoever_asks_meanwhile_waits_for_the_answer() -> None:
    answers, times = Answers(4), count()

    def slow() -> int:
        time.sleep(0.05)
        return next(times)

    with ThreadPoolExecutor(8) as people:
        assert set(people.map(lambda _: answers.get("a", slow), range(8))) == {0}


def test_the_one_that_was_not_asked_for_longest_is_forgotten() -> None:
    answers, times = Answers(2), count()
    for question in ("a", "b", "a", "c"):  # b is forgotten
        answers.get(question, lambda: next(times))
    assert [answers.get(question, lambda: next(times)) for question in ("a", "c", "b")] == [0, 2, 3]


def test_a_large_answer_is_reckoned_anew() -> None:
    answers, times = Answers(2), count()
    assert [answers.get("a", lambda: next(times), lambda found: found > 1) for _ in range(4)] == [0, 1, 2, 2]


def test_a_fault_leaves_room_for_the_answer() -> None:
    answers = Answers(2)
    with pytest.raises(ZeroDivisionError):
        answers.get("a", lambda: 1 // 0)
    assert answers.get("a", lambda: 7) == 7
