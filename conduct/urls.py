"""What the council asks citizens and what it sees for itself."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from conduct import session_urls
from conduct.feedback_moves import FEEDBACK_MOVES
from conduct.views import code, feedback, feedback_form, poster


class TokenConverter(StringConverter):
    """The random part of a poster's address."""

    regex = "[A-Za-z0-9_-]{20,40}"


class FeedbackVerbConverter(StringConverter):
    """A step in the handling of a feedback."""

    regex = "|".join(FEEDBACK_MOVES)


register_converter(TokenConverter, "token")
register_converter(FeedbackVerbConverter, "feedback_verb")

public_pages = [
    path("feedback/", feedback_form.feedback_public, name="feedback-public"),
    path("feedback/sent/<str:code>/", feedback_form.feedback_sent, name="feedback-sent"),
    path("feedback/<token:token>/", feedback_form.feedback_form, name="feedback-form"),
]

feedback_pages = [
    path("council/feedback/", feedback.feedback_list, name="feedback-list"),
    path("council/feedback/totals/", feedback.feedback_totals, name="feedback-totals"),
    path("council/feedback/posters/", poster.poster_list, name="poster-list"),
    path("council/feedback/posters/make/", poster.poster_make, name="poster-make"),
    path("council/feedback/posters/<str:code>/rotate/", poster.poster_rotate, name="poster-rotate"),
    path("council/feedback/<int:pk>/", feedback.feedback_detail, name="feedback-detail"),
    path("council/feedback/<int:pk>/<feedback_verb:verb>/", feedback.feedback_step, name="feedback-step"),
    path("unit/feedback/", feedback.unit_feedback, name="unit-feedback"),
    path("unit/feedback/<int:pk>/whole/", feedback.feedback_whole, name="feedback-whole"),
    path("posters/", poster.poster_print, name="poster-print"),
]

code_pages = [
    path("codes/", code.code_list, name="code-list"),
    path("codes/<slug:code>/", code.code_detail, name="code-detail"),
    path("codes/<slug:code>/versions/<int:number>/", code.code_version, name="code-version"),
    path("codes/<slug:code>/versions/<int:number>/compare/", code.code_compare, name="code-compare"),
]

urlpatterns = [*public_pages, *code_pages, *feedback_pages, *session_urls.urlpatterns]
