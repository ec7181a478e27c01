"""Exceptions that are answers: their text is for the reader."""

from typing import ClassVar


def N_(text: str) -> str:
    """Mark a text for the translators; it is translated where it is shown (`views.language`)."""
    return text


class Told(Exception):
    """What the reader is told; the docstring of each subclass is its sentence, {} stands for what it is about."""

    kind: ClassVar[str] = "fault"  # stable name for programs

    def __init__(self, about: object = "") -> None:
        self.about = about
        super().__init__((type(self).__doc__ or "").strip().format(about))
