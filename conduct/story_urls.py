"""The addresses of stories at the desk and in public, and of the honour board."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from conduct.story_moves import STORY_MOVES
from conduct.views import story, story_public


class StoryVerbConverter(StringConverter):
    regex = "|".join(STORY_MOVES)


register_converter(StoryVerbConverter, "story_verb")

one_story = [
    path("", story.story_detail, name="story-detail"),
    path("edit/", story.story_edit, name="story-edit"),
    path("pictures/new/", story.story_picture, name="story-picture"),
    path("pictures/<uuid:photo>/remove/", story.story_picture_remove, name="story-picture-remove"),
    path("consent/", story.story_consent, name="story-consent"),
    path("<story_verb:verb>/", story.story_step, name="story-step"),
]

urlpatterns = [
    path("stories/", story_public.story_public, name="story-public"),
    path("stories/feed/", story_public.story_feed, name="story-feed"),
    path("stories/pictures/<uuid:pk>/", story_public.story_photo, name="story-photo"),
    path("stories/<int:pk>/", story_public.story_read, name="story-read"),
    path("stories/<int:pk>/rate/", story_public.story_rate, name="story-rate"),
    path("honours/", story_public.honour_board, name="honour-board"),
    path("examples/", story.story_list, name="story-list"),
    path("examples/new/", story.story_new, name="story-new"),
    path("examples/<int:pk>/", include(one_story)),
]
