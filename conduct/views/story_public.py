"""What everyone reads: stories and news with their pictures, stars from readers, the feed, the honour board."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.photos import MIME
from campaigns.serving import private_file
from conduct.feedback_budget import WINDOW_SECONDS
from conduct.honours import HonourBoard
from conduct.models import Story, StoryPhoto
from conduct.story_feed import feed_of
from conduct.story_forms import PublicFilter, RatingForm
from conduct.story_reading import count_view, rate
from units.access import public

PAGE_SIZE: Final = 12
HONOURS: Final = 60
TOO_MANY: Final = 429
SHORTLY: Final = "public, max-age=60"  # taken down, a picture is gone everywhere a minute later


@require_safe
@public
def story_public(request: HttpRequest) -> HttpResponse:
    """List what is published, latest first."""
    published = Story.objects.published()
    years = published.order_by().annotate(year=ExtractYear("published_at")).values_list("year", flat=True)
    form = PublicFilter(request.GET, years=sorted(set(years), reverse=True))
    page = Paginator(form.narrow(published.told()), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "conduct/story_public.html", {"form": form, "page": page})


@require_safe
@public
def story_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one published story; that somebody opened it is added to the sum of the day."""
    story = get_object_or_404(Story.objects.published().told(), pk=pk)
    if request.method == "GET" and count_view(story, request, at=timezone.now()):
        story.views += 1
    photos = list(story.photos.all())
    context = {
        "story": story,
        "photos": photos,
        "form": RatingForm(),
        "has_rated": "rated" in request.GET,
        "address": request.build_absolute_uri(story.public_url),
        "share_picture": photos[0] if photos else None,
        "share_address": request.build_absolute_uri(photos[0].get_absolute_url()) if photos else "",
        "others": Story.objects.published().told().exclude(pk=pk)[:3],
    }
    return render(request, "conduct/story_read.html", context)


@require_POST
@public
def story_rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a reader's stars; a flood is turned away."""
    story = get_object_or_404(Story.objects.published(), pk=pk)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return redirect(f"{story.public_url}#rating")
    if not rate(story, form.cleaned_data["stars"], request, at=timezone.now()):
        response = render(request, "conduct/feedback_too_many.html", status=TOO_MANY)
        response["Retry-After"] = str(WINDOW_SECONDS)
        return response
    return redirect(f"{story.public_url}?rated=1#rating")


@require_safe
@public
def story_photo(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Give a picture out: to everyone while its story is published, to the desk before and after."""
    photo = StoryPhoto.objects.published().filter(pk=pk).first()
    is_public = photo is not None
    if photo is None and request.user.is_authenticated:
        photo = StoryPhoto.objects.visible_to(request.user).filter(pk=pk).first()  # type: ignore[arg-type]
    if photo is None:
        raise Http404
    file = photo.thumbnail if "small" in request.GET else photo.file
    response = private_file(file, mime=MIME, name=f"anh-{photo.pk.hex[:8]}.jpg", inline=True)
    if is_public:
        response["Cache-Control"] = SHORTLY
    return response


@require_safe
@public
def story_feed(request: HttpRequest) -> HttpResponse:
    """Give the latest stories out as an Atom feed."""
    stories = Story.objects.published().told()[:PAGE_SIZE]
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed_of(stories, at=request.build_absolute_uri).write(response, "utf-8")
    return response


@require_safe
@public
def honour_board(request: HttpRequest) -> HttpResponse:
    """Show who was awarded what, by year, from the decisions in force."""
    board = HonourBoard(request.GET)
    page = Paginator(board.lines, HONOURS).get_page(request.GET.get("page"))
    return render(request, "conduct/honour_board.html", {"board": board, "form": board.form, "page": page})
