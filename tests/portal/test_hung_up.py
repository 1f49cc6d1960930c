"""What is printed and hung up, measured on its pages: whole, on a sheet of its size; the code leads to the form."""

import io
import time
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from pypdf import PageObject, PdfReader

from campaigns.models import LegalBasis
from conduct.feedback import make_links
from conduct.models import Clause, FeedbackLink
from portal.papers.hung_up import posters_pdf
from portal.sample.codes import load_codes
from tests import factories as make
from tests.papers import squeezed
from units.models import Unit

pytestmark = pytest.mark.django_db

ISSUED = date(2017, 1, 25)
A3, A4, A5 = (842, 1191), (595, 842), (420, 595)


@pytest.fixture
def codes(secretary):
    """The two codes of the sample, as long as they are."""
    title = "Quyết định của UBND Thành phố Hà Nội ban hành Quy tắc ứng xử"
    for number in ("522/QĐ-UBND", "1665/QĐ-UBND"):
        LegalBasis.objects.create(number=number, title=title, issued_on=ISSUED, valid_from=ISSUED)
    load_codes(by=secretary, at=make.moment(2023, 12, 1))


@pytest.fixture
def links(host, unit, other_unit, secretary) -> list[FeedbackLink]:
    make_links(host, [unit, other_unit], by=secretary)
    return list(FeedbackLink.objects.in_use().select_related("unit").order_by("unit__sort_key"))


def pages_of(client, address: str) -> tuple[bytes, list[PageObject]]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return response.content, list(PdfReader(io.BytesIO(response.content)).pages)


def size_of(page: PageObject) -> tuple[int, int]:
    return round(float(page.mediabox.width)), round(float(page.mediabox.height))


def faces_of(page: PageObject) -> set[str]:
    """Return the names of the fonts that a page is set in, each of which is in the file."""
    found = set()
    for font in page["/Resources"]["/Font"].values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
        found.add(descriptor["/FontName"].partition("+")[2].partition("-")[0])
    return found


def scanned(body: bytes, number: int = 0) -> list[str]:
    """Return what a telephone reads of a page: drawn with 100 dots to the inch."""
    page = pypdfium2.PdfDocument(body)[number]
    return [found.text for found in zxingcpp.read_barcodes(page.render(scale=100 / 72).to_pil())]


# --- codes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["can-bo", "noi-cong-cong"])
@pytest.mark.parametrize(("sheet", "size"), [("card", A5[::-1]), ("poster", A3)])
def test_a_code_in_force_is_one_sheet_with_each_of_its_clauses(client, codes, code, sheet, size):
    _body, pages = pages_of(client, f"/codes/{code}/{sheet}.pdf")

    assert [size_of(page) for page in pages] == [size]
    assert faces_of(pages[0]) == {"BeVietnamPro"}
    text = squeezed(pages[0].extract_text())
    clauses = list(Clause.objects.filter(version__code__code=code))
    assert len(clauses) >= 10
    for clause in clauses:
        assert squeezed(clause.wording) in text, clause.code
        assert squeezed(clause.theme.name) in text
    assert squeezed("QUY TẮC ỨNG XỬ") in text
    number = {"can-bo": "522", "noi-cong-cong": "1665"}[code]
    basis = f"Quyết định của UBND Thành phố Hà Nội số {number}/QĐ-UBND ngày 25 tháng 01 năm 2017"
    assert squeezed(basis) in text
    assert squeezed("Kỷ cương – Trách nhiệm – Tận tình – Thân thiện") in text


def test_the_page_of_a_code_leads_to_both_sheets(client, codes):
    page = client.get("/codes/can-bo/").content.decode()

    for sheet in ("card", "poster"):
        assert f'href="/codes/can-bo/{sheet}.pdf"' in page
        assert f'href="/codes/can-bo/{sheet}.pdf"' in client.get(f"/codes/can-bo/{sheet}/").content.decode()


@pytest.mark.parametrize("address", ["/codes/can-bo/banner.pdf", "/codes/khong-co/card.pdf"])
def test_another_sheet_or_another_code_is_not_there(client, codes, address):
    assert client.get(address).status_code == 404


# --- posters --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "size"), [("", A4), ("?size=a5", A5)])
def test_each_unit_has_a_page_whose_code_leads_to_its_form(client, links, secretary, asked, size):
    client.force_login(secretary)
    body, pages = pages_of(client, f"/posters.pdf{asked}")

    assert [size_of(page) for page in pages] == [size] * len(links)
    for number, (page, link) in enumerate(zip(pages, links, strict=True)):
        assert faces_of(page) == {"BeVietnamPro"}
        assert squeezed(link.unit.name) in squeezed(page.extract_text())
        assert squeezed("Mời ông/bà đánh giá, phản ánh") in squeezed(page.extract_text())
        (address,) = scanned(body, number)
        assert address == f"http://testserver{link.get_absolute_url()}"
        assert client.get(address).status_code == 200


def test_one_unit_s_poster_is_one_page_and_a_unit_has_none_but_its_own(client, links, unit, other_unit, head):
    client.force_login(head)
    _body, pages = pages_of(client, f"/posters.pdf?unit={unit.code}&size=a5")

    assert len(pages) == 1
    assert len(pages_of(client, "/posters.pdf")[1]) == 1
    assert client.get(f"/posters.pdf?unit={other_unit.code}").status_code == 404


def test_posters_of_a_whole_district_are_set_while_one_waits(host, secretary):
    """124 take less than two seconds of a processor, so that no job has to be waited for."""
    links = [
        FeedbackLink(unit=Unit(name=f"Trường Tiểu học Đông Phương Yên {n}"), host=host, token=f"{n:022d}")
        for n in range(124)
    ]
    posters_pdf(links[:1], site="https://thi-dua.example.vn/", paper="a4")  # fonts are read once
    began = time.process_time()
    body = posters_pdf(links, site="https://thi-dua.example.vn/", paper="a4")
    took = time.process_time() - began

    assert len(PdfReader(io.BytesIO(body)).pages) == 124
    assert took < 2
