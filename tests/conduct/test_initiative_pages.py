"""Pages of initiatives and stories: nothing typed is lost, one click adopts, marks are given alone, spread is drawn."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conduct.initiatives import adopt
from conduct.models import Adoption, Initiative, Mark, Story
from conduct.spread import WIDTH, Bar, picture_of
from tests.conduct import initiatives_cast as cast
from tests.place import a_picture
from tests.stories_place import drafted as story_drafted

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(campaign, unit, drafter) -> Initiative:
    cast.scale()
    return cast.drafted(unit, by=drafter, picture=a_picture())


@pytest.fixture
def as_drafter(client, drafter):
    client.force_login(drafter)
    return client


def rows(*authors: tuple[str, str]) -> dict[str, str]:
    """Return what the page posts for these authors, two empty rows below."""
    data = {"author-TOTAL_FORMS": str(len(authors) + 2), "author-INITIAL_FORMS": "0"}
    for n, (name, share) in enumerate([*authors, ("", ""), ("", "")]):
        data |= {f"author-{n}-kind": "person", f"author-{n}-name": name, f"author-{n}-share": share}
    return data


def typed(idea: Initiative, **more: str) -> dict[str, str]:
    words = {"title": idea.title, "field": "digital", "problem": "Vấn đề", "solution": "Giải pháp"}
    return {"version": str(idea.version), **words, **rows(("Nguyễn Thị Ánh", "100")), **more}


def test_figures_are_read_as_vietnamese_write_them(as_drafter, idea):
    data = typed(idea, minutes="12,5", money="1.250.000", cases="3.600")
    assert as_drafter.post(f"/initiatives/{idea.pk}/edit/", data).status_code == 302

    idea.refresh_from_db()
    assert (str(idea.minutes), str(idea.money), str(idea.cases)) == ("12.5", "1250000", "3600")
    assert idea.hours_a_year == 750
    assert idea.money_a_year == 4_500_000_000


def test_a_figure_that_is_none_is_told_beside_its_field_and_all_else_is_kept(as_drafter, idea):
    response = as_drafter.post(f"/initiatives/{idea.pk}/edit/", typed(idea, minutes="mười hai", problem="Chữ đã gõ"))

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"minutes"}
    page = response.content.decode()
    for kept in ("mười hai", "Chữ đã gõ", "Nguyễn Thị Ánh"):
        assert kept in page


def test_saving_as_one_types_writes_authors_once(as_drafter, idea):
    for _save in range(3):
        idea.refresh_from_db()
        response = as_drafter.post(f"/initiatives/{idea.pk}/edit/", typed(idea), headers={"HX-Request": "true"})
        assert response["X-Draft"] == "saved"
        idea.refresh_from_db()
        assert f'value="{idea.version}"' in response.content.decode()

    assert [author.name for author in idea.authors.all()] == ["Nguyễn Thị Ánh"]


def test_who_was_overtaken_sees_both_texts_and_decides(as_drafter, idea):
    data = typed(idea, problem="Của tôi")
    as_drafter.post(f"/initiatives/{idea.pk}/edit/", typed(idea, problem="Của người khác"))
    response = as_drafter.post(f"/initiatives/{idea.pk}/edit/", data)

    assert response.status_code == 409
    page = response.content.decode()
    assert "Của tôi" in page and "Của người khác" in page
    assert Initiative.objects.get(pk=idea.pk).problem == "Của người khác"
    now = re.search(r'name="version" id="draft-version" value="(\d+)"', page).group(1)
    assert as_drafter.post(f"/initiatives/{idea.pk}/edit/", {**data, "version": now}).status_code == 302
    assert Initiative.objects.get(pk=idea.pk).problem == "Của tôi"


def test_what_was_typed_outlives_the_session(client, idea, drafter):
    client.post(f"/initiatives/{idea.pk}/edit/", typed(idea, problem="Viết dở khi hết phiên"))
    client.force_login(drafter)

    assert "Viết dở khi hết phiên" in client.get(f"/initiatives/{idea.pk}/edit/").content.decode()


def test_it_comes_back_with_reasons_that_the_unit_reads_where_it_writes(client, idea, drafter, head, secretary):
    cast.handed_in(idea, head=head)
    address = f"/initiatives/{idea.pk}/return/"
    client.force_login(secretary)
    assert client.post(address, {"version": idea.version, "note": "Bổ sung"}).status_code == 200  # no reason chosen
    assert client.post(address, {"version": idea.version, "reasons": ["other"]}).status_code == 200  # which other?
    data = {"version": idea.version, "reasons": ["measured", "certificate"], "note": "Bấm giờ bao nhiêu lượt?"}
    assert client.post(address, data).status_code == 302

    idea.refresh_from_db()
    assert idea.state == "returned"
    assert [one.code for one in idea.events.last().coded_reasons] == ["measured", "certificate"]
    client.force_login(drafter)
    for page in (f"/initiatives/{idea.pk}/", f"/initiatives/{idea.pk}/edit/"):
        html = client.get(page).content.decode()
        assert "Thiếu cách đo" in html
        assert "Giấy xác nhận của nơi áp dụng thiếu" in html
        assert "Bấm giờ bao nhiêu lượt?" in html


def test_the_office_records_the_decision_and_all_read_it(client, idea, head, secretary, chair, member, stranger):
    cast.handed_in(idea, head=head)
    cast.recognised(idea, secretary=secretary, chair=chair, markers=[member, chair])
    page = f"/initiatives/{idea.pk}/"
    client.force_login(secretary)
    assert "chưa được ghi nhận" in client.get(page).content.decode()
    ahead = {"version": idea.version, "number": "125/QĐ-UBND", "on": "01/01/2100"}
    assert client.post(f"{page}record/", ahead).status_code == 200
    odd = client.post(f"{page}record/", ahead | {"number": "125", "on": "20/06/2024"}, follow=True).content.decode()
    assert "“125” khác dạng thường dùng" in odd  # kept, and told
    idea.refresh_from_db()
    assert (idea.decision_number, idea.state) == ("125", "recognised")
    right = {"version": idea.version, "number": "125/QĐ-UBND", "on": "20/06/2024"}
    said = client.post(f"{page}record/", right, follow=True).content.decode()
    assert "khác dạng thường dùng" not in said

    client.force_login(stranger)
    html = client.get(page).content.decode()
    assert "125/QĐ-UBND" in html and "20/06/2024" in html
    assert client.get(f"{page}record/").status_code == 403
    assert [event.verb for event in idea.events.order_by("id")][-2:] == ["record", "record"]


def test_one_click_adopts_and_the_note_comes_after(client, idea, head, secretary, chair, member, other_unit, stranger):
    cast.recognised(cast.handed_in(idea, head=head), secretary=secretary, chair=chair, markers=[member, chair])
    client.force_login(stranger)
    assert "áp dụng sáng kiến này" in client.get(idea.get_absolute_url()).content.decode()
    response = client.post(f"/initiatives/{idea.pk}/adopt/", {"unit": other_unit.code})

    adoption = Adoption.objects.get()
    assert response["Location"] == f"/initiatives/adoptions/{adoption.pk}/"
    client.post(response["Location"], {"adopted_on": "05/03/2024", "note": "Bớt 10 phút mỗi lượt"})
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "Bớt 10 phút mỗi lượt" in page
    assert 'role="img"' in page and f"{other_unit.cluster}: 1" in page


def test_a_member_marks_and_the_chair_sees_nothing_of_it(client, idea, head, secretary, member, chair):
    cast.put_to_members(cast.handed_in(idea, head=head), secretary=secretary)
    new, effect = idea.scale.criteria.values_list("pk", flat=True)
    client.force_login(member)
    client.post(f"/initiatives/{idea.pk}/mark/", {f"points_{new}": "37", f"points_{effect}": "53", "remark": "Rất hay"})
    assert sorted(Mark.objects.values_list("points", flat=True)) == [37, 53]
    assert 'value="53"' in client.get(f"/initiatives/{idea.pk}/mark/").content.decode()

    client.force_login(chair)
    for address in (f"/initiatives/{idea.pk}/", f"/initiatives/{idea.pk}/mark/"):
        page = client.get(address).content.decode()
        assert "Rất hay" not in page and 'value="53"' not in page
        assert not re.search(r">\s*(37|53|90)\s*<", page)


def test_a_point_too_many_is_told_beside_its_criterion(client, idea, head, secretary, member):
    cast.put_to_members(cast.handed_in(idea, head=head), secretary=secretary)
    new, effect = idea.scale.criteria.values_list("pk", flat=True)
    client.force_login(member)
    response = client.post(f"/initiatives/{idea.pk}/mark/", {f"points_{new}": "41", f"points_{effect}": "10"})

    assert response.context["form"].errors.keys() == {f"points_{new}"}
    assert not Mark.objects.exists()


def test_the_list_of_spread_is_a_picture_and_a_table(client, idea, other_unit, stranger):
    Initiative.objects.update(state="recognised")
    idea.refresh_from_db()
    adopt(idea, other_unit, by=stranger)
    client.force_login(stranger)
    page = client.get("/initiatives/spread/").content.decode()

    assert "<svg" in page and f"{idea.title}: 1" in page
    assert f'href="{idea.get_absolute_url()}"' in page


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(numbers=st.lists(st.integers(0, 10_000), max_size=20))
def test_no_bar_leaves_the_picture_and_longer_means_more(numbers):
    drawn = picture_of(Bar(str(n), number) for n, number in enumerate(numbers)).bars

    for one in drawn:
        assert (one.length == 0) == (one.bar.number == 0)
        assert one.number_x < WIDTH
    assert sorted(drawn, key=lambda one: one.bar.number) == sorted(drawn, key=lambda one: (one.bar.number, one.length))


def test_a_story_keeps_what_was_typed_when_somebody_was_quicker(as_drafter, campaign, unit, drafter):
    story = story_drafted(unit, by=drafter, picture=a_picture())
    words = {"version": "0", "title": "Tên", "lead": "Lời dẫn vừa gõ", "body": "Nội dung"}
    response = as_drafter.post(f"/examples/{story.pk}/edit/", words)

    assert response.status_code == 409
    assert "Lời dẫn vừa gõ" in response.content.decode()
    assert Story.objects.get(pk=story.pk).lead != "Lời dẫn vừa gõ"
