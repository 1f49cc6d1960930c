"""Papers that are printed and hung up or handed over: certificates, feedback posters, a code as desk card or poster."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from portal.papers.fitting import Fitted, fit
from portal.papers.pdf import render_pdf
from portal.papers.pictures import qr, qr_drawing

CERTIFICATE_WIDTH: Final = 223  # millimetres of text on a certificate
CERTIFICATE_ROOM: Final = 55  # millimetres of height between its head and its foot
LINE: Final = 1.15 * 25.4 / 72  # millimetres of height of a line, by points of size
SHRINKING: Final = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58)
POSTER_WIDTH: Final = 150  # narrower than the page: the poster's face is broader than the one that is measured
CODE_TITLE: Final = {"card": (120, 15), "frame": (155, 29)}  # width in millimetres, measured small; largest size
MOTTO: Final = "Kỷ cương – Trách nhiệm – Tận tình – Thân thiện"

Facts = Mapping[str, Any]


def make_certificates(certificates: Iterable[Facts], *, title: str, on_form: bool = False) -> bytes:
    """Set certificates [giấy khen], one page each, as one PDF file; `on_form` leaves the frame to the printed form.

    Of each: kind ("GIẤY KHEN"), giver, name, detail, achievement, decision, register, place_and_date, authority,
    signer; code and address where it can be checked.
    """
    pages = [_certificate(one) for one in certificates]
    return render_pdf("certificate", {"title": title, "on_form": on_form, "pages": pages})


def _certificate(one: Facts) -> dict[str, Any]:
    address = one.get("address", "")
    return {
        **{name: one[name] for name in ("kind", "giver", "decision", "place_and_date", "authority", "signer")},
        "register": one.get("register", ""),
        **{name: _lines(fitted) for name, fitted in _fitted(one).items()},
        "code": one.get("code", ""),
        "qr": qr(address, width=17) if address else "",
    }


def _fitted(one: Facts) -> dict[str, Fitted]:
    """Return name, detail and achievement at sizes at which they stand between head and foot together."""
    texts = {"name": (36, 20, 3), "detail": (18, 13, 2), "achievement": (18, 12, 4)}
    found: dict[str, Fitted] = {}
    for shrunk in SHRINKING:
        found = {
            name: fit(
                one.get(name, ""),
                width=CERTIFICATE_WIDTH,
                largest=max(smallest, int(largest * shrunk)),
                smallest=smallest,
                most_lines=most,
            )
            for name, (largest, smallest, most) in texts.items()
        }
        if sum(LINE * fitted.size * len(fitted.lines) for fitted in found.values()) <= CERTIFICATE_ROOM:
            break
    return found


def make_posters(units: Iterable[Facts], *, title: str, paper: Literal["a4", "a5"] = "a4") -> bytes:
    """Set posters that lead to a unit's feedback form, one page each. Of each: host, name, address."""
    return render_pdf("poster", {"title": title, "paper": paper, "pages": [_poster(one) for one in units]})


def _poster(one: Facts) -> dict[str, Any]:
    return {
        "host": one["host"],
        "name": _lines(fit(one["name"], width=POSTER_WIDTH, largest=30, smallest=16, most_lines=3)),
        "call": "Mời ông/bà đánh giá, phản ánh",
        "four_words": MOTTO,
        "how": "Mở máy ảnh điện thoại, hướng vào mã này",
        "address": one["address"],
        "promise": "Không cần tài khoản. Không bắt buộc ghi tên. Mất khoảng một phút.",
        "qr": qr_drawing(one["address"], width=92),
    }


def make_code_paper(code: Facts, *, form: Literal["card", "frame"]) -> bytes:
    """Set a code of conduct on one page, to stand on a desk (A5) or to hang in a frame (A3).

    Of it: title, parts (title, lines); where there are such agency, basis; motto, or the four words.
    """
    width, size = CODE_TITLE[form]
    fitted = fit(code["title"], width=width, largest=size, smallest=size - 3, most_lines=2)
    facts = {"motto": MOTTO, "agency": "", "basis": "", **code, "head": _lines(fitted)}
    return render_pdf("code", {**facts, "form": form})


def _lines(fitted: Fitted) -> dict[str, Any]:
    return {"lines": list(fitted.lines), "size": fitted.size}
