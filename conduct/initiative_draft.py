"""Writing an initiative with its authors."""

from typing import Any

from conduct.initiative_forms import InitiativeForm, authors_form
from conduct.initiative_page import InitiativePage
from conduct.initiatives import save_draft
from conduct.writing import Writing


class InitiativeWriting(Writing):
    PAGE = "conduct/initiative_edit.html"
    here = "initiative-edit"

    def new_form(self) -> InitiativeForm:
        return InitiativeForm(self.typed, instance=self.subject)

    def other_forms(self) -> list[Any]:
        self.authors = authors_form(self.subject, self.typed)
        return [self.authors]

    def save(self, version: int) -> None:
        facts, authors = self.form.facts, self.authors.authors()
        save_draft(self.subject, facts, authors, by=self.request.user, version=version)

    def context(self) -> dict[str, Any]:
        files = list(self.subject.files.select_related("evidence"))
        page = InitiativePage(self.subject, self.request.user)
        return {"initiative": self.subject, "authors": self.authors, "files": files, "back": page.sent_back}
