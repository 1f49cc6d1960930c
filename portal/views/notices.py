"""What the portal tells a person, and the mails of notices that did not arrive."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.models import Notice, NoticeChoice, OutgoingMail
from portal.notice_mails import keep_choice
from units.access import UserRequest, for_secretary, for_signed_in
from units.clock import db_now
from units.models import User

PAGE_SIZE = 30


class ChoiceForm(forms.ModelForm):
    """How somebody wants to be told by mail."""

    class Meta:
        model = NoticeChoice
        fields = ("digest", "language")
        widgets = {"digest": forms.RadioSelect}


@for_signed_in
def notice_list(request: UserRequest) -> HttpResponse:
    """Show what the portal told this person, newest first."""
    mine = Notice.objects.visible_to(request.user).listed()
    unread_only = request.GET.get("unread") == "1"
    page = Paginator(mine.unread() if unread_only else mine, PAGE_SIZE).get_page(request.GET.get("page"))
    tabs = [
        {"label": _("All"), "url": "?", "current": not unread_only},
        {"label": _("Unread"), "url": "?unread=1", "current": unread_only},
    ]
    choice = getattr(request.user, "notice_choice", None) or NoticeChoice(person=request.user)
    context = {"page": page, "tabs": tabs, "unread_only": unread_only, "form": ChoiceForm(instance=choice)}
    return render(request, "portal/notice_list.html", context)


@for_signed_in
def notice_open(request: UserRequest, pk: int) -> HttpResponse:
    """Lead to what a notice is about; it counts as read."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user).with_subjects(), pk=pk)
    Notice.objects.visible_to(request.user).about(notice).mark_read(at=db_now())
    if not may_read(request.user, notice):
        messages.info(request, _("This paper belongs to a unit at which you hold no role today."))
        return redirect("notice-list")
    return redirect(notice.address)


def may_read(user: User, notice: Notice) -> bool:
    """Whether somebody may still read what they were told of; a session says so itself."""
    if notice.session:
        return True
    rows: Any = type(notice.subject).objects
    return rows.visible_to(user).filter(pk=notice.subject.pk).exists()


@for_signed_in
@require_POST
def notice_read_all(request: UserRequest) -> HttpResponse:
    """Mark everything read."""
    Notice.objects.visible_to(request.user).mark_read(at=db_now())
    messages.success(request, _("All notices are marked as read."))
    return redirect("notice-list")


@for_signed_in
@require_POST
def notice_choice(request: UserRequest) -> HttpResponse:
    """Keep how this person wants to be told by mail."""
    choice = getattr(request.user, "notice_choice", None) or NoticeChoice(person=request.user)
    form = ChoiceForm(request.POST, instance=choice)
    if form.is_valid():
        keep_choice(form.instance)
        messages.success(request, _("Kept. Your mails will come as you chose."))
    else:
        messages.error(request, _("Choose one of the ways that are listed."))
    return redirect("notice-list")


# --- mail that did not arrive ----------------------------------------------------------------------------------------


@for_secretary
def mail_failed(request: UserRequest) -> HttpResponse:
    """Show the mails of notices that the mail server did not take."""
    failed = OutgoingMail.objects.failed().about_papers_of(request.user).with_readers()
    page = Paginator(failed, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "portal/mail_failed.html", {"page": page})


@for_secretary
def mail_again(request: UserRequest, pk: int) -> HttpResponse:
    """Say to whom a mail will go (GET), and give it to the worker again (POST)."""
    failed = OutgoingMail.objects.failed().about_papers_of(request.user).with_readers()
    mail = get_object_or_404(failed, pk=pk)
    if request.method == "POST":
        mail.try_again()
        messages.success(request, _("The mail goes out again within a minute, to %(to)s.") % {"to": mail.to})
        return redirect("mail-failed")
    return render(request, "portal/mail_again.html", {"mail": mail, "form": None, "back_url": reverse("mail-failed")})
