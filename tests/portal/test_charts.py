"""Charts: one description for page and paper."""

from portal.charts import Bar, png, standing_bars


def test_a_bar_has_three_parts_in_their_order_and_leads_to_its_rows():
    spec = standing_bars([Bar("Cụm 1", on_time=5, late=1, overdue=2, url="/council/matrix/?cluster=CUM-1")])

    values = spec["data"]["values"]
    assert [value["number"] for value in values] == [5, 1, 2]
    assert {value["url"] for value in values} == {"/council/matrix/?cluster=CUM-1"}


def test_the_same_description_becomes_a_picture():
    assert png(standing_bars([Bar("Khối trường mầm non", 5, 1, 2)])).startswith(b"\x89PNG")
