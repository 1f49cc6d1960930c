"""Obligations, their papers and files, and the campaigns that ask for them."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from campaigns.move_words import MOVE_WORDS
from campaigns.views import (
    activity,
    campaign,
    drive,
    edit,
    evidence,
    extension,
    move,
    obligation,
    paper,
    photo,
    progress,
    receipt,
    requirement,
    sheet,
    upload,
)


class VerbConverter(StringConverter):
    """A move that a person makes on its own page."""

    regex = "|".join(MOVE_WORDS)


class PlaceConverter(StringConverter):
    """A place of a deliverable: a section, a row, a field of a row (`answers.C12`)."""

    regex = r"[a-z0-9_-]+(?:\.[A-Za-z0-9_-]+){0,2}"


register_converter(VerbConverter, "verb")
register_converter(PlaceConverter, "place")

one_campaign = [
    path("", campaign.campaign_detail, name="campaign-detail"),
    path("edit/", campaign.campaign_edit, name="campaign-edit"),
    path("preview/", campaign.campaign_preview, name="campaign-preview"),
    path("open/", campaign.campaign_open, name="campaign-open"),
    path("close/", campaign.campaign_close, name="campaign-close"),
    path("requirements/new/", requirement.requirement_new, name="requirement-new"),
    path("requirements/<slug:requirement>/", requirement.requirement_edit, name="requirement-edit"),
    path("requirements/<slug:requirement>/due/", requirement.requirement_redate, name="requirement-redate"),
    path("requirements/<slug:requirement>/audience/", requirement.requirement_widen, name="requirement-widen"),
    path("requirements/<slug:requirement>/remove/", requirement.requirement_remove, name="requirement-remove"),
]

activity_log = [
    path("", activity.activity_list, name="activity-list"),
    path("calendar/", activity.activity_calendar, name="activity-calendar"),
    path("new/", activity.activity_new, name="activity-new"),
    path("sheet/", sheet.activity_sheet, name="activity-sheet"),
    path("sheet.xlsx", sheet.activity_sheet_file, name="activity-sheet-file"),
    path("<int:pk>/", activity.activity_detail, name="activity-detail"),
    path("<int:pk>/edit/", activity.activity_edit, name="activity-edit"),
    path("<int:pk>/delete/", activity.activity_delete, name="activity-delete"),
    path("<int:pk>/evidence/", evidence.activity_evidence, name="activity-evidence"),
    path("photos/<uuid:pk>/", photo.photo_file, name="photo-file"),
    path("photos/<uuid:pk>/small/", photo.photo_small, name="photo-small"),
    path("drives/", drive.drive_list, name="drive-list"),
    path("drives/new/", drive.drive_new, name="drive-new"),
    path("drives/<int:pk>/edit/", drive.drive_edit, name="drive-edit"),
]

urlpatterns = [
    path("log/", include(activity_log)),
    path("papers/", paper.paper_list, name="paper-list"),
    path("obligations/<int:pk>/", obligation.obligation_detail, name="obligation-detail"),
    path(
        "obligations/<int:pk>/handed-in/<int:event_id>/", obligation.obligation_handed_in, name="obligation-handed-in"
    ),
    path("obligations/<int:pk>/<verb:verb>/", move.obligation_move, name="obligation-move"),
    path("obligations/<int:pk>/more-time/", extension.extension_ask, name="extension-ask"),
    path("obligations/<int:pk>/more-time/back/", extension.extension_withdraw, name="extension-withdraw"),
    path("receipts/<str:code>/", receipt.receipt_detail, name="receipt-detail"),
    path("obligations/<int:pk>/evidence/<place:place>/", evidence.evidence_place, name="evidence-place"),
    path("obligations/<int:pk>/edit/", edit.obligation_edit, name="obligation-edit"),
    path("obligations/<int:pk>/edit/check/", edit.obligation_check, name="obligation-check"),
    path("obligations/<int:pk>/edit/from-log/", progress.progress_anew, name="progress-anew"),
    path("obligations/<int:pk>/edit/<slug:section>/", edit.obligation_section, name="obligation-section"),
    path("files/<uuid:pk>/", evidence.evidence_file, name="evidence-file"),
    path("files/<uuid:pk>/small/", evidence.evidence_small, name="evidence-small"),
    path("uploads/", upload.upload_begin, name="upload-begin"),
    path("uploads/<uuid:pk>/", upload.upload_piece, name="upload-piece"),
    path("uploads/<uuid:pk>/give-up/", upload.upload_give_up, name="upload-give-up"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence-remove"),
    path("obligations/<int:pk>/sheet/", sheet.obligation_sheet, name="obligation-sheet"),
    path("obligations/<int:pk>/sheet.xlsx", sheet.obligation_sheet_file, name="obligation-sheet-file"),
    path("sheets/<uuid:pk>/", sheet.sheet_detail, name="sheet-detail"),
    path("sheets/<uuid:pk>/marked.xlsx", sheet.sheet_marked, name="sheet-marked"),
    path("council/campaigns/", campaign.campaign_list, name="campaign-list"),
    path("council/campaigns/new/", campaign.campaign_new, name="campaign-new"),
    path("council/campaigns/<slug:code>/", include(one_campaign)),
    path("campaigns/<slug:code>/", campaign.campaign_read, name="campaign-read"),
]
