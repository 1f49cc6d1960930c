import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

from portal.sample.guard import refuse_demo_accounts  # noqa: E402  needs the applications to be loaded

refuse_demo_accounts()

# A council's page makes tens of thousands of small objects; searching the whole program for garbage after each few
# hundred of them took a third of its time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
