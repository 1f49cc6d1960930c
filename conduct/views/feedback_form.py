"""What a citizen sees: the form behind a poster, the word of thanks, and what the office made public."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from campaigns.receipts import tidy_code
from conduct.feedback import take_feedback
from conduct.feedback_budget import WINDOW_SECONDS, Verdict, spend_for_address, spend_for_unit
from conduct.feedback_form import FeedbackForm
from conduct.models import Feedback, FeedbackLink
from units.access import public

PAGE_SIZE = 20
TOO_MANY, GONE = 429, 410


@never_cache
@public
def feedback_form(request: HttpRequest, token: str) -> HttpResponse:
    """Take a citizen's scores and words; whoever sends very much is turned away before anything is looked up."""
    verdict = Verdict.FINE
    if request.method == "POST":
        verdict = spend_for_address(request, at=timezone.now())
        if verdict == Verdict.OVER:
            return _too_many(request)
    link = get_object_or_404(FeedbackLink.objects.select_related("unit__cluster", "host"), token=token)
    if link.retired_at or not link.unit.is_active(on=timezone.localdate()):
        return render(request, "conduct/feedback_gone.html", {"unit": link.unit}, status=GONE)
    data = request.POST if request.method == "POST" else None
    form = FeedbackForm(data, link, is_crowded=verdict == Verdict.ASK)
    if data is None or not form.is_valid():
        return render(request, "conduct/feedback_form.html", {"form": form, "unit": link.unit})
    if spend_for_unit(link.unit_id, at=timezone.now()) == Verdict.OVER:
        return _too_many(request)
    return redirect("feedback-sent", code=_taken(form, link).code)


def _taken(form: FeedbackForm, link: FeedbackLink) -> Feedback:
    given = form.cleaned_data
    names = ("place", "clause", "text", "contact_name", "contact")
    return take_feedback(
        link,
        ticket=form.known_ticket,
        scores=form.scores,
        is_doubtful=form.is_doubtful,
        language=(get_language() or "vi")[:2],
        **{name: given[name] for name in names},
    )


def _too_many(request: HttpRequest) -> HttpResponse:
    """Answer with a small page that asks the database nothing."""
    response = render(request, "conduct/feedback_too_many.html", status=TOO_MANY)
    response["Retry-After"] = str(WINDOW_SECONDS)
    return response


@never_cache
@public
def feedback_sent(request: HttpRequest, code: str) -> HttpResponse:
    """Thank, and tell whoever holds the code how far it has come; the answer too, once there is one."""
    feedback = get_object_or_404(Feedback.objects.told(), code=tidy_code(code))
    return render(request, "conduct/feedback_sent.html", {"feedback": feedback, "answer": feedback.answer})


@public
def feedback_public(request: HttpRequest) -> HttpResponse:
    """Show what the office made public: what was said, in its words, and what the unit answered."""
    page = Paginator(Feedback.objects.published(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "conduct/feedback_public.html", {"page": page})
