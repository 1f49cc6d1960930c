"""What changed between two hand-ins."""

from typing import Any

import pytest

from campaigns.differences import Change, changed_places, differences


def activity(title: str, **facts: str) -> dict[str, str]:
    return {"title": title, "form": "talk", "audience": "staff", "lead": "Đỗ Văn Ổn", "target": "2"} | facts


def content(*activities: dict[str, str], **facts: Any) -> dict[str, Any]:
    return {"kind": "plan", "title": "Kế hoạch", "number": "05/KH-UBND", "activities": list(activities)} | facts


ONE, TWO, THREE = activity("Hội nghị quán triệt"), activity("Tổng vệ sinh", lead="Lê Thị Mơ"), activity("Hội thi")


def test_the_same_content_has_no_differences():
    assert differences(content(ONE, TWO), content(ONE, TWO)) == []


def test_a_field_is_added_removed_or_changed():
    assert differences(content(number=""), content(number="6/KH")) == [Change("number", "added", "", "6/KH")]
    assert differences(content(number="6/KH"), content(number="")) == [Change("number", "removed", "6/KH", "")]
    assert differences(content(number="6/KH"), content(number="7/KH")) == [Change("number", "changed", "6/KH", "7/KH")]


def test_a_field_that_only_one_content_knows_is_compared_with_nothing():
    assert differences(content(), content(commitment="Tôi cam kết")) == [
        Change("commitment", "added", "", "Tôi cam kết")
    ]
    assert differences(content(commitment="Tôi cam kết"), content()) == [
        Change("commitment", "removed", "Tôi cam kết", "")
    ]


def test_what_the_unit_does_not_write_is_no_difference():
    assert differences(content(title="Kế hoạch"), content(title="Kế hoạch năm", unit_name="Xã Đại Yên")) == []


def test_a_changed_field_of_a_row_is_named_by_its_row():
    mended = TWO | {"lead": "Trần Thị Ân"}

    assert differences(content(ONE, TWO), content(ONE, mended)) == [
        Change("activities.2.lead", "changed", "Lê Thị Mơ", "Trần Thị Ân")
    ]


def test_an_inserted_row_leaves_the_rows_after_it_alone():
    assert differences(content(ONE, TWO), content(ONE, THREE, TWO)) == [Change("activities.2", "added", "", "Hội thi")]


def test_a_removed_row_is_named_by_its_old_number():
    assert differences(content(ONE, TWO, THREE), content(ONE, THREE)) == [
        Change("activities.2", "removed", "Tổng vệ sinh", "")
    ]


def test_a_row_with_a_new_title_is_the_same_row_rewritten():
    renamed = TWO | {"title": "Tổng vệ sinh cuối tuần"}

    assert differences(content(ONE, TWO), content(ONE, renamed)) == [
        Change("activities.2.title", "changed", "Tổng vệ sinh", "Tổng vệ sinh cuối tuần")
    ]


def test_rows_that_share_little_are_one_gone_and_one_new():
    other = {"title": "Đối thoại", "form": "conference", "audience": "residents", "lead": "Bùi Anh Đào", "target": "9"}

    assert differences(content(ONE), content(other)) == [
        Change("activities.1", "added", "", "Đối thoại"),
        Change("activities.1", "removed", "Hội nghị quán triệt", ""),
    ]


def test_rows_that_changed_places_are_no_difference():
    assert differences(content(ONE, TWO, THREE), content(THREE, TWO, ONE)) == []


def test_files_are_compared_by_what_is_in_them():
    old = {"id": "1", "name": "ke-hoach.pdf", "mime": "application/pdf", "size": 10, "sha256": "a"}
    new = old | {"id": "2", "size": 12, "sha256": "b"}

    places = {
        change.place for change in differences(content(files=[old]), content(files=[old, new | {"name": "bản 2"}]))
    }

    assert places == {"files.2"}
    assert differences(content(files=[old]), content(files=[old | {"id": "3"}])) == []
    assert {c.place for c in differences(content(files=[old]), content(files=[new]))} >= {"files.1.sha256"}


def test_marks_stand_at_places_of_the_newer_content_and_at_their_rows():
    changes = [
        Change("number", "removed", "5", ""),
        Change("activities.2.lead", "changed", "a", "b"),
        Change("activities.3", "removed", "Hội thi", ""),
    ]

    assert changed_places(changes) == {"number", "activities.2.lead", "activities.2"}


@pytest.mark.parametrize("empty", [{}, {"activities": []}, {"activities": None}])
def test_an_empty_content_can_be_compared(empty):
    assert [change.what for change in differences(empty, content(ONE))] == ["added", "added"]
