"""What stands between a story and the public."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from conduct.models import Story
from units.workflow import Problem


def problems(story: Story) -> Iterator[Problem]:
    """Yield what is missing, each with the part of the page where it is mended."""
    if not story.lead:
        yield Problem("text", _("Say in two sentences what it is about: lists and shared links show them."))
    if not story.body:
        yield Problem("text", _("Write the story."))
    if not story.byline:
        yield Problem("text", _("Say who wrote it."))
    if not story.photos.exists():
        yield Problem("pictures", _("Add a picture: the story is shown and shared with it."))
    if story.is_about_somebody:
        yield from _somebody(story)


def _somebody(story: Story) -> Iterator[Problem]:
    if not story.name:
        yield Problem("text", _("Say whom it is about."))
    if not story.consents.standing().exists():
        yield Problem("consent", _("Record that the person, or somebody for the collective, agreed to be shown."))
