"""Answers that are reckoned once: as long as the build, whether its costs are seen, and the book are the same.

The answers stay with the open build, so that neither shops nor people of other rights ever meet; nobody changes them. A
question that a clock decides is never kept.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from book import book
from reports.metric import is_own
from reports.scope import Scope

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def kept(ask: Callable[Concatenate[Scope, Asked], Answer]) -> Callable[Concatenate[Scope, Asked], Answer]:
    """A question whose answer follows from the files and the book."""
    return _kept(ask, lambda scope: book(scope.shop).last)


def kept_of_files(ask: Callable[Concatenate[Scope, Asked], Answer]) -> Callable[Concatenate[Scope, Asked], Answer]:
    """A question whose answer follows from the files alone; the book may be out of reach."""
    return _kept(ask, lambda _scope: None)


def _kept(
    ask: Callable[Concatenate[Scope, Asked], Answer], state: Callable[[Scope], int | None]
) -> Callable[Concatenate[Scope, Asked], Answer]:
    @wraps(ask)
    def answered(scope: Scope, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
        source = scope.reader  # asks for the right to see it, at every call
        if not is_own():
            return ask(scope, *asked, **named)
        question = ask, replace(scope, source=None), asked, tuple(sorted(named.items())), state(scope)
        return source.reckoned(question, lambda: ask(replace(scope, source=source), *asked, **named))

    return cast(Callable[Concatenate[Scope, Asked], Answer], answered)
