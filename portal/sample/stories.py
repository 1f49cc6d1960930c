"""The sample's examples and news: written by units and by the office, with drawn pictures, consents and readers."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from conduct.models import DecisionLine, Story, StoryDay
from conduct.stories import add_photo, begin, record_consent, save_draft, withdraw_consent
from portal.sample.casting import Casting
from portal.sample.hours import at_eight
from portal.sample.scenes import scene
from portal.sample.stories_texts import TALES, Tale
from units.models import Unit
from units.workflow import advance

DAY: Final = timedelta(days=1)
FIRST_2024: Final = date(2024, 9, 9)
BACK: Final = "Bổ sung thời gian, địa điểm cụ thể và ý kiến của thủ trưởng đơn vị."
STAGES: Final = {
    "nurtured": [("nurture", "Cử tham gia tập huấn, chia sẻ kinh nghiệm tại hội nghị cụm")],
    "replicated": [
        ("nurture", "Cử tham gia tập huấn, chia sẻ kinh nghiệm tại hội nghị cụm"),
        ("replicate", "Các đơn vị trong cụm tham quan, học tập và làm theo"),
    ],
}


def load_stories(host: Unit, *, now: datetime) -> None:
    """Write all stories; those of this year within the last month."""
    casting = Casting(host)
    units = {unit.code: unit for unit in Unit.objects.below(host)}
    days: list[StoryDay] = []
    for number, tale in enumerate(TALES):
        day = FIRST_2024 + number * 6 * DAY if tale.year else localdate(now) - (30 - number * 2) * DAY
        story = _write(tale, units[tale.unit] if tale.unit else host, casting, at=at_eight(day))
        days += _readers(story, now=now)
    StoryDay.objects.bulk_create(days)


def _write(tale: Tale, unit: Unit, casting: Casting, *, at: datetime) -> Story:
    """Write one and bring it as far as it is said to have come."""
    is_office = not tale.unit
    writer = casting.secretary if is_office else casting.of(unit).drafter
    head = casting.chair if is_office else casting.of(unit).head
    story = begin(unit, title=tale.title, category=tale.category, by=writer, at=at)
    awards = DecisionLine.objects.standing().filter(unit=unit, decision__issued_on__lte=localdate(at))
    line = awards.filter(name=tale.name).first() if tale.name else None
    words = {"lead": tale.lead, "body": tale.body, "name": tale.name, "position": tale.position, "line": line}
    byline = "Thường trực Hội đồng" if is_office else writer.full_name
    save_draft(story, {**words, "byline": byline}, by=writer, version=None, at=at)
    upload = SimpleUploadedFile("anh.jpg", scene(tale.scene, tale.title, tale.title), "image/jpeg")
    add_photo(story, upload, alt=tale.alt, by=writer, at=at)
    if story.is_about_somebody:
        who = tale.name if tale.position else f"Đại diện {tale.name}"
        record_consent(story, who=who, manner="paper", given_on=localdate(at) - DAY, by=writer, at=at)
    if tale.until == "drafting":
        return story
    advance(story, "nominate", by=writer if is_office else head, at=at + timedelta(hours=3))
    if tale.until == "returned":
        advance(story, "return", by=casting.secretary, at=at + DAY, note=BACK)
    if tale.until in {"published", "withdrawn"}:
        advance(story, "publish", by=casting.chair if is_office else casting.secretary, at=at + 2 * DAY)
    for n, (verb, note) in enumerate(STAGES.get(tale.stage, [])):
        advance(story, verb, by=casting.secretary, at=at + (10 + 8 * n) * DAY, note=note)
    if tale.until == "withdrawn":
        withdraw_consent(story, manner="spoken", by=writer, at=at + 5 * DAY, note="Người trong bài đề nghị gỡ bài")
    return story


def _readers(story: Story, *, now: datetime) -> list[StoryDay]:
    """Return how often it was opened and rated on each day since it was published, fewer and fewer."""
    if story.published_at is None:
        return []
    draw, days = Random(f"readers {story.title}"), []
    first, last = localdate(story.published_at), localdate(now)
    for n in range(min(40, (last - first).days)):
        views = max(0, round(draw.uniform(20, 60) / (1 + n / 4)))
        ratings = round(views * draw.uniform(0, 0.15))
        stars = sum(draw.choice([5, 5, 5, 4, 4, 3]) for _rating in range(ratings))
        days.append(StoryDay(story=story, day=first + n * DAY, views=views, ratings=ratings, stars=stars))
    return days
