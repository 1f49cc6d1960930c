"""Stories at the desk: listed, begun, written, given pictures and consents, moved on."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.gate import FileRefused
from campaigns.uploads import too_large
from conduct.models import Story
from conduct.step_form import StepForm
from conduct.stories import (
    add_photo,
    begin,
    may_write,
    record_consent,
    remove_photo,
    save_draft,
    units_to_write_for,
    withdraw_consent,
)
from conduct.story_forms import BeginStoryForm, ConsentForm, PictureForm, StoryFilter, StoryForm, WithdrawForm
from conduct.story_page import LOOKS, WORDS, StoryPage
from conduct.views.step import Step
from conduct.writing import Writing
from units.access import UserRequest, for_units_and_council
from units.models import User
from units.sign_in import kept_text
from units.workflow import MoveRefused, advance

PAGE_SIZE: Final = 30


class StoryWriting(Writing):
    PAGE = "conduct/story_edit.html"
    here = "story-edit"

    def new_form(self) -> StoryForm:
        return StoryForm(self.typed, instance=self.subject)

    def save(self, version: int) -> None:
        save_draft(self.subject, self.form.facts, by=self.request.user, version=version)

    def context(self) -> dict[str, Any]:
        return {"story": self.subject, "photos": list(self.subject.photos.all())}


@for_units_and_council
def story_list(request: UserRequest) -> HttpResponse:
    """List the stories of one's units, or what was nominated to the council."""
    form = StoryFilter(request.GET, reader=request.user)
    page = Paginator(form.found(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(row, LOOKS[row.state]) for row in page],
        "may_begin": units_to_write_for(request.user).exists(),
    }
    return render(request, "conduct/story_list.html", context)


@for_units_and_council
def story_new(request: UserRequest) -> HttpResponse:
    """Begin a draft with its title."""
    if not units_to_write_for(request.user).exists():
        raise PermissionDenied
    form = BeginStoryForm(request.POST if request.method == "POST" else kept_text(request), by=request.user)
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("title", "category")}
        try:
            made = begin(form.unit_chosen, by=request.user, **facts)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("story-edit", made.pk)
    return render(request, "conduct/story_new.html", {"form": form, "back_url": reverse("story-list")})


def _story(user: User, pk: int) -> Story:
    return get_object_or_404(Story.objects.visible_to(user).told(), pk=pk)


def _written(user: User, pk: int) -> Story:
    """Return a story in which this person writes: 404 for strangers, 403 for who only reads it."""
    story = _story(user, pk)
    if not may_write(story, user):
        raise PermissionDenied
    return story


@for_units_and_council
def story_detail(request: UserRequest, pk: int) -> HttpResponse:
    """Show a story at the desk, as the public will read it, with what is missing and what happened."""
    story = _story(request.user, pk)
    context = {"story": story, "page": StoryPage(story, request.user), "photos": list(story.photos.all())}
    return render(request, "conduct/story_detail.html", context)


@for_units_and_council
def story_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Write the draft; saved as one types (htmx) and by its button."""
    story = _written(request.user, pk)
    if request.method != "POST" and not story.is_written_in:
        messages.info(request, _("This is with the standing office or published: it cannot be written in now."))
        return redirect(story)
    return StoryWriting(request, story).answer()


@for_units_and_council
def story_picture(request: UserRequest, pk: int) -> HttpResponse:
    """Add a picture with its words."""
    story = _written(request.user, pk)
    data = request.POST if request.method == "POST" else kept_text(request)
    form = PictureForm(data, request.FILES or None)
    if too_large(request):
        form.errors["picture"] = form.error_class([_("This photo is too large.")])
    if request.method == "POST" and form.is_valid():
        try:
            add_photo(story, form.cleaned_data["picture"], alt=form.cleaned_data["alt"], by=request.user)
        except FileRefused as refused:
            form.add_error("picture", str(refused))
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The picture is added."))
            return redirect(f"{reverse('story-edit', args=[pk])}#pictures")
    context = {"story": story, "form": form, "back_url": f"{reverse('story-edit', args=[pk])}#pictures"}
    return render(request, "conduct/story_picture.html", context)


@for_units_and_council
def story_picture_remove(request: UserRequest, pk: int, photo: UUID) -> HttpResponse:
    """Ask once more, then take a picture away from a draft."""
    story = _written(request.user, pk)
    row = get_object_or_404(story.photos.select_related("story"), pk=photo)
    back = f"{reverse('story-edit', args=[pk])}#pictures"
    if request.method != "POST":
        context = {"story": story, "photo": row, "form": None, "back_url": back}
        return render(request, "conduct/story_picture_remove.html", context)
    try:
        remove_photo(row, by=request.user)
        messages.success(request, _("The picture is gone."))
    except MoveRefused as refused:
        messages.error(request, str(refused))
    return redirect(back)


@for_units_and_council
def story_consent(request: UserRequest, pk: int) -> HttpResponse:
    """Write down who agreed to be shown, when and how."""
    story = _story(request.user, pk)
    if not StoryPage(story, request.user).may_record:
        raise PermissionDenied
    form = ConsentForm(request.POST if request.method == "POST" else kept_text(request))
    if request.method == "POST" and form.is_valid():
        record_consent(story, by=request.user, **form.cleaned_data)
        messages.success(request, _("The consent is written down."))
        return redirect(story)
    context = {"story": story, "form": form, "back_url": story.get_absolute_url()}
    return render(request, "conduct/story_consent.html", context)


@for_units_and_council
def story_step(request: UserRequest, pk: int, verb: str) -> HttpResponse:
    """One move: nominated, returned, published, taken down, consent taken back, a stage reached."""
    story, words = _story(request.user, pk), WORDS[verb]
    data: Any = request.POST if request.method == "POST" else kept_text(request)
    form = (WithdrawForm if verb == "withdraw" else StepForm)(data, subject=story, verb=verb, words=words)

    def withdraw(**facts: Any) -> Any:
        return withdraw_consent(story, manner=form.cleaned_data["manner"], **facts)

    act = withdraw if verb == "withdraw" else partial(advance, story, verb)
    return Step(request, story, verb, words, form, act, story.title, story.get_absolute_url()).answer()
