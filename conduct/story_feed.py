"""The Atom feed of what is published."""

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.photos import MIME
from conduct.models import Story


def feed_of(stories: Iterable[Story], *, at: Callable[[str], str]) -> Atom1Feed:
    """Return the feed; `at` makes an absolute address of a path."""
    feed = Atom1Feed(
        title=_("Examples and news of the movement"),
        link=at(reverse("story-public")),
        description=_("Examples, good deeds and news of the movement for a civil way of working."),
        language=get_language() or "vi",
        feed_url=at(reverse("story-feed")),
    )
    for story in stories:
        address = at(story.public_url)
        picture = at(reverse("story-photo", args=[story.picture])) if story.picture else ""
        feed.add_item(
            title=story.title,
            link=address,
            description=story.lead,
            unique_id=address,
            author_name=story.byline or story.unit.name,
            categories=[str(story.get_category_display())],
            pubdate=story.published_at,
            updateddate=story.changed_at or story.published_at,
            enclosures=[Enclosure(picture, "0", MIME)] if picture else [],
        )
    return feed
