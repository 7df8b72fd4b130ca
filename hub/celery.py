"""The queue: its application and the table of what happens by the clock."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

app = Celery("hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "re-send what is undelivered for a minute": {
        "task": "hub.activity.tasks.redeliver",
        "schedule": 60.0,
    },
    "send the mails that wait": {
        "task": "hub.activity.tasks.send_mail",
        "schedule": 30.0,
    },
}
