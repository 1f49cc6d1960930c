"""The addresses of nominations."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from conduct.nomination_words import NOMINATION_WORDS
from conduct.views import commendation, nomination, nomination_edit


class NominationVerbConverter(StringConverter):
    """A step of a nomination that a person makes on its own page."""

    regex = "|".join(NOMINATION_WORDS)


register_converter(NominationVerbConverter, "nomination_verb")

one_nomination = [
    path("", nomination.nomination_detail, name="nomination-detail"),
    path("edit/", nomination_edit.nomination_edit, name="nomination-edit"),
    path("award/", nomination_edit.nomination_award, name="nomination-award"),
    path("check/", nomination_edit.nomination_check, name="nomination-check"),
    path("discard/", nomination_edit.nomination_discard, name="nomination-discard"),
    path("evidence/", nomination_edit.nomination_evidence, name="nomination-evidence"),
    path("evidence/<uuid:evidence>/", nomination.nomination_file, name="nomination-file"),
    path(
        "evidence/<uuid:evidence>/remove/",
        nomination_edit.nomination_evidence_remove,
        name="nomination-evidence-remove",
    ),
    path("subject/", commendation.commendation_subject, name="commendation-subject"),
    path("<nomination_verb:verb>/", nomination.nomination_step, name="nomination-step"),
]

urlpatterns = [
    path("nominations/", nomination.nomination_list, name="nomination-list"),
    path("nominations/new/", nomination_edit.nomination_new, name="nomination-new"),
    path("nominations/praise/", nomination_edit.praise_new, name="praise-new"),
    path("nominations/<int:pk>/", include(one_nomination)),
    path("council/nominations/", nomination.nomination_council, name="nomination-council"),
    path("council/commendations/", commendation.commendation_sums, name="commendation-sums"),
    path("commendations/units/<str:code>/", commendation.commendation_unit, name="commendation-unit"),
    path("council/nominations/overrides/", nomination.override_list, name="override-list"),
]
