"""What a Word template may name: fields with what they mean and an example, and the kinds of paper made of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.papers.pictures import BLANK, Picture

Words = str | Promise


@dataclass(frozen=True)
class Field:
    """One thing that a paper says. A field with `rows` is gone through: `{%p for row in … %}`."""

    name: str
    meaning: Words
    example: Any = ""
    required: bool = False  # without it the paper is not complete: such a template is not switched on
    rows: tuple["Field", ...] = ()

    @property
    def sample(self) -> Any:
        """The example; of rows two like ones, unless the example says otherwise."""
        return self.example or [sample_of(self.rows), sample_of(self.rows)] if self.rows else self.example

    @property
    def example_in_words(self) -> str:
        """The example as the list of fields shows it."""
        if isinstance(self.example, Picture) or self.rows:
            return ""
        return "\n".join(self.example) if isinstance(self.example, list) else str(self.example)


def sample_of(fields: Iterable[Field]) -> dict[str, Any]:
    return {each.name: each.sample for each in fields}


@dataclass(frozen=True)
class PaperKind:
    """One kind of official paper: its fields, and who builds the template that comes with the portal."""

    name: str
    title: Words
    fields: tuple[Field, ...]
    builder: str  # dotted path of a function without arguments; the Word libraries load only when it is called

    @property
    def build(self) -> Callable[[], bytes]:
        return import_string(self.builder)

    @property
    def sample(self) -> dict[str, Any]:
        """Facts with which a template is tried."""
        return sample_of(self.fields)


HEAD = (
    Field(
        "parent", _("The higher agency, above the own name; empty for a People's Committee"), "ỦY BAN NHÂN DÂN\nHUYỆN"
    ),
    Field("agency", _("The name of the agency that issues the paper"), "PHÒNG VÍ DỤ", required=True),
    Field("number", _("The line “Số: …”, with room where there is no number yet"), "Số: 05/KH-PVD", required=True),
    Field("draft", _("“DỰ THẢO” on a paper that has not been handed in, else empty"), "DỰ THẢO"),
    Field(
        "place_and_date",
        _("Place and date, written out as the decree does"),
        "Chương Mỹ, ngày 05 tháng 02 năm 2024",
        required=True,
    ),
    Field(
        "subject", _("What the paper is about, under its kind"), "Thực hiện phong trào thi đua năm 2024", required=True
    ),
)
FOOT = (
    Field(
        "recipients",
        _("The lines of the recipients, in order; go through them with a loop"),
        ["- Như trên;", "- Lưu: VT."],
        required=True,
    ),
    Field(
        "authority",
        _("The lines above the signature: on whose behalf and as what one signs"),
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
        required=True,
    ),
    Field("signer", _("The full name of who signs"), "Nguyễn Văn Ví Dụ", required=True),
)
CHECK = (
    Field("code", _("The code under which anyone can check the paper; empty on a draft"), "ABCD-EFGH-JKMN"),
    Field("address", _("The address of that check"), "https://thi-dua.example.vn/verify/ABCD-EFGH-JKMN/"),
    Field("sha256", _("The check sum of the content"), "0" * 64),
    Field("qr", _("The same address as a QR picture"), BLANK),
)
