"""What the council asks citizens and what it sees for itself."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from conduct.views import feedback_form


class TokenConverter(StringConverter):
    """The random part of a poster's address."""

    regex = "[A-Za-z0-9_-]{20,40}"


register_converter(TokenConverter, "token")

public_pages = [
    path("feedback/", feedback_form.feedback_public, name="feedback-public"),
    path("feedback/sent/<str:code>/", feedback_form.feedback_sent, name="feedback-sent"),
    path("feedback/<token:token>/", feedback_form.feedback_form, name="feedback-form"),
]

urlpatterns = public_pages
