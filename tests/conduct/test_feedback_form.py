"""The form behind a poster: few taps, no account, nothing kept of where it came from."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conduct import feedback_budget
from conduct.feedback import make_links, rotate_link
from conduct.feedback_budget import ADDRESS_CEILING, ASK_FROM, DRAWERS, UNIT_CEILING, client_address, drawer_of
from conduct.feedback_stamp import new_riddle, new_stamp, read_stamp, solves
from conduct.models import Clause, Feedback, FeedbackBudget, FeedbackContact, FeedbackLink
from tests import factories as make
from tests.conduct.cast import code_in_force
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _memory_of_other_tests():
    feedback_budget.forget_spent()


@pytest.fixture
def link(host, unit, secretary) -> FeedbackLink:
    make_links(host, [unit], by=secretary)
    return FeedbackLink.objects.get(unit=unit)


@pytest.fixture
def clauses(db) -> dict[str, Clause]:
    return code_in_force()


DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def stamp_of(link: FeedbackLink, *, age: float = 20) -> str:
    """Return the stamp of a page that was opened `age` seconds ago."""
    opened = signing.time.time() - age
    with mock.patch.object(signing.time, "time", return_value=opened):
        return new_stamp(link.pk)


def filled(link: FeedbackLink, **more: object) -> dict[str, object]:
    return {"stamp": stamp_of(link), "overall": "4", **more}


def send(client, link: FeedbackLink, **more: object):
    address = more.pop("address", "203.0.113.7")
    return client.post(link.get_absolute_url(), filled(link, **more), REMOTE_ADDR=address)


# --- what one tap does ----------------------------------------------------------------------------------------------


def test_one_tap_and_send_score_all_four_words(client, link, unit):
    response = send(client, link)

    feedback = Feedback.objects.get()
    assert response.url == f"/feedback/sent/{feedback.code}/"
    assert [value for _word, value in feedback.scores] == [4, 4, 4, 4]
    assert (feedback.unit, feedback.state) == (unit, "counted")


def test_a_word_scored_by_itself_stands_beside_the_one_tap(client, link):
    send(client, link, friendliness="1")

    assert [value for _word, value in Feedback.objects.get().scores] == [4, 4, 4, 1]


def test_four_words_alone_need_no_overall_tap(client, link):
    send(client, link, overall="", discipline="1", responsibility="2", dedication="3", friendliness="5")

    assert [value for _word, value in Feedback.objects.get().scores] == [1, 2, 3, 5]


def test_without_a_score_the_page_says_what_to_do_and_keeps_what_was_typed(client, link, clauses):
    page = send(client, link, overall="", text="Chờ lâu", clause=clauses["GD-01"].pk).content.decode()

    assert not Feedback.objects.exists()
    assert "Chạm vào một trong năm mức" in page
    assert "Chờ lâu</textarea>" in page
    assert "Bắt chờ lâu" in page


def test_words_wait_to_be_sorted_by_the_standing_office(client, link, clauses):
    send(client, link, clause=clauses["GD-01"].pk, place="Quầy số 3", text="Chờ hai giờ")

    feedback = Feedback.objects.get()
    assert (feedback.state, feedback.clause, feedback.place, feedback.text) == (
        "received",
        clauses["GD-01"],
        "Quầy số 3",
        "Chờ hai giờ",
    )


def test_a_contact_stands_in_a_table_of_its_own_and_only_with_a_yes(client, link):
    page = send(client, link, text="Chờ", contact_name="Trần Văn Thử", contact="0900 000 001")
    assert not Feedback.objects.exists()
    assert "Trần Văn Thử" in page.content.decode()

    send(client, link, text="Chờ", contact_name="Trần Văn Thử", contact="0900 000 001", agreed="on")

    contact = FeedbackContact.objects.get()
    assert (contact.name, contact.way) == ("Trần Văn Thử", "0900 000 001")
    assert "0900" not in str(vars(contact.feedback))
    assert contact.erase_at - contact.feedback.at == timedelta(days=settings.FEEDBACK_CONTACT_DAYS)


def test_only_what_a_citizen_of_this_unit_can_see_is_offered(client, link, clauses):
    page = client.get(link.get_absolute_url()).content.decode()

    assert "Bắt chờ lâu" in page
    assert "Gây phiền hà" in page
    assert "Lớp học bẩn" not in page
    assert "Họp muộn" not in page
    assert send(client, link, clause=clauses["GD-03"].pk).status_code == 200
    assert not Feedback.objects.exists()


def test_the_same_page_sent_twice_is_written_down_once(client, link):
    stamp = stamp_of(link)
    first, second = (send(client, link, stamp=stamp, text="Chờ") for _n in range(2))

    assert first.url == second.url
    assert Feedback.objects.count() == 1


def test_what_is_too_long_is_refused_in_words(client, link):
    assert send(client, link, text="x" * 1001).status_code == 200
    assert not Feedback.objects.exists()


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_page_is_tiny_and_asks_nobody_else(client, link):
    page = client.get(link.get_absolute_url()).content.decode()
    sheet = Path("static/css/feedback.css").read_text()

    assert "<script" not in page
    assert not re.search(r"https?://(?!testserver)", page)
    assert len(page.encode()) + len(sheet.encode()) < 20_000
    assert page.count('rel="stylesheet"') == 1


def test_the_page_speaks_english_too(client, link, clauses):
    client.post("/language/", {"language": "en", "next": link.get_absolute_url()})
    page = client.get(link.get_absolute_url()).content.decode()

    assert "How were you served?" in page
    assert "Long wait" in page


def test_nobody_is_followed(client, link):
    response = client.get(link.get_absolute_url())
    assert set(response.cookies) <= {settings.CSRF_COOKIE_NAME}
    assert set(send(client, link).cookies) <= {settings.CSRF_COOKIE_NAME}


def test_a_token_that_is_none_leads_nowhere(client, link):
    assert client.get(f"/feedback/{'x' * 22}/").status_code == 404


def test_an_old_poster_says_that_it_is_old(client, link, secretary):
    new = rotate_link(link, by=secretary)

    assert client.get(link.get_absolute_url()).status_code == 410
    assert send(client, link).status_code == 410
    assert client.get(new.get_absolute_url()).status_code == 200
    assert rotate_link(link, by=secretary) == new


def test_a_unit_that_is_no_more_takes_no_feedback(client, link):
    Unit.objects.filter(pk=link.unit_id).update(active_until=make.date(2024, 12, 31))

    assert client.get(link.get_absolute_url()).status_code == 410


def test_the_code_tells_how_far_it_has_come_and_nothing_else(client, link):
    send(client, link, text="Chờ lâu quá", contact="0900 000 001", agreed="on")
    page = client.get(f"/feedback/sent/{Feedback.objects.get().code}/").content.decode()

    assert "0900" not in page
    assert "Chờ lâu quá" not in page
    assert client.get("/feedback/sent/AAAA-BBBB-CCCC/").status_code == 404


# --- machines -------------------------------------------------------------------------------------------------------


def riddle_in(page: str) -> tuple[str, str, int]:
    """Return stamp, seal and the sum that a page asks for."""
    stamp, seal = (re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("stamp", "seal"))
    words = DIGITS
    first, second = re.search(r"(\w+) cộng (\w+)", page.casefold()).groups()
    return stamp, seal, words.index(first) + words.index(second)


@pytest.mark.parametrize(
    "odd", [{"age": -30}, {"age": 13 * 3600}, {"website": "http://x"}, {"text": "xem https://x.example"}]
)
def test_what_looks_like_a_machine_is_asked_a_sum_that_a_person_answers(client, link, odd):
    data = filled(link, **odd) | {"stamp": stamp_of(link, age=odd.get("age", 20))}
    page = client.post(link.get_absolute_url(), data).content.decode()
    assert not Feedback.objects.exists()
    stamp, seal, total = riddle_in(page)

    again = client.post(link.get_absolute_url(), data | {"stamp": stamp, "seal": seal, "answer": "99"})
    assert not Feedback.objects.exists()
    stamp, seal, total = riddle_in(again.content.decode())
    client.post(link.get_absolute_url(), data | {"stamp": stamp, "seal": seal, "answer": str(total)})

    assert Feedback.objects.get().is_doubtful


@pytest.mark.parametrize("stamp", ["", "rubbish", "1.2:3:4"])
def test_a_page_that_we_did_not_make_is_asked_and_gets_a_stamp_of_its_own(client, link, stamp):
    page = client.post(link.get_absolute_url(), {"overall": "4", "stamp": stamp}).content.decode()
    assert not Feedback.objects.exists()
    stamp, seal, total = riddle_in(page)

    client.post(link.get_absolute_url(), {"overall": "4", "stamp": stamp, "seal": seal, "answer": str(total)})

    assert Feedback.objects.count() == 1


def test_a_stamp_is_for_one_form_alone(link, other_unit, host, secretary):
    make_links(host, [other_unit], by=secretary)

    assert read_stamp(new_stamp(link.pk), link.pk)
    assert read_stamp(new_stamp(link.pk), FeedbackLink.objects.get(unit=other_unit).pk) is None


def test_a_sum_may_be_answered_in_digits_or_words():
    riddle = new_riddle("ticket")
    right = [n for n in range(20) if solves(str(n), riddle.seal, "ticket")]

    assert len(right) == 1
    assert solves(
        f" {DIGITS[right[0]].upper()} ",
        riddle.seal,
        "ticket",
    )
    assert not solves(str(right[0]), riddle.seal, "another ticket")


# --- how much is taken ----------------------------------------------------------------------------------------------


def test_from_a_dozen_on_one_address_is_asked_and_from_the_ceiling_on_turned_away(client, link, one_window):
    answers = [send(client, link) for _n in range(ADDRESS_CEILING + 5)]

    assert [answer.status_code for answer in answers] == (
        [302] * (ASK_FROM - 1) + [200] * (ADDRESS_CEILING - ASK_FROM + 1) + [429] * 5
    )
    assert answers[-1]["Retry-After"] == "600"
    assert send(client, link, address="203.0.113.8").status_code == 302
    assert Feedback.objects.count() == ASK_FROM


def test_what_is_turned_away_costs_no_query(client, link, one_window):
    for _n in range(ADDRESS_CEILING + 1):
        send(client, link)

    with CaptureQueriesContext(connection) as captured:
        assert send(client, link).status_code == 429
    assert len(captured) == 0


def test_a_unit_takes_so_many_whatever_their_addresses(client, link, monkeypatch, one_window):
    monkeypatch.setattr(feedback_budget, "UNIT_CEILING", 10)
    codes = [send(client, link, address=f"203.0.{n}.1").status_code for n in range(12)]

    assert codes == [302] * 10 + [429] * 2
    assert UNIT_CEILING > ADDRESS_CEILING


def test_a_window_ends(link):
    at = make.moment(2026, 3, 2, 9)
    verdicts = [feedback_budget._spend("x", 2, at=at, ask_from=2) for _n in range(3)]
    assert [int(verdict) for verdict in verdicts] == [0, 1, 2]

    assert feedback_budget._spend("x", 2, at=at + timedelta(minutes=10), ask_from=2) == 0
    assert FeedbackBudget.objects.count() == 1


def test_neither_table_nor_memory_grows_with_addresses_nor_keeps_one(link, rf):
    at = make.moment(2026, 3, 2, 9)
    for number in range(300):
        request = rf.post("/", REMOTE_ADDR=f"203.0.{number % 250}.{number // 250 + 7}")
        feedback_budget.spend_for_address(request, at=at)
    kept = str(list(FeedbackBudget.objects.values()))

    assert "203.0" not in kept
    assert all(0 <= int(row.key.removeprefix("address-")) < DRAWERS for row in FeedbackBudget.objects.all())
    assert drawer_of("203.0.113.7", on=at.date()) != drawer_of("203.0.113.7", on=at.date() + timedelta(days=1))


def test_the_address_is_the_one_that_our_own_proxy_saw(rf, settings):
    forged = {"HTTP_X_FORWARDED_FOR": "1.2.3.4, 198.51.100.9", "REMOTE_ADDR": "10.0.0.1"}
    assert client_address(rf.get("/", **forged)) == "10.0.0.1"

    settings.AXES_IPWARE_PROXY_COUNT = 1
    assert client_address(rf.get("/", **forged)) == "198.51.100.9"
    assert client_address(rf.get("/", REMOTE_ADDR="10.0.0.1")) == "10.0.0.1"


@pytest.mark.parametrize(
    ("given", "counted"),
    [("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("::ffff:203.0.113.7", "203.0.113.7"), ("rubbish", "rubbish")],
)
def test_a_network_of_64_bits_is_one_address(rf, given, counted):
    assert client_address(rf.get("/", REMOTE_ADDR=given)) == counted


def test_the_moment_is_kept_in_whole_seconds(client, link):
    send(client, link)
    at: datetime = Feedback.objects.get().at
    assert at.microsecond == 0
