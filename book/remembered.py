"""What was read in a book, for as long as nobody writes in it: a page asks the same questions at every click."""

import sqlite3
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from book import place
from warehouse import Shop

Answer = TypeVar("Answer")
MOST = 256  # answers of one book
# By the book's own engine, which is one file or one schema, so that shops never meet.
_memories: WeakKeyDictionary[sa.Engine, "_Memory"] = WeakKeyDictionary()
_guard = Lock()


def read(shop: Shop, question: Hashable, ask: Callable[[sa.Connection], Answer]) -> Answer:
    """The answer of `ask`, or what it was when the same question was asked of the same state of the book.

    Nobody changes an answer: it is everybody's who may see the shop. Raises BookUnreachable.
    """
    with place.told():
        engine = place.engine(shop)
        with _guard:
            if engine not in _memories:
                _memories[engine] = _Memory(engine)
            memory = _memories[engine]
        state = memory.state(shop)  # before the answer, which may then be newer than its state and never older
    answers = memory.answers_of(state)
    if question not in answers:
        with place.opened(shop) as connection:
            answers[question] = ask(connection)
    found: Answer = answers[question]
    return found


class _Memory:
    """The answers of one book, and how to find out whether somebody wrote in it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._lock = Lock()
        self._state: int | None = None
        self._answers: dict[Hashable, Any] = {}
        self._watch: sqlite3.Connection | None = None
        if engine.dialect.name == "sqlite":
            # SQLite counts for a connection what others have committed, whichever process they are in.
            self._watch = sqlite3.connect(str(engine.url.database), check_same_thread=False, isolation_level=None)
            sa.event.listen(engine, "engine_disposed", lambda _engine: self._let_go())

    def state(self, shop: Shop) -> int | None:
        """Another value after every writing."""
        with self._lock:
            if self._watch:
                [state] = self._watch.execute("pragma data_version").fetchone()
                return int(state)
        with place.opened(shop) as connection:
            return connection.execute(sa.text("select max(number) from entries")).scalar_one_or_none()

    def answers_of(self, state: int | None) -> dict[Hashable, Any]:
        """The answers of this state; those of another one are forgotten."""
        with self._lock:
            if state != self._state or len(self._answers) >= MOST:
                self._state, self._answers = state, {}
            return self._answers

    def _let_go(self) -> None:
        with self._lock:
            if self._watch:
                self._watch.close()
            self._watch = None
