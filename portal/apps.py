from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Reports and mail")

    def ready(self) -> None:
        from portal import celery  # noqa: F401  tasks belong to this application wherever Django runs
