"""The papers of commendation: letter, list, minutes, count, decision as Word and PDF; words, pages measured."""

import io
from datetime import date

import pytest
from django.test import Client
from docx.shared import Length, Pt
from pypdf import PdfReader

from campaigns.models import LegalBasis
from conduct import award_printing, session_printing
from conduct.decision_actions import issue, prepare_decision
from conduct.models import Decision, NominationState
from conduct.session_actions import approve
from portal.papers import kinds
from portal.papers.council import COUNCIL_KINDS
from portal.papers.pdf import render_pdf
from portal.papers.render import render_docx
from tests import factories as make
from tests.conduct import councils
from tests.conduct.dossiers import a_dossier, an_award
from tests.libreoffice import as_pdf
from tests.papers import find, look, opened, pieces, squeezed, words_of
from units.models import Role
from units.workflow import advance

pytestmark = pytest.mark.django_db
AT = make.moment(2024, 12, 9)
SET = [
    kind.name for kind in COUNCIL_KINDS if kind.name != "certificate"
]  # those that have a layout of their own in PDF


@pytest.fixture
def held(host):
    return councils.council(9, host=host)


@pytest.fixture
def nominations(host, unit, drafter, head):
    award = an_award(vote_rule=councils.rule())
    names = ("Nguyễn Thị Tiêu Biểu", "Trần Văn Gương Mẫu")
    made = [a_dossier(host, unit, award, by=drafter, name=name, merit=f"Việc tốt của {name}") for name in names]
    for each in made:
        advance(each, "submit", by=head, at=AT)
    return made


@pytest.fixture
def over(held, nominations):
    """A session that is over: the first passed, the second did not."""
    for each in nominations:
        advance(each, "admit", by=held.secretary, at=AT)
    session = councils.session(held)
    councils.put_on(session, nominations, by=held.secretary)
    codes = councils.opened(session, held, absent=[held.people[8]])
    first, second = session.items.all()
    councils.vote(session, {person: {first.pk: "y", second.pk: "n"} for person in held.people[:8]})
    councils.counted(session, held, codes)
    approve(session, by=held.chair, at=councils.HELD)
    return session


@pytest.fixture
def decision(host, over, held):
    approved = [item.nomination for item in over.items.all() if item.nomination.state == NominationState.APPROVED]
    made = prepare_decision(host, approved, title="Về việc khen thưởng", session=over, by=held.secretary)
    made.number, made.issued_on = "1245/QĐ-UBND", make.date(2024, 12, 24)
    made.signer_name, made.signer_position = "Lê Văn An", "Chủ tịch"
    issue(made, by=held.secretary)
    return Decision.objects.select_related("host").get(pk=made.pk)


def read(kind, facts):
    """Return the words of a paper as Word and as PDF say them."""
    pages = PdfReader(io.BytesIO(render_pdf(kind, facts))).pages
    return words_of(render_docx(kind, facts)), squeezed("".join(page.extract_text() for page in pages))


def both_say(kind, facts, *texts):
    word, pdf = read(kind, facts)
    for text in texts:
        assert text in word, text
        assert squeezed(text) in pdf, text


def test_the_letter_names_all_that_go_with_it(nominations):
    facts = award_printing.letter(nominations[0])

    both_say(
        "letter",
        facts,
        "TỜ TRÌNH",
        "Số: 03/TTr-UBND",
        "Nguyễn Thị Tiêu Biểu",
        "Trần Văn Gương Mẫu",
        "02 cá nhân",
        "có mặt",
    )
    assert facts["draft"] == ""


def test_a_letter_that_was_not_handed_in_says_that_it_is_a_draft(host, unit, drafter):
    facts = award_printing.letter(a_dossier(host, unit, an_award(), by=drafter))

    assert facts["draft"] == "DỰ THẢO"
    assert "DỰ THẢO" in words_of(render_docx("letter", facts))


def test_list_minutes_and_count_tell_the_session_and_no_ballot(over, held):
    both_say("nominees", session_printing.nominees(over), "DANH SÁCH", "Trần Văn Gương Mẫu", "02 cá nhân")
    minutes = session_printing.minutes(over)
    both_say(
        "minutes",
        minutes,
        "BIÊN BẢN",
        "Có mặt 8/9 thành viên Hội đồng",
        "8/9 đồng ý",
        "0/9 đồng ý",
        held.people[8].full_name,
        "mã khóa",
    )
    assert minutes["passed"] == [over.items.first().title]
    tally = session_printing.tally(over)
    both_say("tally", tally, "BIÊN BẢN KIỂM PHIẾU", held.tellers[0].full_name, held.tellers[1].full_name)
    assert [(row["issued"], row["yes"], row["no"]) for row in tally["items"]] == [("8", "8", "0"), ("8", "0", "8")]
    marks = over.items.first().result.marks
    assert not any(mark in str(minutes) or mark in str(tally) for mark in marks)


def test_the_decision_names_what_passed_and_nothing_else(decision):
    facts = award_printing.decision(decision, decision.lines.select_related("nomination__terms__legal_basis"))

    word, _pdf = read("decision", facts)
    assert "Số: 1245/QĐ-UBND" in word
    annex = (
        "(Kèm theo Quyết định số 1245/QĐ-UBND ngày 24 tháng 12 năm 2024 của Chủ tịch Ủy ban nhân dân huyện Chương Mỹ)"
    )
    assert annex in word
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN CHƯƠNG MỸ" in word
    assert "Nguyễn Thị Tiêu Biểu" in word
    assert "Trần Văn Gương Mẫu" not in word
    assert facts["draft"] == ""


@pytest.mark.parametrize(
    ("number", "title", "cited"),
    [
        (
            "98/2023/NĐ-CP",
            "Nghị định của Chính phủ về thi đua",
            "Nghị định số 98/2023/NĐ-CP ngày 02 tháng 12 năm 2023 của Chính phủ về thi đua",
        ),
        ("06/2022/QH15", "Luật Thi đua, khen thưởng", "Luật Thi đua, khen thưởng ngày 02 tháng 12 năm 2023"),
    ],
)
def test_a_legal_basis_is_cited_as_papers_do(number, title, cited):
    basis = LegalBasis(number=number, title=title, issued_on=date(2023, 12, 2), valid_from=date(2024, 1, 1))

    assert award_printing.cited(basis) == cited


def test_certificates_say_who_what_for_and_by_which_decision(decision):
    rows = award_printing.certificates(decision, decision.lines.select_related("nomination"), address="https://x/")

    assert [row["name"] for row in rows] == ["Nguyễn Thị Tiêu Biểu"]
    assert rows[0]["kind"] == "GIẤY KHEN"
    assert rows[0]["decision"] == "Quyết định số 1245/QĐ-UBND ngày 24 tháng 12 năm 2024"
    facts = kinds.of("certificate").sample | {"certificates": rows * 3}
    assert words_of(render_docx("certificate", facts)).count("Vào sổ khen thưởng số 01") == 3


@pytest.mark.parametrize(
    ("award", "word"),
    [
        ("Giấy khen của Chủ tịch UBND huyện (cá nhân)", "GIẤY KHEN"),
        ("Bằng khen của Chủ tịch UBND Thành phố", "BẰNG KHEN"),
        ("Biểu dương gương người tốt việc tốt", "BIỂU DƯƠNG"),
        ("Chiến sĩ thi đua cơ sở", "GIẤY CHỨNG NHẬN"),
    ],
)
def test_what_stands_large_is_the_form_of_the_award(award, word):
    assert award_printing.written_large(award) == word


@pytest.mark.parametrize("kind", SET)
def test_word_files_keep_the_decrees_page_and_type(kind):
    paper = opened(render_docx(kind, kinds.of(kind).sample))
    page = paper.sections[0]

    sides = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
        page.left_margin,
        page.right_margin,
    )
    assert [round(Length(side or 0).mm, 1) for side in sides] == [210, 297, 20, 20, 30, 15]
    assert look(find(paper, "CỘNG HÒA")) == (Pt(13), True, False)


@pytest.mark.parametrize("kind", SET)
def test_pdf_files_keep_the_decrees_page_type_and_margins(kind):
    reader = PdfReader(io.BytesIO(render_pdf(kind, kinds.of(kind).sample)))
    first = pieces(reader.pages[0])
    nation = [piece for piece in first if squeezed("CỘNG HÒA XÃ HỘI") in squeezed(piece.text)]

    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    assert {round(piece.size, 1) for piece in nation} == {13.0}
    assert len({round(piece.top, 1) for piece in nation}) == 1
    assert min(piece.left for piece in first) >= 29.7
    assert reader.metadata.title == kinds.of(kind).sample["subject"]


@pytest.mark.parametrize("kind", SET)
def test_long_lists_run_over_pages_in_both(kind):
    facts = dict(kinds.of(kind).sample)
    for field in kinds.of(kind).fields:
        if field.rows:
            facts[field.name] = field.sample * 30

    assert len(PdfReader(io.BytesIO(render_pdf(kind, facts))).pages) > 2
    assert render_docx(kind, facts)


@pytest.mark.slow
def test_certificates_take_a_page_each_in_libreoffice(decision, tmp_path):
    long = "Tập thể cán bộ, giáo viên, nhân viên Trường Trung học cơ sở Nguyễn Văn Trỗi, xã Đông Phương Yên"
    rows = award_printing.certificates(decision, decision.lines.select_related("nomination"), address="https://x/")
    facts = kinds.of("certificate").sample | {"certificates": [rows[0] | {"name": long}] * 7}

    pages = as_pdf({"certificate": render_docx("certificate", facts)}, tmp_path)["certificate"].pages
    assert len(pages) == 7


# --- who gets them ----------------------------------------------------------------------------------------------------


def test_papers_are_given_out_to_those_who_may_read_them(over, decision, nominations, drafter, stranger, member):
    paths = [
        f"/council/sessions/{over.pk}/{name}.{form}"
        for name in ("minutes", "tally", "nominees")
        for form in ("docx", "pdf")
    ]
    paths += [f"/decisions/{decision.pk}/decision.{form}" for form in ("docx", "pdf")]
    paths += [f"/decisions/{decision.pk}/certificates.docx"]
    letter = f"/nominations/{nominations[0].pk}/letter.docx"
    for person, council, unit in ((member, 200, 200), (drafter, 404, 200), (stranger, 404, 404)):
        client = Client()
        client.force_login(person)
        assert {client.get(path).status_code for path in paths} == {council}, person
        assert client.get(letter).status_code == unit
    assert make.person(Role.OBSERVER, over.host)


def test_a_name_is_public_with_the_award_and_not_before(client, host, over, held):
    approved = [item.nomination for item in over.items.all() if item.nomination.state == NominationState.APPROVED]
    drafted = prepare_decision(host, approved, title="Về việc khen thưởng", session=over, by=held.secretary)
    address = f"/verify/{drafted.code}/"
    assert client.get(address).status_code == 404

    drafted.number, drafted.issued_on = "1246/QĐ-UBND", make.date(2024, 12, 24)
    drafted.signer_name = "Lê Văn An"
    issue(drafted, by=held.secretary)

    body = client.get(address).content.decode()
    assert "Nguyễn Thị Tiêu Biểu" in body
    assert "Trần Văn Gương Mẫu" not in body
