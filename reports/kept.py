"""Answers that are reckoned once: as long as the build, whether its costs are seen, and the book are the same."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from book import book
from reports.scope import Scope

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def kept(ask: Callable[Concatenate[Scope, Asked], Answer]) -> Callable[Concatenate[Scope, Asked], Answer]:
    """A question to a scope whose answer follows from the files, the book and what is asked, and from nothing else: no clock.

    The answer stays with the open build, so that neither shops nor people of other rights ever meet; nobody changes it.
    """

    @wraps(ask)
    def answered(scope: Scope, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
        source = scope.reader  # asks for the right to see it, at every call
        question: Hashable = (
            ask,
            replace(scope, source=None),
            asked,
            tuple(sorted(named.items())),
            book(scope.shop).last,
        )
        return source.reckoned(question, lambda: ask(replace(scope, source=source), *asked, **named))

    return cast(Callable[Concatenate[Scope, Asked], Answer], answered)
