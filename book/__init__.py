"""What people promised, claimed, decided and signed: one append-only ledger per shop. The only import of sqlalchemy."""

from book.copies import copy_sqlite, read_in, write_out
from book.ledger import Book, BookBroken, BookShort, Change, ChangedMeanwhile, Entry, book
from book.place import BookUnreachable, forget, let_go

__all__ = [
    "Book",
    "BookBroken",
    "BookShort",
    "BookUnreachable",
    "Change",
    "ChangedMeanwhile",
    "Entry",
    "book",
    "copy_sqlite",
    "forget",
    "let_go",
    "read_in",
    "write_out",
]
