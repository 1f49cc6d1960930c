"""The addresses of initiatives."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from conduct.initiative_moves import INITIATIVE_MOVES
from conduct.views import initiative, initiative_marks


class InitiativeVerbConverter(StringConverter):
    regex = "|".join(INITIATIVE_MOVES)


register_converter(InitiativeVerbConverter, "initiative_verb")

one_initiative = [
    path("", initiative.initiative_detail, name="initiative-detail"),
    path("edit/", initiative.initiative_edit, name="initiative-edit"),
    path("drop/", initiative.initiative_drop, name="initiative-drop"),
    path("papers/", initiative.initiative_papers, name="initiative-papers"),
    path("papers/<int:file>/", initiative.initiative_file, name="initiative-file"),
    path("papers/<int:file>/remove/", initiative.initiative_file_remove, name="initiative-file-remove"),
    path("mark/", initiative_marks.initiative_mark, name="initiative-mark"),
    path("adopt/", initiative_marks.initiative_adopt, name="initiative-adopt"),
    path("<initiative_verb:verb>/", initiative.initiative_step, name="initiative-step"),
]

urlpatterns = [
    path("initiatives/", initiative.initiative_list, name="initiative-list"),
    path("initiatives/new/", initiative.initiative_new, name="initiative-new"),
    path("initiatives/spread/", initiative_marks.initiative_spread, name="initiative-spread"),
    path("initiatives/adoptions/<int:pk>/", initiative_marks.adoption_edit, name="adoption-edit"),
    path("initiatives/adoptions/<int:pk>/remove/", initiative_marks.adoption_remove, name="adoption-remove"),
    path("initiatives/<int:pk>/", include(one_initiative)),
]
