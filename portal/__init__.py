"""The product itself: settings, desks, reports, notices, public pages. Nothing imports this package."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
