"""Writing a version of a code: begun as a copy, clause by clause, published for good. The administrator's work."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conduct.code_form import ClauseForm, VersionForm
from conduct.codes import (
    CodeRefused,
    discard,
    publish,
    publishing_problems,
    remove_clause,
    start_version,
    store_clause,
    store_version,
)
from conduct.models import Clause, CodeVersion
from units.access import UserRequest, for_administrators
from units.clock import db_now
from units.sign_in import kept_text


@require_POST
@for_administrators
def version_new(request: UserRequest, code: str) -> HttpResponse:
    """Begin a version as a copy of the latest, or go on with the draft that there is."""
    latest = get_object_or_404(CodeVersion.objects.visible_to(request.user).filter(code__code=code)[:1])
    return redirect("version-edit", code, start_version(latest.code).number)


@for_administrators
def version_edit(request: UserRequest, code: str, number: int) -> HttpResponse:
    """What stands above the clauses, and the list of them."""
    version = _draft(request, code, number)
    form = VersionForm(_typed(request), instance=version)
    if request.method == "POST" and form.is_valid():
        return _done(request, version, lambda: store_version(form.instance), _("Saved."))
    clauses = version.clauses.in_order().select_related("theme")
    return render(request, "conduct/version_edit.html", {"version": version, "form": form, "clauses": clauses})


@for_administrators
def clause_new(request: UserRequest, code: str, number: int) -> HttpResponse:
    """Add a clause, and a theme where it needs one."""
    return _clause(request, Clause(version=_draft(request, code, number)))


@for_administrators
def clause_edit(request: UserRequest, code: str, number: int, clause: str) -> HttpResponse:
    """Change a clause."""
    return _clause(request, _clause_of(request, code, number, clause))


def _clause(request: UserRequest, clause: Clause) -> HttpResponse:
    form = ClauseForm(_typed(request), instance=clause)
    if request.method == "POST" and form.is_valid():
        return _done(request, clause.version, lambda: store_clause(form.instance, theme=form.begun_theme), _("Saved."))
    context = {"version": clause.version, "clause": clause if clause.pk else None, "form": form}
    return render(request, "conduct/clause_edit.html", context)


@for_administrators
def clause_remove(request: UserRequest, code: str, number: int, clause: str) -> HttpResponse:
    """Ask once more, then take a clause out of the draft; papers on older versions keep theirs."""
    row = _clause_of(request, code, number, clause)
    if request.method == "POST":
        return _done(request, row.version, lambda: remove_clause(row), _("Taken out."))
    return _ask(request, row.version, "remove", clause=row)


@for_administrators
def version_publish(request: UserRequest, code: str, number: int) -> HttpResponse:
    """Say what will happen and what stands against it, then publish for good."""
    version = _draft(request, code, number)
    if request.method == "POST":
        return _done(request, version, lambda: publish(version, by=request.user), _("Published."), "code-version")
    return _ask(request, version, "publish", problems=list(publishing_problems(version, at=db_now())))


@for_administrators
def version_discard(request: UserRequest, code: str, number: int) -> HttpResponse:
    """Ask once more, then throw the draft away."""
    version = _draft(request, code, number)
    if request.method != "POST":
        return _ask(request, version, "discard")
    try:
        discard(version)
        messages.success(request, _("The draft was thrown away."))
    except CodeRefused as refused:
        messages.error(request, str(refused))
    return redirect("code-list")


def _draft(request: UserRequest, code: str, number: int) -> CodeVersion:
    drafts = CodeVersion.objects.visible_to(request.user).drafts()
    return get_object_or_404(drafts.select_related("code"), code__code=code, number=number)


def _clause_of(request: UserRequest, code: str, number: int, clause: str) -> Clause:
    version = _draft(request, code, number)
    return get_object_or_404(version.clauses.select_related("theme", "version__code"), code=clause)


def _typed(request: UserRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else kept_text(request)


def _ask(request: UserRequest, version: CodeVersion, what: str, **more: object) -> HttpResponse:
    context = {"version": version, "what": what, "back_url": _address(version), "form": None} | more
    return render(request, "conduct/version_confirm.html", context)


def _address(version: CodeVersion) -> str:
    return f"{version.get_absolute_url()}edit/"


def _done(
    request: UserRequest, version: CodeVersion, act: Callable[[], object], said: str, then: str = "version-edit"
) -> HttpResponse:
    """Act and go on; where it is refused, say why and stay with the version."""
    try:
        act()
        messages.success(request, said)
    except CodeRefused as refused:
        messages.error(request, str(refused))
        is_draft = CodeVersion.objects.visible_to(request.user).drafts().filter(pk=version.pk).exists()
        then = "version-edit" if is_draft else "code-version"
    return redirect(then, version.code.code, version.number)
