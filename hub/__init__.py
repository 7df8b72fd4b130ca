"""The hub: community and adoption of a shared machine-learning platform."""

from hub.celery import app as celery_app

__all__ = ["celery_app"]
