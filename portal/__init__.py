"""The product itself: settings, desks, reports, notices, public pages. Nothing imports this package.

Nothing is imported here either: `./run` reads portal/entry.py before Django and Celery are installed.
"""
