"""Photos of the log, given out to those who may see them."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from campaigns.models import ActivityPhoto
from campaigns.photos import MIME
from campaigns.serving import private_file
from units.access import UserRequest, for_units_and_council


@require_safe
@for_units_and_council
def photo_file(request: UserRequest, pk: UUID) -> HttpResponseBase:
    """Give a photo out to be saved; to be looked at with `?inline=1`."""
    photo = get_object_or_404(ActivityPhoto.objects.visible_to(request.user), pk=pk)
    return private_file(photo.file, mime=MIME, name=f"anh-{photo.pk.hex[:8]}.jpg", inline="inline" in request.GET)


@require_safe
@for_units_and_council
def photo_small(request: UserRequest, pk: UUID) -> HttpResponseBase:
    """Show the thumbnail."""
    photo = get_object_or_404(ActivityPhoto.objects.visible_to(request.user), pk=pk)
    return private_file(photo.thumbnail, mime=MIME, name=f"anh-{photo.pk.hex[:8]}-nho.jpg", inline=True)
