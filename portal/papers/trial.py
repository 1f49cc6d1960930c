"""Tries a Word template in a process of its own, with little time, little memory and nothing to find: `python -m`.

In: JSON on standard input (`request`). Out: JSON on standard output: findings, and the sample if one could be made.
"""

import json
import resource
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Any, Final

from portal.papers.pictures import Picture

SECONDS: Final = 5
MEMORY: Final = 1024 * 2**20
MOST_BYTES: Final = 20 * 2**20  # of the sample
LEFT_OVER: Final = ("{{", "}}", "{%", "%}", "{#", "#}")
SIDES = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}  # millimetres, by the decree
TOLERANCE = 0.6  # of a millimetre: Word rounds to twentieths of a point
FONT = "Times New Roman"


def request(template: bytes, tree: Mapping[str, Any], facts: Mapping[str, Any]) -> bytes:
    """Return what the process is given: the template, the tree of its fields (`reading.Tree`), facts to try it with."""
    return json.dumps({"template": b64encode(template).decode(), "tree": tree, "facts": _packed(facts)}).encode()


def _packed(value: Any) -> Any:
    if isinstance(value, Picture):
        return {"picture": b64encode(value.png).decode(), "width": value.width}
    if isinstance(value, Mapping):
        return {key: _packed(each) for key, each in value.items()}
    return [_packed(each) for each in value] if isinstance(value, list | tuple) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, Mapping):
        if "picture" in value:
            return Picture(value["width"], b64decode(value["picture"]))
        return {key: _unpacked(each) for key, each in value.items()}
    return [_unpacked(each) for each in value] if isinstance(value, list) else value


def tried(given: Mapping[str, Any]) -> dict[str, Any]:
    """Read the template, fill it with the sample, look at what came out."""
    from docxtpl import DocxTemplate

    from portal.papers.filling import fill
    from portal.papers.reading import Finding, Reading

    template = b64decode(given["template"])
    findings = Reading(given["tree"]).of(DocxTemplate(BytesIO(template))).findings
    sample = b""
    if not findings:
        try:
            sample = fill(template, _unpacked(given["facts"]))
            findings += [Finding("left_over", text) for text in left_over(sample)]
        except Exception as error:  # whatever a template of someone's may bring about: it cannot be filled
            findings.append(Finding("failed", f"{type(error).__name__}: {error}"[:200]))
    if len(sample) > MOST_BYTES:
        findings, sample = [*findings, Finding("failed", "too large")], b""
    remarks = [Finding(code) for code in departures(template)]
    told = {"findings": findings, "remarks": remarks}
    return {name: [asdict(one) for one in found] for name, found in told.items()} | {
        "sample": b64encode(sample).decode()
    }


def left_over(sample: bytes) -> Iterator[str]:
    """Yield the paragraphs in which braces are left: somebody forgot one of a pair."""
    from docx import Document
    from docx.oxml.ns import qn

    for paragraph in Document(BytesIO(sample)).element.body.iter(qn("w:p")):
        text = "".join(part.text or "" for part in paragraph.iter(qn("w:t")))
        if any(sign in text for sign in LEFT_OVER):
            yield text[:120]


def departures(template: bytes) -> Iterator[str]:
    """Yield what of the page departs from Decree 30/2020/ND-CP, annex I: told, no hindrance."""
    from docx import Document

    paper = Document(BytesIO(template))
    sections = list(paper.sections)
    if any({_mm(s.page_width), _mm(s.page_height)} != {210, 297} for s in sections):
        yield "size"
    if any(not _fits(getattr(s, f"{side}_margin"), *span) for s in sections for side, span in SIDES.items()):
        yield "margins"
    if paper.styles["Normal"].font.name != FONT:
        yield "font"


def _mm(length: Any) -> int:
    return round(length.mm) if length is not None else 0


def _fits(length: Any, least: float, most: float) -> bool:
    return length is not None and least - TOLERANCE <= length.mm <= most + TOLERANCE


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(tried(json.load(sys.stdin.buffer)), sys.stdout)


if __name__ == "__main__":
    main()
