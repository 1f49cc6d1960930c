"""Names, contacts and words that only some may read, and what an answer tells of them."""

import io
import zipfile

from django.http import HttpResponse

from tests.initiatives_place import POINTS_WRITTEN, REMARK
from tests.place import CITIZEN, NUMBER, TOLD, VIOLATOR, let_go

SECRETS = {"citizen": CITIZEN, "number": NUMBER, "told": TOLD, "violator": VIOLATOR}
SECRETS |= {"remark": REMARK, "points": POINTS_WRITTEN}  # of a member who has marked while marking is open
# Where, how and for whom a secret is meant to be read; each place writes the reading down.
WHOLE = "/unit/feedback/{feedback}/whole/"
MEANT = {
    ("POST", WHOLE): {"secretary": {"citizen", "number", "told"}, "head": {"citizen", "number", "told"}},
    ("POST", "/violations/{violation}/name/"): {"secretary": {"violator"}, "head": {"violator"}},
    ("GET", "/initiatives/{marking}/mark/"): {"member": {"remark"}},
}


def text_of(response: HttpResponse) -> str:
    """Return all that an answer says, what stands in a workbook or a Word file too."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    let_go(response)
    said = [body.decode(errors="replace"), str(response.headers)]
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            said += [packed.read(name).decode(errors="replace") for name in packed.namelist()]
    return "\n".join(said)


def told(response: HttpResponse) -> set[str]:
    text = text_of(response)
    return {name for name, secret in SECRETS.items() if secret in text}
