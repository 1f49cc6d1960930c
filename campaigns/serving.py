"""Private files on their way out: to be saved or, pictures alone, to be looked at; never run, never kept by others."""

from typing import Final

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Content-Encoding": "identity",  # scans and photos are compressed already
}


def private_file(file: FieldFile, *, mime: str, name: str, inline: bool = False) -> HttpResponseBase:
    """Answer with a stored file; whether the reader may have it was asked before. 404 when it is not on disk."""
    response = _content(file)
    response["Content-Type"] = mime
    response["Content-Disposition"] = (
        content_disposition_header(not (inline and mime in PICTURES), name) or "attachment"
    )
    for header, value in HEADERS.items():
        response[header] = value
    return response


def _content(file: FieldFile) -> HttpResponseBase:
    """Return the bytes, or the order to nginx to send them."""
    if settings.FILES_BY_NGINX:
        return HttpResponse(headers={"X-Accel-Redirect": f"{settings.FILES_BY_NGINX.rstrip('/')}/{file.name}"})
    try:
        return FileResponse(file.open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error
