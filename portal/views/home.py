"""The public home, and the way to one's own start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.frame import start_page
from units.access import public


@public
def home(request: HttpRequest) -> HttpResponse:
    """Tell everyone what the movement is; take those who have signed in to their work."""
    if request.user.is_authenticated:
        return redirect(start_page(request.user))
    return render(request, "portal/home.html")
