"""Obligations, their papers and files, and the campaigns that ask for them."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from campaigns.move_words import MOVE_WORDS
from campaigns.views import move, obligation, receipt


class VerbConverter(StringConverter):
    """A move that a person makes on its own page."""

    regex = "|".join(MOVE_WORDS)


register_converter(VerbConverter, "verb")

urlpatterns = [
    path("obligations/<int:pk>/", obligation.obligation_detail, name="obligation-detail"),
    path(
        "obligations/<int:pk>/handed-in/<int:event_id>/", obligation.obligation_handed_in, name="obligation-handed-in"
    ),
    path("obligations/<int:pk>/<verb:verb>/", move.obligation_move, name="obligation-move"),
    path("receipts/<str:code>/", receipt.receipt_detail, name="receipt-detail"),
    # stand-ins until the pages on which a unit writes are here
    path("obligations/<int:pk>/edit/", obligation.obligation_detail, name="obligation-edit"),
    path("obligations/<int:pk>/edit/<slug:section>/", obligation.obligation_detail, name="obligation-section"),
]
