"""The parts that every official paper has, for the Word templates that come with the portal: head, title, foot.

Their fields are those of `portal.papers.fields`; measures as Decree 30/2020/ND-CP, annex I, gives them.
"""

from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.shared import Mm
from docx.table import _Cell

from portal.papers.layout import (
    AGENCY,
    BODY,
    JUSTIFIED,
    LEFT_ALIGNED,
    NATION,
    heading,
    prose,
    rule,
    say,
    tag,
    two_columns,
)

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def letterhead(paper: Paper) -> None:
    """Add agency and number on the left, nation, place and date on the right."""
    agency, nation = two_columns(paper, AGENCY, NATION)
    tag(agency, "{%p if parent %}")
    say(agency, "{{ parent }}", size=13)
    tag(agency, "{%p endif %}")
    say(agency, "{{ agency }}", size=13, bold=True)
    rule(agency, width=Mm(25), within=AGENCY)
    say(agency, "{{ number }}", size=13, before=2)
    tag(agency, "{%p if draft %}")
    say(agency, "{{ draft }}", size=13, bold=True, before=4)
    tag(agency, "{%p endif %}")
    say(nation, COUNTRY, size=13, bold=True)
    say(nation, "Độc lập - Tự do - Hạnh phúc", size=14, bold=True)
    rule(nation, width=Mm(62), within=NATION)
    say(nation, "{{ place_and_date }}", size=14, italic=True, before=2)


def title(paper: Paper, kind: str) -> None:
    """Add the kind of paper in capitals and what it is about."""
    say(paper, kind, bold=True, before=18)
    say(paper, "{{ subject }}", bold=True)
    rule(paper, width=Mm(55), within=BODY)


def gap(paper: Paper) -> None:
    """Leave room between the title and the body."""
    say(paper, "", size=6, after=6)


def bases(paper: Paper, name: str) -> None:
    """Add the legal bases, one per line, in italics."""
    tag(paper, "{%p for line in " + name + " %}")
    prose(paper, "{{ line }}", italic=True)
    tag(paper, "{%p endfor %}")


def each_line(paper: Paper, name: str) -> None:
    """Add a paragraph for each text of a list."""
    tag(paper, "{%p for line in " + name + " %}")
    prose(paper, "{{ line }}")
    tag(paper, "{%p endfor %}")


def part(paper: Paper, text: str, *names: str) -> None:
    """Add a heading with the paragraphs of these lists."""
    heading(paper, text)
    for name in names:
        each_line(paper, name)


def closing(paper: Paper, text: str) -> None:
    """Add the last sentence with the decree's full stop; the foot never stands on a page without it."""
    prose(paper, f"{text}./.").paragraph_format.keep_with_next = True


def foot(paper: Paper, *, checked: bool = True) -> None:
    """Add recipients and signature; under the recipients what lets anyone check the printed paper."""
    recipients, signer = two_columns(paper, Mm(80), Mm(85))
    say(recipients, "Nơi nhận:", size=12, bold=True, italic=True, align=LEFT_ALIGNED, before=6)
    tag(recipients, "{%p for line in recipients %}")
    say(recipients, "{{ line }}", size=11, align=LEFT_ALIGNED)
    tag(recipients, "{%p endfor %}")
    if checked:
        check(recipients)
    say(signer, "{{ authority }}", bold=True, before=6, after=70)
    say(signer, "{{ signer }}", bold=True)
    whole = OxmlElement("w:cantSplit")
    paper.tables[-1].rows[0]._tr.get_or_add_trPr().append(whole)


def check(place: _Cell) -> None:
    tag(place, "{%p if code %}")
    say(place, "{{ qr }}", align=LEFT_ALIGNED, before=4)
    say(place, "Mã kiểm tra: {{ code }}", size=10, bold=True, align=LEFT_ALIGNED)
    say(place, "{{ address }}", size=9, align=LEFT_ALIGNED)
    say(place, "SHA-256: {{ sha256 }}", size=7, align=LEFT_ALIGNED)
    tag(place, "{%p endif %}")
    say(place, "", size=4)


def annex_title(paper: Paper, title: str) -> None:
    """Name an annex and the paper that it comes with."""
    say(paper, "Phụ lục", bold=True)
    say(paper, title, bold=True)
    say(paper, "{{ annex_of }}", italic=True, size=13, after=8)


def legend(paper: Paper, text: str) -> None:
    say(paper, text, size=10, italic=True, align=JUSTIFIED, after=4)
