"""The administrator writes a version: copies, adds, changes, takes out, publishes for good."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from conduct.codes import sheet_facts, start_version
from conduct.models import Clause, CodeVersion


@pytest.fixture
def admins(client, administrator, version):
    client.force_login(administrator)
    return client


@pytest.fixture
def draft(version) -> CodeVersion:
    return start_version(version.code)


def edit(draft: CodeVersion, page: str = "edit/") -> str:
    return f"{draft.get_absolute_url()}{page}"


CLAUSE = {
    "wording": "Trực điện thoại trong giờ làm việc",
    "answered_in": "grades",
    "severity": "2",
    "methods": ["self"],
}


def seen(client, address: str) -> str:
    """Return the stamp of what a form was filled in on."""
    return client.get(address).context["form"].stamp


def test_a_version_is_begun_by_the_administrator_and_found_again(admins, version):
    first = admins.post("/codes/can-bo/versions/new/")
    again = admins.post("/codes/can-bo/versions/new/")

    assert first["Location"] == again["Location"] == "/codes/can-bo/versions/2/edit/"
    assert CodeVersion.objects.get(code=version.code, number=2).clauses.count() == version.clauses.count()


@pytest.mark.parametrize("who", ["drafter", "secretary", "chair"])
def test_nobody_else_writes(client, who, draft, request):
    client.force_login(request.getfixturevalue(who))

    assert client.post("/codes/can-bo/versions/new/").status_code == 403
    for page in ("edit/", "publish/", "discard/", "clauses/new/", "clauses/TG-01/", "clauses/TG-01/remove/"):
        assert client.post(edit(draft, page)).status_code == 403
    assert draft.clauses.filter(code="TG-01").exists()


def test_a_clause_is_added_with_the_next_code_of_its_theme(admins, draft):
    theme = draft.themes.get(code="TG")

    admins.post(edit(draft, "clauses/new/"), CLAUSE | {"theme": theme.pk, "rhythm": "month"})

    assert draft.clauses.get(wording=CLAUSE["wording"]).code == "TG-04"


def test_a_new_theme_is_begun_beside_its_first_clause(admins, draft):
    facts = {"rhythm": "month", "new_theme": "Trực cơ quan", "new_letters": "TC", "facets": ["discipline"]}
    admins.post(edit(draft, "clauses/new/"), CLAUSE | facts)

    clause = draft.clauses.get(code="TC-01")
    assert (clause.theme.name, clause.theme.facets) == ("Trực cơ quan", ["discipline"])


@pytest.mark.parametrize(
    "facts",
    [
        {"rhythm": ""},  # assessed, but how often?
        {"rhythm": "month"},  # under no theme
        {"rhythm": "month", "new_theme": "X", "new_letters": "TG"},  # there is such a theme
        {"rhythm": "month", "new_theme": "X", "new_letters": "tg"},
    ],
)
def test_what_cannot_be_stored_is_said_and_nothing_is_lost(admins, draft, facts):
    before = draft.clauses.count()

    page = admins.post(edit(draft, "clauses/new/"), CLAUSE | facts)

    assert page.status_code == 200
    assert CLAUSE["wording"] in page.content.decode()
    assert draft.clauses.count() == before


def test_a_clause_is_reworded_in_the_draft_alone(admins, draft, version):
    address = edit(draft, "clauses/TG-01/")
    admins.post(address, CLAUSE | {"rhythm": "month", "seen": seen(admins, address)})

    assert draft.clauses.get(code="TG-01").wording == CLAUSE["wording"]
    assert version.clauses.get(code="TG-01").wording != CLAUSE["wording"]


def test_a_clause_is_taken_out_after_asking_once_more(admins, draft, version):
    assert admins.get(edit(draft, "clauses/GM-01/remove/")).status_code == 200
    assert draft.clauses.filter(code="GM-01").exists()

    admins.post(edit(draft, "clauses/GM-01/remove/"))

    assert not draft.clauses.filter(code="GM-01").exists()
    assert not draft.themes.filter(code="GM").exists()  # nothing stands under it any more
    assert version.clauses.filter(code="GM-01").exists()


def test_publishing_says_what_is_missing_and_freezes(admins, draft, administrator):
    assert "Đề nghị ghi ngày" in admins.get(edit(draft, "publish/")).content.decode()
    admins.post(edit(draft, "publish/"))
    assert CodeVersion.objects.get(pk=draft.pk).is_draft

    day = localdate() + timedelta(days=3)
    facts = {"title": draft.title, "valid_from": day.strftime("%d/%m/%Y"), "seen": seen(admins, edit(draft))}
    admins.post(edit(draft), facts)
    admins.post(edit(draft, "publish/"))

    published = CodeVersion.objects.get(pk=draft.pk)
    assert (published.is_draft, published.published_by, published.valid_from) == (False, administrator, day)
    assert admins.get(edit(draft)).status_code == 404
    assert admins.post(edit(draft, "clauses/TG-01/"), CLAUSE | {"rhythm": "month"}).status_code == 404


def test_a_draft_is_thrown_away_and_the_published_version_stays(admins, draft, version):
    admins.post(edit(draft, "discard/"))

    assert list(version.code.versions.all()) == [version]
    assert Clause.objects.filter(version=version).exists()


# --- on paper -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", ["card", "poster"])
def test_the_code_in_force_prints_as_card_and_poster(client, version, sheet):
    page = client.get(f"/codes/can-bo/{sheet}/").content.decode()

    assert f"code-sheet--{sheet}" in page
    assert "Có mặt đúng giờ" in page


def test_the_facts_of_a_sheet_are_plain_data(version):
    facts = sheet_facts(version)

    assert facts["basis"].startswith("522/QĐ-UBND")
    assert facts["themes"][0]["name"] == "Giờ làm việc"
    assert sum(len(theme["clauses"]) for theme in facts["themes"]) == version.clauses.count()
