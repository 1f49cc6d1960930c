"""The codes of conduct as everyone reads them, and two versions of one side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate

from conduct.codes import comparison, sheet_facts
from conduct.models import CodeVersion
from conduct.models.code import CodeVersionQuerySet
from units.access import public


@public
def code_list(request: HttpRequest) -> HttpResponse:
    """The codes in force."""
    in_force = CodeVersion.objects.visible_to(request.user).in_force(on=localdate())
    versions = in_force.select_related("code", "legal_basis").order_by("code__position")
    return render(request, "conduct/code_list.html", {"versions": versions})


@public
def code_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A code as it is in force today; it prints as a page to hang up."""
    version = get_object_or_404(_readable(request).in_force(on=localdate()), code__code=code)
    return _read(request, version, is_in_force=True)


@public
def code_sheet(request: HttpRequest, code: str, sheet: str) -> HttpResponse:
    """The code in force as a sheet to print: a card for each desk (A5), a poster to be framed (A3)."""
    version = get_object_or_404(_readable(request).in_force(on=localdate()), code__code=code)
    return render(request, "conduct/code_sheet.html", {"code": code, "sheet": sheet, "facts": sheet_facts(version)})


@public
def code_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version of a code, whether or not it is in force."""
    version = get_object_or_404(_readable(request), code__code=code, number=number)
    in_force = _readable(request).in_force(on=localdate()).filter(code=version.code).first()
    return _read(request, version, is_in_force=version == in_force)


@public
def code_compare(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A version beside the one before it."""
    after = get_object_or_404(_readable(request), code__code=code, number=number)
    earlier = _readable(request).filter(code=after.code, number__lt=after.number)
    before = get_object_or_404(earlier.order_by("-number")[:1])
    lines = comparison(before, after)
    context = {"before": before, "after": after, "lines": [line for line in lines if line.what != "same"]}
    return render(request, "conduct/code_compare.html", context | {"same": sum(line.what == "same" for line in lines)})


def _readable(request: HttpRequest) -> CodeVersionQuerySet:
    return CodeVersion.objects.visible_to(request.user).select_related("code", "legal_basis")


def _read(request: HttpRequest, version: CodeVersion, *, is_in_force: bool) -> HttpResponse:
    others = _readable(request).filter(code=version.code).order_by("-number")
    clauses = version.clauses.in_order().select_related("theme")
    context = {"version": version, "clauses": clauses, "others": others, "is_in_force": is_in_force}
    return render(request, "conduct/code_detail.html", context)
