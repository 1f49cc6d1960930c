"""Stories: moves from every state, two people publish, consent and its withdrawal, what is counted of readers."""

import itertools
import xml.etree.ElementTree as ET
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from conduct import feedback_budget
from conduct.feedback_budget import RATING_CEILING, STORY_CEILING
from conduct.models import Decision, DecisionLine, PrivacyEvent, Stage, Story, StoryConsent, StoryDay, StoryState
from conduct.models.story import FEWEST_RATINGS
from conduct.stories import add_photo, withdraw_consent
from conduct.story_moves import STORY_MOVES
from tests import factories as make
from tests.campaigns.test_workflow_page import needs, sources
from tests.place import a_picture, let_go
from tests.stories_place import WORDS, drafted, published
from units.models import Role
from units.workflow import Incomplete, NotAllowed, Shut, WrongState, advance

PEOPLE = {Role.SECRETARY: "secretary", Role.DRAFTER: "drafter", Role.HEAD: "head", Role.CHAIR: "chair"}
PAGE = Path(__file__).resolve().parents[2] / "docs" / "stories.md"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _nothing_spent():
    feedback_budget.forget_spent()
    yield
    feedback_budget.forget_spent()


@pytest.fixture
def draft(campaign, unit, drafter) -> Story:
    return drafted(unit, by=drafter, picture=a_picture())


@pytest.fixture
def story(campaign, unit, drafter, secretary) -> Story:
    return published(unit, by=drafter, secretary=secretary, picture=a_picture())


def put(story: Story, state: str, **facts: object) -> None:
    Story.objects.filter(pk=story.pk).update(state=state, published_at=make.moment(2024, 3, 1), **facts)
    story.refresh_from_db()


# --- moves ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "state"), list(itertools.product(STORY_MOVES, StoryState.values)))
def test_a_verb_moves_from_its_places_and_from_nowhere_else(verb, state, draft, request):
    move = STORY_MOVES[verb]
    put(draft, state, stage={"nurture": "found", "replicate": "nurtured"}.get(verb, ""))
    role = Role.DRAFTER if verb == "nominate" else next(role for role in PEOPLE if role in move.roles)
    by = request.getfixturevalue(PEOPLE[role])

    if state in move.sources:
        advance(draft, verb, by=by, note="Lý do.")
        assert draft.state == move.target_from(state)
    else:
        with pytest.raises(WrongState):
            advance(draft, verb, by=by, note="Lý do.")


def test_the_page_shows_the_table_as_it_is():
    rows = [
        f"| `{verb}` | {sources(move)} | {move.target} | {', '.join(sorted(move.roles))} | {needs(move)} |"
        for verb, move in STORY_MOVES.items()
    ]
    assert [line for line in PAGE.read_text().splitlines() if line.startswith("| `")] == rows


@pytest.mark.parametrize("missing", ["lead", "body", "byline", "name"])
def test_nothing_incomplete_is_nominated(missing, draft, drafter):
    Story.objects.filter(pk=draft.pk).update(**{missing: ""})
    with pytest.raises(Incomplete):
        advance(draft, "nominate", by=drafter)


def test_without_a_picture_or_a_consent_nothing_is_nominated(draft, drafter):
    StoryConsent.objects.update(withdrawn_at=make.moment(2024, 3, 2))
    with pytest.raises(Incomplete):
        advance(draft, "nominate", by=drafter)


def test_who_nominates_does_not_publish(host, secretary, chair):
    own = drafted(host, by=secretary, picture=a_picture(), category="news")
    advance(own, "nominate", by=secretary)
    with pytest.raises(NotAllowed):
        advance(own, "publish", by=secretary)
    advance(own, "publish", by=chair)

    assert own.is_published


def test_a_unit_does_not_publish_and_the_office_does_not_nominate_for_it(draft, head, secretary):
    with pytest.raises(NotAllowed):
        advance(draft, "nominate", by=secretary)
    advance(draft, "nominate", by=head)
    with pytest.raises(NotAllowed):
        advance(draft, "publish", by=head)


def test_an_example_is_found_then_nurtured_then_replicated(story, secretary):
    assert story.stage == Stage.FOUND
    with pytest.raises(Shut):
        advance(story, "replicate", by=secretary, note="Toàn huyện")
    advance(story, "nurture", by=secretary, note="Cử đi tập huấn")
    advance(story, "replicate", by=secretary, note="Toàn huyện")

    assert story.stage == Stage.REPLICATED
    assert story.is_published


def test_news_has_no_stages(campaign, unit, drafter, secretary):
    news = published(unit, by=drafter, secretary=secretary, picture=a_picture(), category="news")

    with pytest.raises(Shut):
        advance(news, "nurture", by=secretary, note="…")


# --- who sees it ----------------------------------------------------------------------------------------------------


def test_a_draft_is_its_units_and_a_nomination_the_councils_too(draft, drafter, secretary, stranger):
    assert not Story.objects.visible_to(secretary).exists()
    advance(draft, "nominate", by=drafter)

    assert Story.objects.visible_to(secretary).exists()
    assert not Story.objects.visible_to(stranger).exists()


@pytest.mark.parametrize("state", [state for state in StoryState.values if state != StoryState.PUBLISHED])
def test_the_public_reads_nothing_that_is_not_published(state, story, client):
    photo = story.photos.get()
    put(story, state)

    assert client.get(story.public_url).status_code == 404
    assert client.get(photo.get_absolute_url()).status_code == 404
    assert client.post(f"{story.public_url}rate/", {"stars": 5}).status_code == 404
    for address in ("/stories/", "/stories/feed/", "/"):
        assert story.title not in client.get(address).content.decode()


def test_the_public_page_tells_name_position_unit_award_and_decision(story, client):
    decision = Decision.objects.create(
        host=story.host,
        title="Khen thưởng",
        number="12/QĐ-UBND",
        issued_on=date(2024, 4, 1),
        signer_name="Lê Văn An",
        state="issued",
    )
    line = DecisionLine.objects.create(decision=decision, unit=story.unit, name=WORDS["name"], award_name="Giấy khen")
    Story.objects.filter(pk=story.pk).update(line=line)
    page = client.get(story.public_url).content.decode()

    for told in (WORDS["name"], WORDS["position"], story.unit.name, "Giấy khen", "12/QĐ-UBND", "01/04/2024"):
        assert told in page
    DecisionLine.objects.update(struck_at=make.moment(2024, 5, 1))
    assert "Giấy khen" not in client.get(story.public_url).content.decode()


def test_text_is_text_and_never_markup(story, client):
    evil = "<script>alert(1)</script><b>đậm</b>"
    Story.objects.filter(pk=story.pk).update(body=evil, lead=evil, title=evil, byline=evil, name=evil)
    page = client.get(story.public_url).content.decode()

    assert "<script>alert" not in page
    assert "<b>đậm" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_it_is_found_without_diacritics(story, client):
    for query, is_there in (("tan tuy", True), ("TẬN TỤY", True), ("lo thi guong", True), ("khong co", False)):
        assert (story.title in client.get("/stories/", {"q": query}).content.decode()) == is_there, query


# --- pictures -------------------------------------------------------------------------------------------------------


def test_a_picture_is_drawn_anew_without_its_place(draft, drafter):
    target, exif = BytesIO(), Image.Exif()
    exif[0x8825] = {1: "N", 2: (20.0, 55.0, 0.0), 3: "E", 4: (105.0, 40.0, 0.0)}
    exif[0x010F] = "MayAnhBiMat"
    Image.new("RGB", (64, 48), "teal").save(target, "JPEG", exif=exif)
    assert b"MayAnhBiMat" in target.getvalue()
    upload = SimpleUploadedFile("anh.jpg", target.getvalue(), "image/jpeg")
    kept = add_photo(draft, upload, alt="Sân trụ sở", by=drafter)

    with kept.file.storage.open(kept.file.name) as file:
        body = file.read()
    kept.file.close()
    assert b"MayAnhBiMat" not in body
    assert not Image.open(BytesIO(body)).getexif()


def test_a_picture_without_words_is_refused_beside_its_field(draft, drafter, client):
    client.force_login(drafter)
    upload = SimpleUploadedFile("anh.jpg", a_picture(), "image/jpeg")
    response = client.post(f"/examples/{draft.pk}/pictures/new/", {"picture": upload, "agreed": "on", "alt": " "})

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"alt"}


# --- consent --------------------------------------------------------------------------------------------------------


def test_a_withdrawal_takes_the_story_down_and_the_name_out_of_everything(story, drafter, client):
    photo = story.photos.get()
    Story.objects.filter(pk=story.pk).update(title="Chuyện về Lò Thị Gương", body="Lò Thị Gương, chị Gương làm tốt.")
    story.refresh_from_db()
    stored = photo.file.storage.path(photo.file.name)
    withdraw_consent(story, manner="spoken", by=drafter, note="Lò Thị Gương không muốn nữa")

    assert client.get(story.public_url).status_code == 404
    assert client.get(photo.get_absolute_url()).status_code == 404
    assert story.state == StoryState.TAKEN_DOWN
    assert not story.photos.exists()
    assert "Gương" not in rows_of("conduct_story") + rows_of("conduct_storyconsent") + rows_of("conduct_storyevent")
    assert PrivacyEvent.objects.filter(subject="story", verb="erase", row=story.pk).exists()
    consent = StoryConsent.objects.get()
    assert (consent.withdrawn_manner, consent.withdrawn_by) == ("spoken", drafter)
    assert Path(stored).name  # the file itself goes when the transaction is over


def rows_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
        return cursor.fetchone()[0]


def test_after_a_withdrawal_it_needs_a_new_consent(story, drafter):
    withdraw_consent(story, manner="paper", by=drafter)
    with pytest.raises(Incomplete):
        advance(story, "nominate", by=drafter)


def test_the_other_units_people_cannot_withdraw(story, stranger):
    with pytest.raises(NotAllowed):
        withdraw_consent(story, manner="paper", by=stranger)


# --- readers --------------------------------------------------------------------------------------------------------


def test_a_view_counts_once_for_a_reader_who_reloads(story):
    for address, times in (("10.0.0.1", 5), ("10.0.0.2", 1)):
        for _reload in range(times):
            Client(REMOTE_ADDR=address).get(story.public_url)

    assert StoryDay.objects.get().views == 2


def test_a_rating_adds_to_the_sums_of_the_day(story):
    for n in range(FEWEST_RATINGS):
        page = Client(REMOTE_ADDR=f"10.0.1.{n}")
        assert page.post(f"{story.public_url}rate/", {"stars": 5 if n else 4}).status_code == 302

    found = Story.objects.told().get()
    assert (found.ratings, found.stars, str(found.rating)) == (5, 24, "4.8")


def test_of_few_ratings_no_mean_is_shown(story):
    for n in range(FEWEST_RATINGS - 1):
        Client(REMOTE_ADDR=f"10.0.1.{n}").post(f"{story.public_url}rate/", {"stars": 1})

    assert Story.objects.told().get().rating is None


def test_a_flood_from_one_address_is_turned_away(story, one_window):
    browser = Client(REMOTE_ADDR="10.9.9.9")
    answers = [browser.post(f"{story.public_url}rate/", {"stars": 1}).status_code for _click in range(50)]

    assert answers.count(429) == 50 - RATING_CEILING
    assert StoryDay.objects.get().ratings == RATING_CEILING


def test_a_flood_from_many_addresses_stops_at_the_storys_ceiling(story, one_window):
    for n in range(STORY_CEILING * 3):
        Client(REMOTE_ADDR=f"10.{n // 250}.7.{n % 250}").post(f"{story.public_url}rate/", {"stars": 1})

    assert StoryDay.objects.get().ratings <= STORY_CEILING


def test_stars_that_are_none_count_nothing(story, client):
    for stars in ("0", "6", "-1", "abc", ""):
        assert client.post(f"{story.public_url}rate/", {"stars": stars}).status_code == 302

    assert not StoryDay.objects.filter(ratings__gt=0).exists()


def test_nothing_kept_of_a_reader_tells_who_it_was(story):
    reader = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="DauVetCuaToi/1.0")
    response = reader.get(story.public_url)
    reader.post(f"{story.public_url}rate/", {"stars": 5})

    assert set(response.cookies) <= {"csrftoken"}
    for table in ("conduct_storyday", "conduct_feedbackbudget", "portal_cache", "django_session"):
        kept = rows_of(table) or ""
        assert "203.0.113.77" not in kept, table
        assert "DauVetCuaToi" not in kept, table
    assert {column.name for column in StoryDay._meta.concrete_fields} == {
        *("id", "story", "day", "views", "ratings", "stars")
    }
    cache.clear()


# --- sharing and feed -----------------------------------------------------------------------------------------------


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "meta" and "property" in facts:
            self.found[facts["property"]] = facts["content"]


def test_a_shared_link_shows_title_words_and_picture_by_absolute_addresses(story, client):
    tags = Tags()
    tags.feed(client.get(story.public_url, headers={"host": "localhost"}).content.decode())

    assert tags.found["og:title"] == story.title
    assert tags.found["og:description"] == WORDS["lead"]
    assert tags.found["og:url"] == f"http://localhost{story.public_url}"
    assert tags.found["og:image"].startswith("http://localhost/stories/pictures/")
    picture = client.get(tags.found["og:image"].removeprefix("http://localhost"))
    let_go(picture)
    assert picture["Content-Type"] == "image/jpeg"
    assert "max-age=60" in picture["Cache-Control"]
    assert (tags.found["og:image:width"], tags.found["og:image:height"]) == ("40", "30")


def test_the_feed_is_atom_with_everything_that_it_must_have(story, client):
    response = client.get("/stories/feed/", headers={"host": "localhost"})
    feed = ET.fromstring(response.content)

    assert response["Content-Type"].startswith("application/atom+xml")
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
    entry = feed.find(f"{ATOM}entry")
    for name in ("id", "title", "updated", "published", "summary"):
        assert entry.findtext(f"{ATOM}{name}"), name
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == WORDS["byline"]
    assert entry.find(f"{ATOM}category").get("term")
    links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
    assert links["alternate"] == f"http://localhost{story.public_url}"
    assert links["enclosure"].startswith("http://localhost/stories/pictures/")


# --- the honour board -----------------------------------------------------------------------------------------------


@pytest.fixture
def honoured(host, unit) -> DecisionLine:
    facts = {"host": host, "title": "Khen thưởng", "signer_name": "Lê Văn An", "state": "issued"}
    lines = {}
    for year, name in ((2024, "Phạm Thị Nhất"), (2025, "Phạm Thị Nhì")):
        decision = Decision.objects.create(number=f"{year - 2000}/QĐ-UBND", issued_on=date(year, 5, 1), **facts)
        line = {"position": "Chuyên viên", "unit_name": unit.name, "award_name": f"Giấy khen {year}"}
        lines[year] = DecisionLine.objects.create(decision=decision, unit=unit, name=name, **line)
    return lines[2024]


def board(client, **query: object) -> str:
    return client.get("/honours/", query).content.decode()


def test_the_board_shows_awards_by_year_and_award(honoured, client):
    assert "Phạm Thị Nhất" in board(client) and "Phạm Thị Nhì" in board(client)
    assert "Phạm Thị Nhì" not in board(client, year=2024)
    assert "Phạm Thị Nhất" not in board(client, award="Giấy khen 2025")
    assert "Phạm Thị Nhất" in board(client, q="pham thi nhat")
    assert "Phạm Thị Nhì" not in board(client, q="pham thi nhat")


def test_what_was_taken_back_revoked_or_is_a_draft_is_not_on_it(honoured, client):
    DecisionLine.objects.filter(pk=honoured.pk).update(struck_at=make.moment(2024, 6, 1))
    assert "Phạm Thị Nhất" not in board(client)
    DecisionLine.objects.filter(pk=honoured.pk).update(struck_at=None)
    for state in ("draft", "revoked"):
        Decision.objects.filter(pk=honoured.decision_id).update(state=state)
        assert "Phạm Thị Nhất" not in board(client), state
