"""The site map."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from portal.views import todo, verify
from portal.views.home import home
from units.access import public

urlpatterns = [
    path("", home, name="home"),
    path("", include("campaigns.urls")),
    path("todo/", todo.todo, name="todo"),
    path("verify/", verify.verify_search, name="verify-search"),
    path("verify/<str:code>/", verify.verify_code, name="verify-code"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("language/", public(set_language), name="language-set"),
]
