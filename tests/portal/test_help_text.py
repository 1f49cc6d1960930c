"""Help under a field: Django's own list of password rules stays a list, any other text is escaped."""

from django import forms
from django.template.loader import render_to_string


def shown(help_text: str) -> str:
    form = type("Form", (forms.Form,), {"field": forms.CharField(help_text=help_text)})()
    return render_to_string("bootstrap5/layout/help_text.html", {"field": form["field"]})


def test_markup_in_a_help_text_is_escaped():
    assert "<b>" not in shown("<b>đậm</b>")


def test_the_rules_for_a_password_are_a_list(client, drafter):
    client.force_login(drafter)

    page = client.get("/accounts/password/change/").content.decode()

    assert "&lt;ul" not in page and "&lt;li" not in page
