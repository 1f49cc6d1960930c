"""What every sheet has in common: a tab with columns, whose rows it holds, how they are compared and stored."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from campaigns.sheets.columns import SheetColumn, Values
from campaigns.sheets.comparing import Comparison, FileRow, StoredRow, compare
from units.models import User

MARK_SHEET: Final = "_thanhlich"  # very hidden: whose the file is, when it was made, with which rows
MARK_VERSION: Final = 1
LISTS_SHEET: Final = "_danhmuc"  # very hidden: what the drop-downs offer
KEY_HEADING = _("Row key (leave as it is)")
HELP_TAB = _("Instructions")
TO_MEND = _("To mend")


class SheetMoved(Exception):
    """What was agreed to is no longer what would be done: somebody changed the rows in between."""

    def __str__(self) -> str:
        return str(
            _("Somebody changed these rows in the portal while you were reading. Look at it again, then decide.")
        )


class Sheet(ABC):
    """One kind of sheet, of one unit or one paper."""

    kind: ClassVar[str]  # of `SheetKind`
    tab: ClassVar[str | Promise]
    most_rows: ClassVar[int]
    blank_rows: ClassVar[int] = 100  # prepared below what stands there already
    removes: ClassVar[bool]  # whether a row that is missing in the file is removed in the portal
    named_by: ClassVar[str] = "title"  # the column that names a row
    key_column: ClassVar[str] = ""  # the column that tells which row it is, where the rows are given
    about: ClassVar[str | Promise]  # what the form holds, and what may be done in it
    when_deleted: ClassVar[str | Promise]  # what becomes of a row that is deleted in the file
    hints: ClassVar[Sequence[str | Promise]] = ()  # more lines for the instructions
    file_name: str
    subject: str  # whose rows these are, in words
    owner: str  # the same for the machine: a file of another owner is refused
    file_url: str  # where it is downloaded
    page_url: str  # where it is brought in
    back_url: str  # where the rows are written
    home_url: str  # where one can read when nothing can be written
    columns: Sequence[SheetColumn]

    def column(self, name: str) -> SheetColumn:
        return next(column for column in self.columns if column.name == name)

    @abstractmethod
    def stored(self) -> list[StoredRow]:
        """Return the rows as they stand in the portal now."""

    def offered(self, stored: list[StoredRow]) -> list[StoredRow]:
        """Return those of the stored rows that a new file is made with."""
        return stored[-(self.most_rows - self.blank_rows) :]

    def fill_in(self, values: dict[str, Any]) -> None:
        """Add what follows from other cells of the row."""
        return None

    def complaints(self, values: Values) -> Iterator[tuple[str, str]]:
        """Yield what the rules have against a row whose cells are all right: column and sentence."""
        yield from ()

    @abstractmethod
    def shut_sentence(self, *, at: datetime) -> str:
        """Return why nothing can be written now and who can change that; "" where it can."""

    def refusal(self, comparison: Comparison) -> str:
        """Return why all this cannot stand together, "" when it can."""
        number = sum(change.outcome is not None for change in comparison.changes)
        if self.removes and number > self.most_rows:
            sentence = _t("With the rows that stand in the portal already this makes %(has)s; %(most)s is the most.")
            return sentence % {"has": number, "most": self.most_rows}
        return ""

    @abstractmethod
    def while_held(self, store: Callable[[], Any], *, by: User, at: datetime) -> None:
        """Call `store` in one transaction while nobody else can write these rows, and write what it returns."""

    @abstractmethod
    def store(self, comparison: Comparison, *, by: User, at: datetime) -> Any:
        """Write what a comparison says; called while the rows are held."""

    def compare(self, rows: Sequence[FileRow], downloaded: Mapping[str, str] | None) -> Comparison:
        return compare(rows, self.stored(), downloaded, removes=self.removes)

    def bring_in(
        self,
        rows: Sequence[FileRow],
        downloaded: Mapping[str, str] | None,
        *,
        agreed: str,
        by: User,
        at: datetime,
    ) -> Comparison:
        """Store the rows of a file, all or none, if that does what was agreed to (`Comparison.digest`).

        Raises `SheetMoved`, or what keeps the rows shut.
        """
        done: list[Comparison] = []

        def store() -> Any:
            comparison = self.compare(rows, downloaded)
            if comparison.digest != agreed or self.refusal(comparison):
                raise SheetMoved
            done.append(comparison)
            return self.store(comparison, by=by, at=at)

        self.while_held(store, by=by, at=at)
        return done[0]
