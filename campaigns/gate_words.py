"""What the gate says when it refuses a file: what it is, and what to do."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(StrEnum):
    """Why a file is not let in."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PROGRAM = "program"
    MACROS = "macros"
    OFFICE = "office"
    ARCHIVE = "archive"
    SVG = "svg"
    WEB_PAGE = "web_page"
    HEIC = "heic"
    OTHER_PICTURE = "other_picture"
    UNKNOWN = "unknown"
    UNKNOWN_EVIDENCE = "unknown_evidence"
    NO_EXTENSION = "no_extension"
    WRONG_EXTENSION = "wrong_extension"
    TWO_KINDS = "two_kinds"
    BROKEN_PICTURE = "broken_picture"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN_PDF = "broken_pdf"
    LOCKED_PDF = "locked_pdf"
    ACTIVE_PDF = "active_pdf"
    NO_PHOTO = "no_photo"
    NO_OFFICE = "no_office"
    OTHER_OFFICE = "other_office"
    OLD_OFFICE = "old_office"
    LOCKED_OFFICE = "locked_office"
    BROKEN_OFFICE = "broken_office"
    MACROS_OFFICE = "macros_office"
    ACTIVE_OFFICE = "active_office"
    LINKED_OFFICE = "linked_office"
    LARGE_OFFICE = "large_office"
    ODD_OFFICE = "odd_office"
    FAR_CELL = "far_cell"
    NO_ROOM = "no_room"
    QUOTA = "quota"
    TOO_MANY = "too_many"


SENTENCES: dict[Refusal, Promise] = {
    Refusal.EMPTY: _("This file is empty. Save the paper once more, then choose it again."),
    Refusal.TOO_LARGE: _(
        "This file is larger than %(limit)s MB. Scan at 150–200 dpi or split it, then choose it again."
    ),
    Refusal.PROGRAM: _("This file is a program. Programs are never taken; hand in a PDF or a picture."),
    Refusal.MACROS: _("This document carries macros. Save it as PDF and choose the PDF."),
    Refusal.OFFICE: _("Word, Excel and similar documents are not taken here. Save it as PDF and choose the PDF."),
    Refusal.ARCHIVE: _("This file is an archive of other files. Unpack it and choose the papers one by one."),
    Refusal.SVG: _("SVG drawings are not taken, they can carry scripts. Save it as PNG or PDF and choose that."),
    Refusal.WEB_PAGE: _("This file is a web page. Print it to PDF and choose the PDF."),
    Refusal.HEIC: _("HEIC pictures are not taken. Set the phone to take JPEG pictures, or save this one as JPEG."),
    Refusal.OTHER_PICTURE: _("This kind of picture is not taken. Save it as JPEG or PNG and choose that."),
    Refusal.UNKNOWN: _("This kind of file is not taken. Hand in a PDF, JPEG, PNG or WebP file."),
    Refusal.UNKNOWN_EVIDENCE: _("This kind of file is not taken. Hand in a PDF, JPEG, PNG, WebP, DOCX or XLSX file."),
    Refusal.NO_EXTENSION: _(
        "The name of this file has no ending. Add “.%(expected)s” to its name and choose it again."
    ),
    Refusal.WRONG_EXTENSION: _(
        "The name of this file ends in “.%(extension)s”, but its content is %(kind)s. "
        "End its name in “.%(expected)s”, or save it again, and choose it again."
    ),
    Refusal.TWO_KINDS: _(
        "Something else is hidden in this file. Scan or print the paper again and choose the new file."
    ),
    Refusal.BROKEN_PICTURE: _(
        "This picture cannot be opened: it is broken or was not copied whole. Choose the original."
    ),
    Refusal.TOO_MANY_PIXELS: _(
        "This picture has more than %(limit)s million pixels. Make it smaller and choose it again."
    ),
    Refusal.BROKEN_PDF: _(
        "This PDF cannot be read: it is broken or was not copied whole. Save it again and choose that."
    ),
    Refusal.LOCKED_PDF: _("This PDF is locked with a password. Save it without one and choose it again."),
    Refusal.ACTIVE_PDF: _(
        "This PDF carries scripts, forms that run or other files. Print it to PDF and choose the new file."
    ),
    Refusal.NO_PHOTO: _("This file is no photo. Choose a JPEG, PNG or WebP picture."),
    Refusal.NO_OFFICE: _(
        "This is not a .%(expected)s file, whatever its name says. "
        "Open it in Word or Excel and use “Save as” to save it as .%(expected)s."
    ),
    Refusal.OTHER_OFFICE: _(
        "This is an office file of another kind. "
        "Open it and use “Save as” to save it as .%(expected)s, then choose that."
    ),
    Refusal.OLD_OFFICE: _(
        "This file is in the format of Office 97–2003. "
        "Open it and use “Save as” to save it as .%(expected)s, then choose that."
    ),
    Refusal.LOCKED_OFFICE: _(
        "This file is locked with a password. Open it in Word or Excel, take the password away "
        "(File, Info, Protect), save it and choose it again."
    ),
    Refusal.BROKEN_OFFICE: _(
        "This file cannot be opened: it is broken or was not copied whole. "
        "Open it in Word or Excel, save it again and choose that."
    ),
    Refusal.MACROS_OFFICE: _(
        "This file carries macros. Use “Save as” to save it as a document or workbook without macros and choose that."
    ),
    Refusal.ACTIVE_OFFICE: _(
        "Something that can run or another file is embedded here. Delete it or put a picture in its place, save the "
        "file and choose it again."
    ),
    Refusal.LINKED_OFFICE: _(
        "This file takes content from other files or addresses. In Excel: Data, Edit links, Break link; in Word: copy "
        "everything into a new document. Save it and choose it again."
    ),
    Refusal.LARGE_OFFICE: _(
        "Unpacked, this file is far larger than anything people write. "
        "Delete empty rows, unused sheets and pictures, save it and choose it again."
    ),
    Refusal.ODD_OFFICE: _(
        "This file is not built as Word and Excel build theirs. "
        "Open it there, save it under a new name and choose that."
    ),
    Refusal.FAR_CELL: _(
        "A sheet of this workbook reaches far beyond its figures (cells below row 200,000 or right of column 2,000). "
        "Delete the empty rows and columns, save it and choose it again."
    ),
    Refusal.NO_ROOM: _("The portal has no room for files just now. Tell the administrator."),
    Refusal.QUOTA: _("The unit has given %(limit)s MB of files this year, which is all there is room for."),
    Refusal.TOO_MANY: _("No more than %(most)s files can stand here. Take one away first."),
}


class FileRefused(Exception):
    """A file that is not let in; `str()` is the sentence for who chose it, in their language."""

    def __init__(self, refusal: Refusal, **facts: object) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.facts = facts

    @property
    def sentences(self) -> tuple[str, ...]:
        return (str(self),)

    def __str__(self) -> str:
        return str(SENTENCES[self.refusal]) % self.facts if self.facts else str(SENTENCES[self.refusal])
