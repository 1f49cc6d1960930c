import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

from portal.sample.guard import refuse_demo_accounts  # noqa: E402  needs the applications to be loaded

refuse_demo_accounts()
