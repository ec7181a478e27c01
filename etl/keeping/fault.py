"""Everything that can be wrong with what a data folder holds: one class per cause, its sentence, and what mends it."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from warehouse import N_

ADVICE = {
    "rebuild": N_("Build the figures again from the files (rebuild --shop SHOP)."),
    "restore": N_("Bring the shop back from a backup (restore --from DIR --shop SHOP)."),
    "people": N_("Bring the list of people back from a backup (restore --from DIR)."),
    "look": N_("Nothing is lost by it."),
}


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written down. `sentence` is a template over `fields`."""

    fields: dict[str, Any] = field(default_factory=dict)

    kind: ClassVar[str] = "fault"  # stable name, in the JSON
    sentence: ClassVar[str] = ""
    repair: ClassVar[str] = "restore"  # a key of ADVICE

    def filled(self, template: str) -> str:
        """The template (possibly translated) with this fault's fields in it."""
        return template.format(**self.fields)

    @property
    def message(self) -> str:
        """The English sentence and the way out, for the command line."""
        return f"{self.filled(self.sentence)} {ADVICE[self.repair]}"

    def as_json(self) -> dict[str, Any]:
        """One problem of `check --json`."""
        return {"kind": self.kind, "message": self.message, "repair": self.repair, **self.fields}


class RegisterDamaged(Fault):
    kind = "register_broken"
    sentence = N_("The list of uploads was damaged or changed: line {line} does not follow from the lines before it.")


class LineTorn(Fault):
    kind = "register_torn"
    sentence = N_("The last line of the list of uploads is cut short ({bytes} bytes); a program that was killed may have left it.")  # fmt: skip
    repair = "look"


class RegisterCut(Fault):
    kind = "register_short"
    sentence = N_("The list of uploads has lost its end: the newest figures were built when it had {lines} lines.")


class FileMissing(Fault):
    kind = "file_missing"
    sentence = N_("A file of the inbox is missing: {name}, of upload {upload} ({file}).")


class FileDamaged(Fault):
    kind = "file_damaged"
    sentence = N_("A file of the inbox is not what was kept: {name}, of upload {upload} ({file}).")


class SettingsDamaged(Fault):
    kind = "settings_damaged"
    sentence = N_("The shop's settings (shop.json) are damaged.")


class NothingBuilt(Fault):
    kind = "no_build"
    sentence = N_("There are {uploads} uploads and no figures.")
    repair = "rebuild"


class Unreadable(Fault):
    kind = "build_damaged"
    sentence = N_("The figures {build} cannot be read: the file is damaged, or a newer version of the program made it.")
    repair = "rebuild"


class Behind(Fault):
    kind = "build_behind"
    sentence = N_("The figures lack what was loaded: upload {uploads}.")
    repair = "rebuild"


class Ahead(Fault):
    kind = "build_ahead"
    sentence = N_("The figures hold what the list of uploads does not have: upload {uploads}.")
    repair = "rebuild"


class TotalsDiffer(Fault):
    kind = "totals_differ"
    sentence = N_("The figures do not hold upload {upload} as it was loaded: {table} has {found}, loaded were {wanted} (rows, sum).")  # fmt: skip
    repair = "rebuild"


class CheckFails(Fault):
    kind = "check_broken"
    sentence = N_("The figures break a sentence that must hold: {check} ({rows} rows).")
    repair = "rebuild"


class BookDamaged(Fault):
    kind = "book_broken"
    sentence = N_("The book was damaged or changed from outside: entry {entry} does not follow from the entries before it.")  # fmt: skip


class BookCut(Fault):
    kind = "book_short"
    sentence = N_("The book and its second record differ at entry {entry}: one of them was damaged, changed or has lost its end.")  # fmt: skip


class BookAway(Fault):
    kind = "book_unreachable"
    sentence = N_("The book cannot be read ({found}).")


class PeopleDamaged(Fault):
    kind = "people_broken"
    sentence = N_("The list of people was damaged or changed from outside: entry {entry} does not follow from the entries before it.")  # fmt: skip
    repair = "people"


class PeopleCut(Fault):
    kind = "people_short"
    sentence = N_("The list of people and its second record differ at entry {entry}; somebody may see what they no longer should.")  # fmt: skip
    repair = "people"


class PeopleAway(Fault):
    kind = "people_unreachable"
    sentence = N_("The list of people cannot be read ({found}).")
    repair = "people"


class SeenDamaged(Fault):
    kind = "seen_broken"
    sentence = N_("The record of who looked was damaged or changed from outside: entry {entry} does not follow from the entries before it.")  # fmt: skip


class SeenCut(Fault):
    kind = "seen_short"
    sentence = N_("The record of who looked and its second record differ at entry {entry}: one of them was damaged, changed or has lost its end.")  # fmt: skip


class SeenAway(Fault):
    kind = "seen_unreachable"
    sentence = N_("The record of who looked cannot be read ({found}).")


class AttachmentDamaged(Fault):
    kind = "attachment_damaged"
    sentence = N_("What was attached to an entry of the book is not what it was: {name}.")


class DatabaseDamaged(Fault):
    kind = "database_damaged"
    sentence = N_("The file {name} is damaged ({found}).")
