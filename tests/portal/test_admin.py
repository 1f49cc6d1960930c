"""The Django admin: who comes in, what can be edited and what only looked at, and that nobody gets more rights."""

from io import BytesIO

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.administrators import ADMINISTRATORS, RIGHTS, fill_group
from portal.models import OutgoingMail
from tests import factories as make
from units.models import Cluster, Membership, Role, Unit, User

pytestmark = pytest.mark.django_db
LOOK_ONLY = [
    ("campaigns", name)
    for name in ("campaign", "requirement", "participation", "obligation", "obligationevent", "receipt")
] + [("portal", "report"), ("portal", "outgoingmail")]
PASSWORD = "mot mat khau rat dai 2026"


@pytest.fixture
def officer(db) -> User:
    """An administrator as the demo has one: staff with the group's rights, no superuser."""
    user = make.UserFactory(username="quantri", full_name="Nguyễn Quản Trị", is_staff=True)
    user.groups.add(fill_group())
    return user


@pytest.fixture
def officers_client(client, officer):
    client.force_login(officer)
    return client


def address(app: str, model: str, page: str, *args) -> str:
    return reverse(f"admin:{app}_{model}_{page}", args=args)


def person_data(user: User, **changed) -> dict:
    return {
        "username": user.username,
        "full_name": user.full_name,
        "position": user.position,
        "email": user.email,
        "phone": "",
        "is_active": "on",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
        **changed,
    }


# --- the door --------------------------------------------------------------------------------------------------------


def test_sign_in_goes_through_the_portals_own_page(client):
    for path in ("/admin/", "/admin/units/unit/"):
        (*_way, (last, status)) = client.get(path, follow=True).redirect_chain
        assert (last.replace("%2F", "/"), status) == (f"/accounts/login/?next={path}", 302)


def test_people_without_the_flag_do_not_come_in(client, drafter, secretary, chair):
    for person in (drafter, secretary, chair):
        client.force_login(person)
        assert client.get("/admin/login/").status_code == 403
        assert client.get("/admin/units/unit/").status_code in (302, 403)


def test_staff_without_rights_can_neither_look_nor_bring_in_nor_take_out(client, unit):
    client.force_login(make.UserFactory(is_staff=True))

    for page in ("changelist", "add", "import", "export"):
        assert client.get(address("units", "unit", page)).status_code == 403
    assert client.get(address("units", "user", "import")).status_code == 403


# --- what is there ---------------------------------------------------------------------------------------------------


def test_every_page_of_the_admin_answers_and_asks_a_bounded_number_of_questions(
    client, administrator, submitted_plan, secretary, django_assert_max_num_queries
):
    client.force_login(administrator)
    for number in range(30):
        make.UnitFactory(code=f"Q{number}", parent=submitted_plan.unit.parent)
    for model in admin.site._registry:
        meta = model._meta
        with django_assert_max_num_queries(30):
            assert client.get(address(meta.app_label, meta.model_name, "changelist")).status_code == 200, meta.label
        row = model._default_manager.first()
        if row is not None:
            answer = client.get(address(meta.app_label, meta.model_name, "change", row.pk))
            assert answer.status_code == 200, meta.label


@pytest.mark.parametrize(("app", "model"), LOOK_ONLY)
def test_business_rows_can_only_be_looked_at_even_by_a_superuser(
    client, administrator, officer, submitted_plan, app, model
):
    OutgoingMail.objects.create(to="a@example.org", subject="Thư", body="", from_email="b@example.org")
    row = admin.site._registry[next(m for m in admin.site._registry if m._meta.label_lower == f"{app}.{model}")]
    row = row.model._default_manager.first()
    for person in (administrator, officer):
        client.force_login(person)
        assert client.get(address(app, model, "changelist")).status_code == 200
        assert client.get(address(app, model, "add")).status_code == 403
        assert client.post(address(app, model, "add"), {}).status_code == 403
        if row is None:
            continue
        assert client.get(address(app, model, "change", row.pk)).status_code == 200
        assert client.post(address(app, model, "change", row.pk), {"title": "x"}).status_code == 403
        assert client.post(address(app, model, "delete", row.pk), {"post": "yes"}).status_code == 403
        client.post(address(app, model, "changelist"), {"action": "delete_selected", "_selected_action": [row.pk]})
        assert type(row)._default_manager.filter(pk=row.pk).exists()


def test_the_admin_shows_neither_frozen_content_nor_the_text_of_mails(client, administrator, submitted_plan):
    mail = OutgoingMail.objects.create(to="a@b.vn", subject="Mật khẩu", body="BÍ-MẬT-THƯ", from_email="c@d.vn")
    client.force_login(administrator)
    event = submitted_plan.events.get(verb="submit")

    event_page = client.get(address("campaigns", "obligationevent", "change", event.pk)).content.decode()
    mail_page = client.get(address("portal", "outgoingmail", "change", mail.pk)).content.decode()

    assert "Quán triệt" not in event_page
    assert "BÍ-MẬT-THƯ" not in mail_page


def test_the_group_has_exactly_the_rights_of_the_table(officer):
    wanted = {
        f"{app}.{verb}_{model}" for app, models in RIGHTS.items() for model, verbs in models.items() for verb in verbs
    }

    assert officer.get_all_permissions() == wanted
    group = Group.objects.get(name=ADMINISTRATORS)
    group.permissions.add(Permission.objects.get(codename="delete_user"))
    assert fill_group().permissions.count() == len(wanted)


# --- units, people, roles --------------------------------------------------------------------------------------------


def test_an_administrator_adds_a_unit_and_finds_it_without_diacritics(officers_client, host):
    cluster = make.ClusterFactory()
    data = {"code": "10999", "name": "Ủy ban nhân dân xã Mới", "short_name": "Xã Mới", "kind": "commune"}

    officers_client.post(address("units", "unit", "add"), {**data, "parent": host.pk, "cluster": cluster.pk})

    assert Unit.objects.get(code="10999").parent == host
    for term, number in (("uy ban nhan dan xa moi", 1), ("10999", 1), ("khong co", 0)):
        page = officers_client.get(address("units", "unit", "changelist"), {"q": term})
        assert page.context["cl"].result_count == number


def test_a_unit_cannot_stand_below_itself(officers_client, host, unit):
    data = {"code": host.code, "name": host.name, "short_name": host.short_name, "kind": "host", "parent": unit.pk}

    page = officers_client.post(address("units", "unit", "change", host.pk), data)

    assert "parent" in page.context["adminform"].errors


def test_a_unit_and_a_person_are_not_deleted_here(officers_client, unit, drafter):
    assert officers_client.post(address("units", "unit", "delete", unit.pk), {"post": "yes"}).status_code == 403
    assert officers_client.post(address("units", "user", "delete", drafter.pk), {"post": "yes"}).status_code == 403


def test_a_person_is_added_with_a_role_and_without_a_password(officers_client, unit):
    response = officers_client.post(
        address("units", "user", "add"),
        {
            "username": "canbo.moi",
            "full_name": "Lê Thị Mới",
            "position": "Chuyên viên",
            "email": "moi@example.org",
            "usable_password": "false",
            "memberships-TOTAL_FORMS": "1",
            "memberships-INITIAL_FORMS": "0",
            "memberships-0-unit": unit.pk,
            "memberships-0-role": Role.DRAFTER,
            "memberships-0-since": "01/02/2024",
        },
    )

    assert response.status_code == 302, response.context and response.context["errors"]
    person = User.objects.get(username="canbo.moi")
    assert not person.has_usable_password()
    assert (person.memberships.get().unit, person.memberships.get().since.isoformat()) == (unit, "2024-02-01")


def test_a_mail_lets_them_choose_a_password(officers_client, drafter, settings):
    settings.EMAIL_BACKEND = "portal.mail.OutboxBackend"

    officers_client.post(
        address("units", "user", "changelist"), {"action": "send_password_mail", "_selected_action": [drafter.pk]}
    )

    assert [mail.to for mail in OutgoingMail.objects.all()] == [drafter.email]


def test_the_history_page_tells_every_version(officers_client, officer, unit):
    data = {"code": unit.code, "name": "Tên mới của xã", "short_name": unit.short_name, "kind": unit.kind}
    officers_client.post(
        address("units", "unit", "change", unit.pk), {**data, "parent": unit.parent_id, "cluster": unit.cluster_id}
    )

    page = officers_client.get(address("units", "unit", "history", unit.pk))

    newest, first = page.context["versions"]
    assert (newest.who, newest.label, first.label) == (officer, "update", "insert")
    assert [(old, new) for _label, old, new in newest.changes] == [("Ủy ban nhân dân xã Đại Yên", "Tên mới của xã")]
    assert "Tên mới của xã" in page.content.decode()


# --- A07: nobody gets more rights ------------------------------------------------------------------------------------


def test_an_administrator_gives_nobody_rights(officers_client, officer, drafter):
    forged = {"is_staff": "on", "is_superuser": "on", "groups": [Group.objects.get().pk], "user_permissions": ["1"]}
    for person in (drafter, officer):
        before = (person.is_staff, person.is_superuser, person.groups.count())
        page = officers_client.get(address("units", "user", "change", person.pk))
        assert not set(forged) & set(page.context["adminform"].form.fields)
        response = officers_client.post(
            address("units", "user", "change", person.pk), person_data(person, position="Mới", **forged)
        )
        assert response.status_code == 302
        person.refresh_from_db()
        assert (person.is_staff, person.is_superuser, person.groups.count()) == before
        assert (person.position, person.user_permissions.count()) == ("Mới", 0)


def test_an_account_with_more_rights_is_out_of_reach(officers_client, administrator):
    base = address("units", "user", "change", administrator.pk)
    before = administrator.password

    assert officers_client.post(base, person_data(administrator, email="mine@example.org")).status_code == 403
    passwords = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert (
        officers_client.post(reverse("admin:auth_user_password_change", args=[administrator.pk]), passwords).status_code
        == 403
    )
    administrator.refresh_from_db()
    assert (administrator.password, administrator.email) == (before, "admin@example.org")


def test_a_sheet_of_people_brings_no_rights_and_touches_no_stronger_account(officers_client, administrator, drafter):
    text = (
        "username,full_name,position,email,phone,is_active,is_superuser,is_staff,password\n"
        "moi,Người Mới,Chuyên viên,moi@example.org,,1,1,1,x\n"
    )
    import_people(officers_client, text)
    person = User.objects.get(username="moi")
    assert (person.is_staff, person.is_superuser, person.has_usable_password()) == (False, False, False)

    page = import_people(officers_client, "username,full_name,email\nadmin,Chiếm,mine@example.org\n")
    administrator.refresh_from_db()
    assert administrator.email == "admin@example.org"
    assert page.context["result"].has_validation_errors()


def import_people(client, text: str):
    """Bring in a sheet as the admin's two pages do: look, then confirm where one may."""
    return import_sheet(client, "user", text)


def import_sheet(client, model: str, text: str):
    upload = SimpleUploadedFile("sheet.csv", text.encode())
    page = client.post(address("units", model, "import"), {"import_file": upload, "format": "1"})
    confirm = page.context.get("confirm_form")
    if confirm is None:
        return page
    return client.post(address("units", model, "process_import"), confirm.initial, follow=True)


def test_nobody_makes_themselves_a_council(officers_client, officer, host):
    data = {"user": officer.pk, "unit": host.pk, "role": Role.CHAIR, "since": "01/02/2024"}

    page = officers_client.post(address("units", "membership", "add"), data)

    assert page.status_code == 200 and page.context["errors"]
    assert not Membership.objects.exists()


def test_rights_pages_are_shut_to_administrators(officers_client):
    for page in ("changelist", "add"):
        assert officers_client.get(address("auth", "group", page)).status_code == 403


def test_forged_rows_in_a_list_change_nothing(officers_client, drafter):
    forged = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": drafter.pk, "form-0-is_staff": "on"}

    officers_client.post(address("units", "user", "changelist"), {**forged, "_save": "Save"})

    drafter.refresh_from_db()
    assert not drafter.is_staff
    assert not any(model_admin.list_editable for model_admin in admin.site._registry.values())


# --- sheets ----------------------------------------------------------------------------------------------------------


def test_units_go_out_and_come_back_as_a_sheet(officers_client, host, unit):
    answer = officers_client.post(address("units", "unit", "export"), {"format": "0"})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert rows[0][:6] == ["code", "name", "short_name", "kind", "parent_code", "cluster_code"]
    assert ["10054", "Ủy ban nhân dân xã Đại Yên", "Xã Đại Yên", "commune", "UBND-CM", "CUM-1"] in [r[:6] for r in rows]

    page = import_sheet(officers_client, "unit", "code,headcount\n10054,31\n")

    unit.refresh_from_db()
    assert (unit.headcount, unit.parent) == (31, host), page.content.decode()[:2000]


@pytest.mark.parametrize(
    "text",
    [
        "code,name,kind\n10054,Uû ban nh©n d©n x·,commune\n",
        "code,parent_code\nUBND-CM,10054\n",
        "code,kind\n10054,village\n",
        "code,cluster_code\n10054,NOWHERE\n",
    ],
)
def test_a_bad_sheet_changes_nothing(officers_client, host, unit, text):
    before = list(Unit.objects.values())

    page = import_sheet(officers_client, "unit", text)

    assert page.context["result"].has_errors() or page.context["result"].has_validation_errors()
    assert list(Unit.objects.values()) == before


def test_clusters_are_kept_here(officers_client):
    officers_client.post(
        address("units", "cluster", "add"), {"code": "CUM-9", "name": "Cụm thi đua số 9", "position": "9"}
    )

    assert Cluster.objects.get(code="CUM-9").position == 9
