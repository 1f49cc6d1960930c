"""The activities of a plan, out to Excel and in again: nothing changes by itself, everything that changes is shown."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.models import Obligation, Plan, PlanActivity, SheetUpload
from tests import factories as make
from tests.campaigns.workbooks import PLAN_TAB, edited, opened, put_in, rows_of, upload

TITLE, FORM, FROM, UNTIL, TARGET, MEASURE = (
    *("Nội dung hoạt động", "Hình thức", "Từ ngày", "Đến ngày"),
    *("Kết quả dự kiến", "Đơn vị tính"),
)


@pytest.fixture
def open_plan(campaign, plan) -> Obligation:
    return make.due_in(plan, days=10)


@pytest.fixture
def stored(open_plan) -> Plan:
    plan = Plan.objects.create(obligation=open_plan)
    PlanActivity.objects.bulk_create(
        PlanActivity(
            plan=plan,
            position=n,
            title=f"Hoạt động {letter}",
            form="talk",
            audience="staff",
            starts_on=date(2024, n, 1),
            target=Decimal("87.5"),
            target_unit="lượt người",
        )
        for n, letter in enumerate("ABC", start=1)
    )
    return plan


@pytest.fixture
def page(client, drafter, open_plan) -> str:
    client.force_login(drafter)
    return f"/obligations/{open_plan.pk}/sheet"


@pytest.fixture
def form(client, page, stored) -> bytes:
    return client.get(f"{page}.xlsx").content


def brought(client, page, body: bytes):
    return client.post(f"{page}/", {"file": upload(body)}, follow=True)


def agree(client, response, **more):
    data = {"agreed": response.context["form"].initial["agreed"], **more}
    return client.post(response.request["PATH_INFO"], data, follow=True)


def titles() -> list[str]:
    return [row.title for row in PlanActivity.objects.in_order()]


def fates(response) -> dict[str, int]:
    found: dict[str, int] = {}
    for change in response.context["comparison"].changes:
        found[str(change.fate)] = found.get(str(change.fate), 0) + 1
    return found


# --- the form


def test_the_form_holds_the_rows_as_they_stand(form):
    first = rows_of(form)[0]
    assert [row[TITLE] for row in rows_of(form)] == ["Hoạt động A", "Hoạt động B", "Hoạt động C"]
    assert (first[FORM], first[FROM].date(), first[TARGET]) == ("Tọa đàm, nói chuyện", date(2024, 1, 1), 87.5)


def test_the_form_has_lists_comments_instructions_and_hidden_keys(form):
    book = opened(form)
    sheet = book[PLAN_TAB]
    lists = {str(rule.sqref).partition(":")[0] for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists == {"D2", "E2"}
    assert "Bắt buộc điền" in sheet["B1"].comment.text
    assert sheet.column_dimensions["A"].hidden
    assert sheet.freeze_panes == "A2"
    assert {name: book[name].sheet_state for name in book.sheetnames} == {
        PLAN_TAB: "visible",
        "_danhmuc": "veryHidden",
        "_thanhlich": "veryHidden",
        "Hướng dẫn": "visible",
    }
    told = " ".join(str(cell.value) for row in book["Hướng dẫn"].iter_rows() for cell in row if cell.value)
    assert "UniKey" in told and "Hội nghị" in told and "Nội dung hoạt động" in told
    assert book["_danhmuc"]["C1"].value == "Hội nghị"


def test_the_form_speaks_vietnamese_whatever_its_reader_speaks(client, page, stored):
    client.cookies["django_language"] = "en"
    assert rows_of(client.get(f"{page}.xlsx").content)[0][FORM] == "Tọa đàm, nói chuyện"


def test_text_that_looks_like_a_formula_is_text_in_the_form_and_comes_back_unchanged(client, page, stored):
    risky = ['=HYPERLINK("http://x")', "+84 24", "-5 độ", "@SUM(A1)", "＝1+1"]
    for row, title in zip(PlanActivity.objects.in_order(), risky, strict=False):
        PlanActivity.objects.filter(pk=row.pk).update(title=title, lead=risky[3], target_unit=risky[4])
    form = client.get(f"{page}.xlsx").content

    cells = [cell for row in opened(form)[PLAN_TAB].iter_rows(min_row=2) for cell in row if cell.value]
    assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.value in risky)
    assert fates(brought(client, page, form)) == {"same": 3}


# --- what it would change, and saving it


def test_a_file_that_was_not_changed_changes_nothing(client, page, form):
    response = brought(client, page, form)
    assert fates(response) == {"same": 3}
    assert "Lưu tất cả" not in response.content.decode()


def test_rows_are_added_changed_and_removed_once_that_is_agreed_to(client, page, form, open_plan, drafter):
    def change(sheet):
        put_in(sheet, 2, {TITLE: "Hoạt động A, sửa", UNTIL: "ngày 5 tháng 3 năm 2024"})
        sheet.delete_rows(4)
        put_in(sheet, 4, {TITLE: "Hoạt động D", FORM: "Hội nghị", FROM: date(2024, 5, 2), TARGET: "1.234,5"})

    response = brought(client, page, edited(form, change))
    html = response.content.decode()
    assert fates(response) == {"changed": 1, "same": 1, "added": 1, "removed": 1}
    assert "<del>để trống</del> → <ins>05/03/2024</ins>" in html
    assert titles() == ["Hoạt động A", "Hoạt động B", "Hoạt động C"]

    done = agree(client, response)
    assert "thêm 1, sửa 1, xóa 1" in done.content.decode()
    assert done.redirect_chain[-1][0] == f"/obligations/{open_plan.pk}/edit/activities/"
    assert titles() == ["Hoạt động A, sửa", "Hoạt động B", "Hoạt động D"]
    added = PlanActivity.objects.get(title="Hoạt động D")
    assert (added.form, added.starts_on, added.target) == ("conference", date(2024, 5, 2), Decimal("1234.5"))
    open_plan.refresh_from_db()
    assert (open_plan.changed_by, open_plan.state) == (drafter, "drafting")


def test_an_empty_plan_is_filled_from_a_form_and_started(client, page, open_plan):
    def change(sheet):
        put_in(sheet, 2, {TITLE: "Một"})
        put_in(sheet, 9, {TITLE: "Hai", TARGET: "87,5%"})

    agree(client, brought(client, page, edited(client.get(f"{page}.xlsx").content, change)))
    assert titles() == ["Một", "Hai"]
    assert PlanActivity.objects.get(title="Hai").target_unit == "%"
    open_plan.refresh_from_db()
    assert open_plan.state == "drafting"


def test_the_same_file_twice_changes_nothing_the_second_time(client, page, form):
    body = edited(form, lambda sheet: put_in(sheet, 5, {TITLE: "Hoạt động D"}))
    agree(client, brought(client, page, body))
    assert fates(brought(client, page, body)) == {"same": 4}

    righted = edited(body, lambda sheet: put_in(sheet, 5, {TITLE: "Hoạt động D, sửa"}))
    agree(client, brought(client, page, righted))
    assert titles() == ["Hoạt động A", "Hoạt động B", "Hoạt động C", "Hoạt động D, sửa"]


def test_a_second_press_saves_once(client, page, form):
    response = brought(client, page, edited(form, lambda sheet: put_in(sheet, 5, {TITLE: "Hoạt động D"})))
    agree(client, response)
    assert "đã được lưu" in agree(client, response).content.decode()
    assert titles().count("Hoạt động D") == 1


def test_a_stale_file_is_noticed_and_what_others_did_stays(client, page, form):
    PlanActivity.objects.filter(title="Hoạt động B").update(title="Hoạt động B, của đồng nghiệp")
    response = brought(client, page, edited(form, lambda sheet: put_in(sheet, 2, {TITLE: "Hoạt động A, sửa"})))

    assert "Từ đó đến nay, trên cổng đã có dòng được sửa" in response.content.decode()
    assert fates(response) == {"changed": 1, "theirs": 1, "same": 1}
    agree(client, response)
    assert titles() == ["Hoạt động A, sửa", "Hoạt động B, của đồng nghiệp", "Hoạt động C"]


def test_to_undo_what_others_did_has_to_be_agreed_to_by_itself(client, page, form):
    PlanActivity.objects.filter(title="Hoạt động B").update(lead="Văn phòng")
    response = brought(client, page, edited(form, lambda sheet: put_in(sheet, 3, {TITLE: "Hoạt động B, sửa"})))

    refused = agree(client, response)
    assert "đánh dấu vào ô này" in refused.content.decode()
    assert "Hoạt động B" in titles()
    agree(client, response, overwrites="on")
    assert PlanActivity.objects.get(title="Hoạt động B, sửa").lead == ""


def test_what_was_shown_is_what_is_saved_or_it_is_shown_again(client, page, form):
    response = brought(client, page, edited(form, lambda sheet: put_in(sheet, 2, {TITLE: "Hoạt động A, sửa"})))
    PlanActivity.objects.filter(title="Hoạt động C").update(title="Hoạt động C, vừa sửa")

    again = agree(client, response)
    assert again.status_code == 409
    assert "Trong lúc đồng chí xem" in again.content.decode()
    assert titles() == ["Hoạt động A", "Hoạt động B", "Hoạt động C, vừa sửa"]
    agree(client, again)
    assert titles() == ["Hoạt động A, sửa", "Hoạt động B", "Hoạt động C, vừa sửa"]


def test_more_rows_than_a_plan_takes_are_refused_whole(client, page, form):
    def change(sheet):
        for number in range(5, 102):
            put_in(sheet, number, {TITLE: f"Hoạt động {number}"})

    full = brought(client, page, edited(form, change))
    assert fates(full)["added"] == 97
    PlanActivity.objects.create(plan=Plan.objects.get(), position=9, title="Của đồng nghiệp")
    late = agree(client, full)
    assert "tối đa là 100" in late.content.decode()
    assert len(titles()) == 4

    over = edited(form, lambda sheet: [put_in(sheet, n, {TITLE: "x"}) for n in range(5, 103)])
    assert "tối đa 100 dòng" in brought(client, page, over).content.decode()


# --- mistakes


WRONG = {
    2: {TITLE: None},
    3: {FORM: "Hội ngị", TARGET: "1.234"},
    4: {FROM: "31/02/2024"},
    5: {TITLE: "kÕ ho¹ch thùc hiÖn"},
    6: {TITLE: "Hoạt động E", TARGET: "=1+1"},
    7: {TITLE: "Hoạt động F", FROM: "05/03/2024", UNTIL: "04/03/2024"},
}


@pytest.fixture
def wrong(client, page, form):
    return brought(client, page, edited(form, lambda sheet: [put_in(sheet, n, cells) for n, cells in WRONG.items()]))


def test_each_mistake_names_its_cell_and_what_to_do_and_nothing_is_saved(wrong):
    html = wrong.content.decode()
    told = {mistake.cell: mistake.sentence for mistake in wrong.context["mistakes"]}
    assert list(told) == ["B2", "D3", "I3", "F4", "B5", "I6", "G7"]
    assert "“Hội nghị”" in told["D3"] and "1234" in told["I3"] and "TCVN3" in told["B5"] and "công thức" in told["I6"]
    assert "Có 7 ô cần sửa" in html and "chưa lưu gì" in html
    assert all(html.count(f'<th scope="row">{cell}') == 1 for cell in told)
    assert titles() == ["Hoạt động A", "Hoạt động B", "Hoạt động C"]


def test_the_marked_copy_has_every_mistake_in_red_where_it_stood_and_nothing_typed_is_lost(client, wrong):
    copy = client.get(f"{wrong.request['PATH_INFO']}marked.xlsx")
    sheet = opened(copy.content)[PLAN_TAB]

    red = {cell.coordinate for row in sheet.iter_rows(min_row=2) for cell in row if cell.comment}
    assert red == {"B2", "D3", "I3", "F4", "B5", "I6", "G7"}
    assert all(sheet[cell].fill.fgColor.rgb == "FFFBDAD7" for cell in red)
    assert "Hội nghị" in sheet["D3"].comment.text
    assert (sheet["D3"].value, sheet["I3"].value, sheet["F4"].value) == ("Hội ngị", "1.234", "31/02/2024")
    assert (sheet["I6"].value, sheet["I6"].data_type) == ("=1+1", "s")
    assert sheet["K1"].value == "Cần sửa" and sheet["K3"].value.startswith("D3: ")
    assert "can-sua-ke-hoach.xlsx" in copy["Content-Disposition"]


def test_the_marked_copy_can_be_mended_and_brought_in(client, page, wrong):
    def mend(sheet):
        put_in(sheet, 2, {TITLE: "Hoạt động A"})
        put_in(sheet, 3, {FORM: "Hội nghị", TARGET: "1234"})
        put_in(sheet, 4, {FROM: "29/02/2024"})
        put_in(sheet, 5, {TITLE: "Kế hoạch thực hiện"})
        put_in(sheet, 6, {TARGET: 2})
        put_in(sheet, 7, {UNTIL: "06/03/2024"})

    copy = client.get(f"{wrong.request['PATH_INFO']}marked.xlsx").content
    response = brought(client, page, edited(copy, mend))
    assert fates(response) == {"same": 1, "changed": 2, "added": 3}
    assert "Cần sửa" not in response.content.decode()
    agree(client, response)
    assert titles() == ["Hoạt động A", "Hoạt động B", "Hoạt động C", "Kế hoạch thực hiện", "Hoạt động E", "Hoạt động F"]


def test_a_percentage_of_something_else_is_asked_about(client, page, form):
    response = brought(client, page, edited(form, lambda sheet: put_in(sheet, 2, {TARGET: "90%"})))
    assert "đơn vị tính là “lượt người”" in response.content.decode()


def test_merged_cells_are_mistakes_hidden_rows_and_other_columns_are_told_of(client, page, form):
    merged = edited(form, lambda sheet: sheet.merge_cells("B2:B3"))
    assert "ô bị gộp" in brought(client, page, merged).content.decode()

    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["H"].hidden = True
        sheet["K1"], sheet["K2"] = "Ghi chú riêng", "x"
        sheet.parent.create_sheet("Nháp")

    html = brought(client, page, edited(form, hide)).content.decode()
    assert (
        "Dòng 3 đang bị ẩn" in html
        and "“Ghi chú riêng”" in html
        and "“Nháp”" in html
        and "“Người, bộ phận phụ trách”" in html
    )


def test_columns_may_stand_in_another_order_and_mistakes_are_told_where_they_stand(client, page, form):
    def move(sheet):
        sheet.move_range("B1:B9", cols=12)
        sheet["N3"] = None

    response = brought(client, page, edited(form, move))
    assert [mistake.cell for mistake in response.context["mistakes"]] == ["N3"]
    assert opened(client.get(f"{response.request['PATH_INFO']}marked.xlsx").content)[PLAN_TAB]["N3"].comment


# --- files that are another thing


def another_owner(sheet):
    sheet.parent["_thanhlich"]["B3"] = "obligation 999999"


def older(sheet):
    sheet.parent["_thanhlich"]["B1"] = "0"


def another_sheet(sheet):
    sheet.parent["_thanhlich"]["B2"] = "log"


def hidden_tab(sheet):
    sheet.parent["Hướng dẫn"].sheet_state = "visible"
    sheet.parent.active = sheet.parent["Hướng dẫn"]
    sheet.sheet_state = "hidden"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (another_owner, "đơn vị khác hoặc văn bản khác"),
        (older, "biểu mẫu cũ"),
        (another_sheet, "biểu mẫu khác"),
        (hidden_tab, "đang bị ẩn"),
        (lambda sheet: setattr(sheet, "title", "Sheet1"), "“Sheet1”"),
        (lambda sheet: put_in(sheet, 1, {TITLE: "Việc"}), "thiếu cột “Nội dung hoạt động”"),
        (lambda sheet: put_in(sheet, 1, {FORM: TITLE}), "hai cột “Nội dung hoạt động”"),
    ],
)
def test_another_sheet_is_refused_beside_the_field_with_what_to_do(client, page, form, change, sentence):
    response = brought(client, page, edited(form, change))
    html = response.content.decode()
    assert sentence in html.split("data-error-summary")[1]
    assert "ke-hoach.xlsx: " in html
    assert not SheetUpload.objects.exists()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "rỗng"),
        (b"a;b;c\n1;2;3", "không phải tệp .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Office 97–2003"),
        (b"PK\x03\x04" + bytes(5 * 2**20), "5 MB"),
    ],
    ids=["empty", "csv", "xls", "large"],
)
def test_another_kind_of_file_is_refused(client, page, stored, body, sentence):
    assert sentence in brought(client, page, body).content.decode()
    assert not SheetUpload.objects.exists()


def test_nothing_chosen_is_told(client, page, stored):
    assert "Đề nghị chọn tệp đã điền" in client.post(f"{page}/", {}).content.decode()


# --- who, and when


def test_others_reach_neither_page_nor_file(client, page, form, stranger, secretary):
    at = brought(client, page, form).request["PATH_INFO"]
    for person, status in ((stranger, 404), (secretary, 403)):
        client.force_login(person)
        assert {
            client.get(address).status_code for address in (f"{page}/", f"{page}.xlsx", at, f"{at}marked.xlsx")
        } == {status}
        assert client.post(at, {"agreed": "x"}).status_code == status


def test_a_plan_that_is_with_the_council_takes_no_file(client, page, form, open_plan):
    response = brought(client, page, edited(form, lambda sheet: put_in(sheet, 2, {TITLE: "Sửa"})))
    Obligation.objects.filter(pk=open_plan.pk).update(state="submitted")

    assert "đã nộp" in agree(client, response).content.decode()
    assert client.get(f"{page}/").status_code == client.get(f"{page}.xlsx").status_code == 302
    assert titles() == ["Hoạt động A", "Hoạt động B", "Hoạt động C"]


def test_files_are_thrown_away_after_a_day(client, page, form, django_capture_on_commit_callbacks):
    brought(client, page, form)
    first = SheetUpload.objects.get()
    SheetUpload.objects.update(added_at=make.moment(2024, 1, 1))
    with django_capture_on_commit_callbacks(execute=True):
        brought(client, page, form)
    assert not SheetUpload.objects.filter(pk=first.pk).exists()
    assert not first.file.storage.exists(first.file.name)
    assert SheetUpload.objects.count() == 1


def test_the_section_leads_to_the_sheet(client, page, stored, open_plan):
    html = client.get(f"/obligations/{open_plan.pk}/edit/activities/").content.decode()
    assert f'href="{page}.xlsx"' in html and f'href="{page}/"' in html
