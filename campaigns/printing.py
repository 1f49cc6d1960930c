"""What a unit's papers say on paper: a draft or a hand-in as texts for the official layout, in Vietnamese.

Nothing is typed twice: these are the data that are checked, shown and frozen (`campaigns.freezing`).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils import translation

from campaigns.models import Obligation
from campaigns.models.progress import TEXTS
from campaigns.templatetags.contents import audience_word, figure_words, form_word, number_words
from units.letterhead import authority, letterhead, number_line, place_and_date

Content = Mapping[str, Any]
SIGNING_BRINGS: Final = {"number": "1/KH-UBND", "issued_on": "2000-01-01", "files": [{}]}
BASES_BEGIN: Final = ("căn cứ", "thực hiện", "theo", "xét")


def is_ready_to_sign(obligation: Obligation, content: Content) -> bool:
    """Whether nothing is missing but what signing itself brings: number, date and the scan."""
    from campaigns import deliverables  # the registry stands on this module

    brought = {name: content.get(name) or value for name, value in SIGNING_BRINGS.items()}
    return not any(deliverables.of(obligation.kind).problems({**content, **brought}))


@translation.override("vi")
def plan(obligation: Obligation, content: Content) -> dict[str, Any]:
    """Return what a plan [kế hoạch] says."""
    about = about_movement(obligation)
    return head_and_foot(obligation, content, kind="KH") | {
        "subject": upper_first(about),
        "subject_in_text": about,
        "unit": content["unit_name"],
        "legal_bases": bases(content["legal_bases"]),
        "objectives": paragraphs(content["objectives"]),
        "commitment": paragraphs(content["commitment"]),
        "activities": [activity(number, row) for number, row in enumerate(content["activities"], start=1)],
    }


@translation.override("vi")
def progress(obligation: Obligation, content: Content) -> dict[str, Any]:
    """Return what a progress report [báo cáo tiến độ] says."""
    about = about_movement(obligation)
    facts = head_and_foot(obligation, content, kind="BC")
    span = {"first": day(content["period_start"]), "last": day(content["period_end"])}
    return facts | {
        "subject": f"Kết quả {about}",
        "subject_in_text": f"kết quả {about}",
        "unit": content["unit_name"],
        "period": "(Số liệu từ ngày {first} đến ngày {last})".format(**span),
        **{name: paragraphs(content[name]) for name in TEXTS},
        "activities": [reported(number, row) for number, row in enumerate(content["activities"], start=1)],
        "figures": [figure(number, row) for number, row in enumerate(content["figures"], start=1)],
        "annex_of": f"(Kèm theo Báo cáo {facts['number'].replace('Số:', 'số')} của {content['unit_name']})",
    }


def head_and_foot(obligation: Obligation, content: Content, *, kind: str) -> dict[str, Any]:
    """Return what every paper of a unit has; `kind` as papers are numbered: KH, BC."""
    unit = obligation.unit
    issued_on = content.get("issued_on")
    return letterhead(unit, name=content["unit_name"]) | {
        "number": number_line(content.get("number", ""), kind=kind, symbol=unit.paper_symbol),
        "place_and_date": place_and_date(unit.place, date.fromisoformat(issued_on) if issued_on else None),
        "recipients": recipients(obligation),
        "authority": authority(unit, content.get("signer_position", "")),
        "signer": content.get("signer_name", ""),
    }


def recipients(obligation: Obligation) -> list[str]:
    above = [obligation.host] + ([obligation.unit.parent] if obligation.unit.parent else [])
    reported = dict.fromkeys(f"- {unit.name} (để báo cáo);" for unit in above)
    return [*reported, "- Các bộ phận, cá nhân liên quan (để thực hiện);", "- Lưu: VT."]


def about_movement(obligation: Obligation) -> str:
    """Return what the paper is about, within a sentence."""
    title = obligation.campaign.title if obligation.campaign else obligation.title
    within = within_sentence(title)
    return within if within.startswith("thực hiện ") else f"thực hiện {within}"


def within_sentence(title: str) -> str:
    """Return a title as it stands within a sentence; one that begins with a name keeps its first letter large."""
    _first, _space, rest = title.partition(" ")
    return title if rest[:1].isupper() else title[:1].lower() + title[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def bases(text: str) -> list[str]:
    """Return legal bases as the decree writes them: one per line, each begun alike, the last with a full stop."""
    lines = [line.rstrip(" ;.,") for line in paragraphs(text)]
    begun = [line if line.lower().startswith(BASES_BEGIN) else f"Căn cứ {line}" for line in lines]
    return [f"{line};" for line in begun[:-1]] + [f"{line}." for line in begun[-1:]]


def activity(number: int, row: Mapping[str, str]) -> dict[str, str]:
    first, last = day(row["starts_on"]), day(row["ends_on"])
    return {
        "number": str(number),
        "title": row["title"],
        "criterion": row["criterion"],
        "form": form_word(row["form"]),
        "audience": audience_word(row["audience"]),
        "starts_on": first,
        "ends_on": last,
        "when": joined(" – ", dict.fromkeys((first, last))),
        "lead": row["lead"],
        "target": joined(" ", (number_words(row["target"]), row["target_unit"])),
    }


def reported(number: int, row: Mapping[str, str]) -> dict[str, str]:
    return {
        "number": str(number),
        "title": row["title"],
        "target": joined(" ", (number_words(row["target"]), row["target_unit"])),
        "times": number_words(row["times"]),
        "attendance": number_words(row["attendance"]),
        "remark": row["remark"],
    }


def figure(number: int, row: Mapping[str, str]) -> dict[str, str]:
    return {
        "number": str(number),
        "section": row["section"],
        "name": row["name"],
        "measure": row["measure"],
        "value": figure_words(row),
        "before": figure_words(row, "before_"),
        "explanation": row["explanation"],
    }


def day(text: str) -> str:
    """Write a day that is kept as ISO text."""
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else ""


def joined(sign: str, texts: Iterable[str]) -> str:
    """Join what is there."""
    return sign.join(filter(None, texts))
