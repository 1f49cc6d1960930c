"""What is counted of readers: sums of a day. No cookie, no address, nothing that tells one reader from another.

An address falls, together with the story and under a key of the day, into one of 4,096 drawers (as with feedback); a
drawer that was open a moment ago is not counted again. So reloading does not count, and nothing can be read back.
"""

from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.utils.timezone import localdate

from conduct.feedback_budget import Verdict, client_address, drawer_of, spend_for_rating
from conduct.models import Story

SEEN_SECONDS: Final = 1800  # within this time the same drawer is the same reader
MOST_STARS: Final = 5

COUNT_SQL: Final = """
    INSERT INTO conduct_storyday AS told (story_id, day, views, ratings, stars) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (story_id, day) DO UPDATE SET
        views = told.views + EXCLUDED.views,
        ratings = told.ratings + EXCLUDED.ratings,
        stars = told.stars + EXCLUDED.stars
"""


def count_view(story: Story, request: HttpRequest, *, at: datetime) -> bool:
    """Count that somebody opened the story; return whether it counted."""
    day = localdate(at)
    drawer = drawer_of(f"{client_address(request)} reads {story.pk}", on=day)
    if not cache.add(f"story-{story.pk}-{drawer}", 1, SEEN_SECONDS):
        return False
    _add(story, at=at, views=1)
    return True


def rate(story: Story, stars: int, request: HttpRequest, *, at: datetime) -> bool:
    """Add a reader's stars to the sums of the day; False where too many came from there, or for this story, lately."""
    if not 1 <= stars <= MOST_STARS:
        raise ValueError(stars)
    if spend_for_rating(request, story.pk, at=at) == Verdict.OVER:
        return False
    _add(story, at=at, ratings=1, stars=stars)
    return True


def _add(story: Story, *, at: datetime, views: int = 0, ratings: int = 0, stars: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SQL, [story.pk, localdate(at), views, ratings, stars])
