"""The site map."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from portal.views import (
    desk,
    mailbox,
    matrix,
    notices,
    papers,
    people,
    report_paper,
    reports,
    review,
    todo,
    units,
    verify,
)
from portal.views.home import home
from units.access import public

urlpatterns = [
    path("", home, name="home"),
    path("council/", desk.council_desk, name="council-desk"),
    path("council/matrix/", matrix.council_matrix, name="council-matrix"),
    path("council/obligations/", matrix.council_obligations, name="council-obligations"),
    path("council/review/", review.review_queue, name="review-queue"),
    path("council/review/accept/", review.review_accept_many, name="review-accept-many"),
    path("council/review/<int:pk>/", review.review_detail, name="review-detail"),
    path("council/review/<int:pk>/accept/", review.review_accept, name="review-accept"),
    path("council/review/<int:pk>/return/", review.review_return, name="review-return"),
    path("council/review/<int:pk>/refuse/", review.review_refuse, name="review-refuse"),
    path("council/review/<int:pk>/note/", review.review_note, name="review-note"),
    path("council/mail/", notices.mail_failed, name="mail-failed"),
    path("council/mail/<int:pk>/again/", notices.mail_again, name="mail-again"),
    path("council/units/<str:code>/", units.unit_detail, name="unit-detail"),
    path("obligations/<int:pk>.docx", papers.obligation_docx, name="obligation-docx"),
    path("obligations/<int:pk>/handed-in/<int:event_id>.docx", papers.handed_in_docx, name="handed-in-docx"),
    path("", include("campaigns.urls")),
    path("", include("conduct.urls")),
    path("reports/", reports.report_list, name="report-list"),
    path("reports/new/", reports.report_new, name="report-new"),
    path("reports/<int:pk>/", reports.report_detail, name="report-detail"),
    path("reports/latest.json", report_paper.report_latest, name="report-latest"),
    path("reports/<int:pk>/edit/", report_paper.report_edit, name="report-edit"),
    path("reports/<int:pk>/send/", report_paper.report_send, name="report-send"),
    path("reports/<int:pk>/changes/", report_paper.report_changes, name="report-changes"),
    path("reports/<int:pk>/paper/<str:verb>/", report_paper.report_move, name="report-move"),
    path("reports/<int:pk>/again/", reports.report_again, name="report-again"),
    path("reports/<int:pk>.<str:face>", reports.report_face, name="report-face"),
    path("todo/", todo.todo, name="todo"),
    path("notices/", notices.notice_list, name="notice-list"),
    path("notices/read/", notices.notice_read_all, name="notice-read-all"),
    path("notices/choice/", notices.notice_choice, name="notice-choice"),
    path("notices/<int:pk>/", notices.notice_open, name="notice-open"),
    path("people/", people.people_list, name="people-list"),
    path("people/delegate/", people.people_delegate, name="people-delegate"),
    path("people/delegate/<int:pk>/end/", people.people_delegation_end, name="people-delegation-end"),
    path("people/<str:username>/hand-over/", people.people_hand_over, name="people-hand-over"),
    path("verify/", verify.verify_search, name="verify-search"),
    path("verify/<str:code>/", verify.verify_code, name="verify-code"),
    path("dev/mail/", mailbox.mailbox, name="mailbox"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("language/", public(set_language), name="language-set"),
]
