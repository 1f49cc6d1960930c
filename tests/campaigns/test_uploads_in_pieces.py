"""Files in pieces: begun, gone on with, taken in whole; and what a hostile browser may try."""

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client

from campaigns import resuming
from campaigns.models import Evidence, Obligation, Upload
from campaigns.models.upload import parts_folder
from campaigns.resuming import sweep
from campaigns.views.upload import upload_piece
from tests import factories as make
from tests.story import PDF
from units.clock import db_now

pytestmark = pytest.mark.django_db
BODY = PDF + b"%" + b"x" * 3000 + b"\nstartxref\n0\n%%EOF\n"
SHA256 = hashlib.sha256(BODY).hexdigest()
OCTETS = "application/offset+octet-stream"


@pytest.fixture
def open_plan(campaign, plan) -> Obligation:
    return make.due_in(plan, days=10)


@pytest.fixture
def client(client, drafter) -> Client:
    client.force_login(drafter)
    return client


def begin(client: Client, **changes: object):
    told = {"name": "bản ký.pdf", "size": len(BODY), "mark": "m1", "page": "/obligations/1/edit/scan/"} | changes
    return client.post("/uploads/", json.dumps(told), content_type="application/json")


def piece(client: Client, key: str, offset: object, body: bytes, **headers: str):
    more = {"headers": {"Upload-Offset": str(offset), **headers}}
    return client.patch(f"/uploads/{key}/", body, content_type=OCTETS, **more)


def begun(client: Client, **changes: object) -> str:
    return str(Upload.objects.get(pk=begin(client, **changes).json()["id"]).pk)


def sent(client: Client, body: bytes = BODY, **changes: object) -> str:
    """Send a whole file in two pieces and return its key."""
    key = begun(client, size=len(body), **changes)
    piece(client, key, 0, body[:1000])
    assert piece(client, key, 1000, body[1000:]).json()["offset"] == len(body)
    return key


def parts() -> list[str]:
    return sorted(path.name for path in parts_folder().iterdir()) if parts_folder().is_dir() else []


# --- as it is meant --------------------------------------------------------------------------------------------------


def test_a_file_comes_in_pieces_and_is_taken_in_whole(client, open_plan, django_capture_on_commit_callbacks):
    key = sent(client, sha256=SHA256)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/obligations/{open_plan.pk}/edit/scan/", {"arrived": key, "action": "upload"})

    assert answer.status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.name, evidence.size, evidence.sha256) == ("bản ký.pdf", len(BODY), SHA256)
    with evidence.file.open() as file:
        assert file.read() == BODY
    assert [use.place for use in open_plan.evidence_uses.all()] == ["scan"]
    assert not Upload.objects.exists()
    assert parts() == []


def test_the_same_file_chosen_again_goes_on_where_it_stopped(client):
    first = begin(client)
    key = str(Upload.objects.get().pk)
    piece(client, key, 0, BODY[:700])
    again = begin(client, page="/obligations/2/edit/scan/")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {"id": first.json()["id"], "offset": 700, "piece": resuming.PIECE}
    assert client.head(f"/uploads/{key}/")["Upload-Offset"] == "700"
    assert begin(client, mark="m2").json()["offset"] == 0
    assert Upload.objects.count() == 2


def test_a_piece_that_came_twice_is_told_apart_from_the_next(client):
    key = begun(client)
    piece(client, key, 0, BODY[:700])
    again = piece(client, key, 0, BODY[:700])

    assert (again.status_code, again.json()["offset"]) == (409, 700)
    assert piece(client, key, 700, BODY[700:]).status_code == 200
    assert Upload.objects.get().path.read_bytes() == BODY


def test_half_a_piece_that_lies_on_the_disk_is_written_over(client):
    key = begun(client)
    piece(client, key, 0, BODY[:700])
    with Upload.objects.get().path.open("ab") as file:
        file.write(b"half of a piece whose row was never written")
    piece(client, key, 700, BODY[700:])

    assert Upload.objects.get().path.read_bytes() == BODY


def test_what_comes_otherwise_than_it_was_sent_is_sent_once_more(client):
    key = begun(client, sha256="0" * 64)
    answer = piece(client, key, 0, BODY)

    assert (answer.status_code, answer.json()["offset"]) == (409, 0)
    assert Upload.objects.get().received == 0


def test_what_the_gate_refuses_is_gone_with_a_sentence(client, open_plan, django_capture_on_commit_callbacks):
    key = sent(client, b"MZ" + bytes(3000), name="ban-ky.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            f"/obligations/{open_plan.pk}/edit/scan/",
            {"arrived": key, "action": "arrived"},
            headers={"HX-Request": "true"},
        )

    assert "chương trình" in answer.json()["refusals"][0]
    assert not Evidence.objects.exists()
    assert parts() == []


def test_what_has_not_come_whole_is_not_taken(client, open_plan):
    key = begun(client)
    piece(client, key, 0, BODY[:700])
    client.post(f"/obligations/{open_plan.pk}/edit/scan/", {"arrived": key, "action": "upload"})

    assert not Evidence.objects.exists()
    assert Upload.objects.get().received == 700


def test_what_did_not_come_whole_is_told_at_its_place(client, open_plan):
    address = f"/obligations/{open_plan.pk}/edit/scan/"
    key = begun(client, page=address)
    piece(client, key, 0, BODY[:700])

    assert "“bản ký.pdf” chưa gửi xong" in client.get(address).content.decode()


def test_giving_up_throws_the_pieces_away(client, django_capture_on_commit_callbacks):
    key = begun(client)
    piece(client, key, 0, BODY[:700])
    assert parts() == [key.replace("-", "")]
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/uploads/{key}/give-up/").status_code == 200

    assert not Upload.objects.exists()
    assert parts() == []


def test_what_was_forgotten_is_swept_away_with_what_no_row_knows(client, django_capture_on_commit_callbacks):
    key = sent(client)
    (parts_folder() / "0123456789abcdef0123456789abcdef").write_bytes(b"left by a crash")
    sweep(at=db_now() + timedelta(hours=1))
    assert parts() == [key.replace("-", "")]

    with django_capture_on_commit_callbacks(execute=True):
        sweep(at=db_now() + timedelta(days=3))
    assert parts() == []
    assert not Upload.objects.exists()


# --- hostile ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("offset", ["-1", "", "abc", "99999999999", "0x0", "1.5", "١", "0, 0"])
def test_an_offset_that_is_none_writes_nothing(client, offset):
    key = begun(client)
    assert piece(client, key, offset, BODY[:10]).status_code == 400
    assert parts() == []


@pytest.mark.parametrize("offset", [1, 700, len(BODY), 2**33])
def test_an_offset_that_lies_writes_nothing(client, offset):
    key = begun(client)
    assert piece(client, key, offset, BODY[:10]).status_code in {400, 409}
    assert (Upload.objects.get().received, parts()) == (0, [])


def test_no_more_is_taken_than_was_said(client):
    key = begun(client, size=100)
    assert piece(client, key, 0, b"x" * 101).status_code == 413
    assert piece(client, key, 0, b"x" * (resuming.PIECE + 1)).status_code == 413
    assert parts() == []


def test_a_piece_of_nothing_is_none(client):
    assert piece(client, begun(client), 0, b"").status_code == 400


def test_a_piece_whose_line_drops_is_asked_for_once_more(client, drafter, rf):
    key = begun(client)
    request = rf.patch(f"/uploads/{key}/", BODY[:20], content_type=OCTETS, headers={"Upload-Offset": "0"})
    request.environ["wsgi.input"] = BytesIO(BODY[:10])  # half of what its length says
    request = WSGIRequest(request.environ)
    request.user = drafter

    assert upload_piece(request, UUID(key)).status_code == 400
    assert Upload.objects.get().received == 0


def test_the_upload_of_another_is_not_there(client, stranger, head, secretary, open_plan):
    key = sent(client)
    for person in (stranger, head, secretary):
        other = Client()
        other.force_login(person)
        assert piece(other, key, 0, b"x").status_code == 404
        assert other.head(f"/uploads/{key}/").status_code == 404
        assert other.post(f"/uploads/{key}/give-up/").status_code == 404
    other = Client()
    other.force_login(head)
    other.post(f"/obligations/{open_plan.pk}/edit/scan/", {"arrived": key, "action": "upload"})

    assert not Evidence.objects.exists()
    assert Upload.objects.get().is_whole


def test_nobody_begins_without_signing_in(client):
    client.logout()
    assert begin(client).status_code == 302
    assert (
        client.post("/uploads/", "{}", content_type="application/json", headers={"HX-Request": "1"}).status_code == 401
    )


@pytest.mark.parametrize(
    "told",
    [
        {"size": "7"},
        {"size": True},
        {"size": None},
        {"name": 7},
        {"mark": ""},
        {"mark": "../../etc"},
        {"mark": "x" * 81},
        {"sha256": "XYZ"},
        {"sha256": "a" * 63},
        {"page": []},
    ],
)
def test_what_is_no_telling_of_a_file_begins_nothing(client, told):
    assert begin(client, **told).status_code == 400
    assert not Upload.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_begins_nothing(client, body):
    assert client.post("/uploads/", body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("size", [0, -1])
def test_an_empty_file_is_refused_at_once(client, size):
    answer = begin(client, size=size)
    assert (answer.status_code, "rỗng" in answer.json()["sentence"]) == (422, True)


def test_a_file_that_is_too_large_is_refused_before_a_byte_is_sent(client):
    answer = begin(client, size=25 * 2**20 + 1)
    assert (answer.status_code, "25 MB" in answer.json()["sentence"]) == (422, True)
    assert begin(client, size=25 * 2**20).status_code == 201


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd\x00.pdf", "a" * 500 + ".pdf", "\u202egnp.exe", ""]
)
def test_a_name_is_never_a_path(client, name):
    key = begun(client, name=name)
    piece(client, key, 0, BODY[:10])

    upload = Upload.objects.get()
    assert upload.path == parts_folder() / upload.pk.hex
    assert parts() == [upload.pk.hex]
    assert "/" not in upload.name and "\\" not in upload.name and "\x00" not in upload.name
    assert len(upload.name) <= 120


def test_too_many_at_once_are_refused_with_a_sentence(client, monkeypatch):
    monkeypatch.setattr(resuming, "MOST_OPEN", 2)
    for mark in ("a", "b"):
        assert begin(client, mark=mark).status_code == 201
    answer = begin(client, mark="c")

    assert (answer.status_code, "quá nhiều tệp" in answer.json()["sentence"]) == (429, True)
    assert begin(client, mark="a").status_code == 201  # what was begun goes on


def test_too_many_bytes_at_once_are_refused(client, monkeypatch):
    monkeypatch.setattr(resuming, "MOST_BYTES", 2 * len(BODY))
    statuses = [begin(client, mark=mark).status_code for mark in "abc"]
    assert statuses == [201, 201, 429]


def test_too_many_in_an_hour_are_refused(client, monkeypatch):
    monkeypatch.setattr(resuming, "MOST_AN_HOUR", 3)
    statuses = [begin(client, mark=mark).status_code for mark in "abcd"]
    assert statuses == [201, 201, 201, 429]
    cache.clear()
    assert begin(client, mark="d").status_code == 201


def test_a_full_disk_is_told_and_the_file_goes_on_later(client, monkeypatch):
    key = begun(client)
    piece(client, key, 0, BODY[:700])
    monkeypatch.setattr("campaigns.uploads.ROOM_TO_LEAVE", 2**60)
    full = piece(client, key, 700, BODY[700:])
    refused = begin(client, mark="other")
    monkeypatch.undo()

    assert (full.status_code, "không còn chỗ" in full.json()["sentence"]) == (507, True)
    assert refused.status_code == 422
    assert piece(client, key, 700, BODY[700:]).status_code == 200


def test_a_disk_that_fails_while_writing_loses_nothing_that_was_there(client, settings, tmp_path):
    key = begun(client)
    settings.MEDIA_ROOT = tmp_path / "a file where a folder should be"
    settings.MEDIA_ROOT.write_text("")
    assert piece(client, key, 0, BODY[:700]).status_code == 507
    assert Upload.objects.get().received == 0


def test_pieces_that_are_gone_from_the_disk_are_asked_for_again(client):
    key = begun(client)
    piece(client, key, 0, BODY[:700])
    Upload.objects.get().path.unlink()

    answer = piece(client, key, 700, BODY[700:])
    assert (answer.status_code, answer.json()["offset"]) == (409, 0)


def test_a_whole_file_that_is_gone_from_the_disk_breaks_nothing(client, open_plan):
    key = sent(client)
    Upload.objects.get().path.unlink()
    answer = client.post(f"/obligations/{open_plan.pk}/edit/scan/", {"arrived": key, "action": "upload"})

    assert answer.status_code == 200
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("arrived", ["x", "0" * 32, "'; drop table", "../.."])
def test_keys_that_are_none_are_passed_over(client, open_plan, arrived):
    answer = client.post(f"/obligations/{open_plan.pk}/edit/scan/", {"arrived": arrived, "action": "upload"})
    assert answer.status_code == 200
