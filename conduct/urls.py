"""What the council asks citizens and what it sees for itself."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from conduct import initiative_urls, nomination_urls, session_urls, story_urls
from conduct.feedback_moves import FEEDBACK_MOVES
from conduct.inspection_moves import INSPECTION_MOVES, VISIT_MOVES
from conduct.views import (
    code,
    code_edit,
    feedback,
    feedback_form,
    finding,
    gap,
    incident,
    inspection,
    poster,
    violation,
    visit,
)
from conduct.violation_moves import VIOLATION_MOVES


class TokenConverter(StringConverter):
    """The random part of a poster's address."""

    regex = "[A-Za-z0-9_-]{20,40}"


class FeedbackVerbConverter(StringConverter):
    """A step in the handling of a feedback."""

    regex = "|".join(FEEDBACK_MOVES)


class InspectionVerbConverter(StringConverter):
    regex = "|".join(INSPECTION_MOVES)


class VisitVerbConverter(StringConverter):
    regex = "|".join(VISIT_MOVES)


class ViolationVerbConverter(StringConverter):
    regex = "|".join(VIOLATION_MOVES)


register_converter(ViolationVerbConverter, "violation_verb")
register_converter(InspectionVerbConverter, "inspection_verb")
register_converter(VisitVerbConverter, "visit_verb")


class CodeSheetConverter(StringConverter):
    """How a code is hung up or laid out: as a card for the desk, as a poster to be framed."""

    regex = "card|poster"


register_converter(CodeSheetConverter, "sheet")
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

one_version = [
    path("", code.code_version, name="code-version"),
    path("compare/", code.code_compare, name="code-compare"),
    path("edit/", code_edit.version_edit, name="version-edit"),
    path("publish/", code_edit.version_publish, name="version-publish"),
    path("discard/", code_edit.version_discard, name="version-discard"),
    path("clauses/new/", code_edit.clause_new, name="clause-new"),
    path("clauses/<str:clause>/", code_edit.clause_edit, name="clause-edit"),
    path("clauses/<str:clause>/remove/", code_edit.clause_remove, name="clause-remove"),
]

code_pages = [
    path("codes/", code.code_list, name="code-list"),
    path("codes/<slug:code>/", code.code_detail, name="code-detail"),
    path("codes/<slug:code>/<sheet:sheet>/", code.code_sheet, name="code-sheet"),
    path("codes/<slug:code>/versions/new/", code_edit.version_new, name="version-new"),
    path("codes/<slug:code>/versions/<int:number>/", include(one_version)),
]

gap_pages = [
    path("council/conduct/", gap.conduct_map, name="conduct-map"),
    path("council/conduct/clauses/<str:clause>/", gap.conduct_clause, name="conduct-clause"),
    path("council/conduct/clusters/<str:cluster>/", gap.conduct_cluster, name="conduct-cluster"),
    path("council/conduct/units/<str:code>/", gap.conduct_unit, name="conduct-unit"),
]

incident_pages = [
    path("incidents/", incident.incident_now, name="incident-now"),
    path("incidents/<int:year>/<int:month>/", incident.incident_month, name="incident-month"),
    path("incidents/<int:pk>/remove/", incident.incident_remove, name="incident-remove"),
    path("council/incidents/", incident.incident_list, name="incident-list"),
]

one_inspection = [
    path("", inspection.inspection_detail, name="inspection-detail"),
    path("edit/", inspection.inspection_edit, name="inspection-edit"),
    path("team/", inspection.inspection_team, name="inspection-team"),
    path("team/<int:member>/remove/", inspection.inspection_team_remove, name="inspection-team-remove"),
    path("units/", inspection.inspection_units, name="inspection-units"),
    path("units/draw/", inspection.inspection_draw, name="inspection-draw"),
    path("units/<int:visit>/remove/", inspection.inspection_unit_remove, name="inspection-unit-remove"),
    path("<inspection_verb:verb>/", inspection.inspection_step, name="inspection-step"),
]

one_visit = [
    path("", visit.visit_detail, name="visit-detail"),
    path("fill/", visit.visit_fill, name="visit-fill"),
    path("met/", visit.visit_met, name="visit-met"),
    path("answers/<int:answer>/", visit.visit_answer, name="visit-answer"),
    path("findings/new/", finding.finding_new, name="finding-new"),
    path("<visit_verb:verb>/", visit.visit_step, name="visit-step"),
]

inspection_pages = [
    path("inspections/", inspection.inspection_list, name="inspection-list"),
    path("inspections/new/", inspection.inspection_new, name="inspection-new"),
    path("inspections/<int:pk>/", include(one_inspection)),
    path("visits/<int:pk>/", include(one_visit)),
    path("findings/<uuid:pk>/", finding.finding_edit, name="finding-edit"),
    path("findings/<uuid:pk>/drop/", finding.finding_drop, name="finding-drop"),
    path("findings/<uuid:pk>/remedy/", finding.finding_remedy, name="finding-remedy"),
    path("findings/photos/<uuid:pk>/", finding.finding_photo, name="finding-photo"),
    path("council/findings/", finding.finding_list, name="finding-list"),
]

violation_pages = [
    path("violations/", violation.violation_list, name="violation-list"),
    path("violations/new/", violation.violation_new, name="violation-new"),
    path("violations/export/", violation.violation_export, name="violation-export"),
    path("violations/<int:pk>/", violation.violation_detail, name="violation-detail"),
    path("violations/<int:pk>/name/", violation.violation_name, name="violation-name"),
    path("violations/<int:pk>/<violation_verb:verb>/", violation.violation_step, name="violation-step"),
    path("council/privacy/", violation.privacy_list, name="privacy-list"),
]

urlpatterns = [
    *public_pages,
    *code_pages,
    *gap_pages,
    *incident_pages,
    *feedback_pages,
    *inspection_pages,
    *violation_pages,
    *initiative_urls.urlpatterns,
    *nomination_urls.urlpatterns,
    *session_urls.urlpatterns,
    *story_urls.urlpatterns,
]
