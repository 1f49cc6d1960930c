"""The public home, and the way to one's own start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from conduct.models import Story
from portal.frame import start_page
from units.access import public

SHOWN = 3  # stories


@public
def home(request: HttpRequest) -> HttpResponse:
    """Tell everyone what the movement is; take those who have signed in to their work."""
    if request.user.is_authenticated:
        return redirect(start_page(request.user))
    return render(request, "portal/home.html", {"stories": Story.objects.published().told()[:SHOWN]})
