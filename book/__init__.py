"""What people promised, claimed, decided and signed: one append-only ledger per shop. The only import of sqlalchemy."""

from book.ledger import Book, Change, ChangedMeanwhile, Entry, book
from book.place import BookUnreachable, forget

__all__ = ["Book", "BookUnreachable", "Change", "ChangedMeanwhile", "Entry", "book", "forget"]
