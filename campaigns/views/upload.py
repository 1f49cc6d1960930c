"""Files in pieces: begun, asked how far they have come, gone on with, given up. js/upload.js is the other side."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.gate import FileRefused
from campaigns.models import Upload
from campaigns.resuming import PIECE, PieceRefused, add_piece, begin, throw_away
from units.access import UserRequest, for_units_and_council

MARK: Final = re.compile(r"[0-9A-Za-z_-]{1,80}")
SHA256: Final = re.compile(r"[0-9a-f]{64}")
OFFSET: Final = re.compile("[0-9]{1,10}")


@require_POST
@for_units_and_council
def upload_begin(request: UserRequest) -> HttpResponse:
    """Begin to send a file, or go on with it: the answer tells where the next piece goes and how far it has come."""
    told = _told(request)
    if told is None:
        return JsonResponse({"sentence": ""}, status=400)
    try:
        upload = begin(request.user, **told)
    except FileRefused as refused:
        return JsonResponse({"sentence": str(refused)}, status=422)
    except PieceRefused as refused:
        return JsonResponse({"sentence": str(refused)}, status=refused.status)
    facts = {"id": upload.pk.hex, "offset": upload.received, "piece": PIECE}
    return JsonResponse(facts, status=200 if upload.received else 201)


def _told(request: UserRequest) -> dict[str, Any] | None:
    """Return what the browser tells of its file; None for anything that is no such telling."""
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError, UnreadablePostError):
        return None
    if not isinstance(told, Mapping):
        return None
    name, size, mark, sha256, page = (told.get(key, "") for key in ("name", "size", "mark", "sha256", "page"))
    is_text = all(isinstance(value, str) for value in (name, mark, sha256, page))
    if not is_text or not isinstance(size, int) or isinstance(size, bool) or not MARK.fullmatch(mark):
        return None
    if sha256 and not SHA256.fullmatch(sha256):
        return None
    return {"name": name, "size": size, "mark": mark, "sha256": sha256, "page": page[:200]}


@require_http_methods(["GET", "HEAD", "PATCH"])
@for_units_and_council
def upload_piece(request: UserRequest, pk: UUID) -> HttpResponse:
    """Tell how far a file has come, or take its next piece."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)
    if request.method != "PATCH":
        return _standing(upload)
    offset = request.headers.get("Upload-Offset", "")
    length = request.headers.get("Content-Length", "")
    if not OFFSET.fullmatch(offset) or not OFFSET.fullmatch(length) or not int(length):
        return _standing(upload, status=400)
    if int(length) > PIECE:
        return _standing(upload, status=413)
    try:
        piece = request.body
        if len(piece) != int(length):  # the line dropped: what came is asked for once more
            return _standing(upload, status=400)
        return _standing(add_piece(upload, int(offset), piece))
    except UnreadablePostError:
        return _standing(upload, status=400)
    except FileRefused as refused:
        return _standing(upload, status=507, sentence=str(refused))
    except PieceRefused as refused:
        return _standing(upload, status=refused.status, sentence=str(refused))


def _standing(upload: Upload, *, status: int = 200, sentence: str = "") -> HttpResponse:
    response = JsonResponse({"offset": upload.received, "sentence": sentence}, status=status)
    response["Upload-Offset"], response["Upload-Length"] = str(upload.received), str(upload.size)
    return response


@require_POST
@for_units_and_council
def upload_give_up(request: UserRequest, pk: UUID) -> HttpResponse:
    """Throw away what has come of a file."""
    throw_away([get_object_or_404(Upload.objects.visible_to(request.user), pk=pk)])
    return JsonResponse({})
