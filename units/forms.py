"""The account forms, as allauth makes them, in this portal's manner: no placeholders, no links inside a help text."""

from typing import Any

from allauth.account import forms as account_forms
from django.utils.translation import gettext_lazy as _


class PlainFields:
    """Takes away what allauth writes into the fields; the page says it better."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(PlainFields, account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false")


class ChangePasswordForm(PlainFields, account_forms.ChangePasswordForm):
    pass


class ResetPasswordForm(PlainFields, account_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Work e-mail")


class ResetPasswordKeyForm(PlainFields, account_forms.ResetPasswordKeyForm):
    pass
