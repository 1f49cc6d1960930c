"""The site map."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from portal.views import reports, todo, verify
from portal.views.home import home
from units.access import public

urlpatterns = [
    path("", home, name="home"),
    path("", include("campaigns.urls")),
    path("reports/", reports.report_list, name="report-list"),
    path("reports/new/", reports.report_new, name="report-new"),
    path("reports/<int:pk>/", reports.report_detail, name="report-detail"),
    path("reports/<int:pk>/again/", reports.report_again, name="report-again"),
    path("reports/<int:pk>.json", reports.report_json, name="report-json"),
    path("reports/<int:pk>.xlsx", reports.report_xlsx, name="report-xlsx"),
    path("reports/<int:pk>.docx", reports.report_docx, name="report-docx"),
    path("todo/", todo.todo, name="todo"),
    path("verify/", verify.verify_search, name="verify-search"),
    path("verify/<str:code>/", verify.verify_code, name="verify-code"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("language/", public(set_language), name="language-set"),
]
