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
        "options": {"expires": 60.0},  # while no worker runs, one in the queue is enough
    },
    "forget old counts of tries": {
        "task": "hub.accounts.tasks.sweep",
        "schedule": 86_400.0,
    },
    "send the mails that wait": {
        "task": "hub.activity.tasks.send_mail",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "send the webhooks that wait": {
        "task": "hub.activity.tasks.send_webhooks",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "forget what webhooks were sent": {
        "task": "hub.activity.tasks.sweep",
        "schedule": 86_400.0,
    },
    "forget tables that nobody took in": {
        "task": "hub.exchange.tasks.sweep",
        "schedule": 86_400.0,
    },
    "look for conclusions whose day or condition has come": {
        "task": "hub.voting.tasks.come_back",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
    "warn of recordings that end soon, and retire those that are over": {
        "task": "hub.recordings.tasks.look_after_recordings",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
    "remind speakers whose word a recording waits for": {
        "task": "hub.recordings.tasks.remind_speakers",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
    "publish what waits, should its own task be lost": {
        "task": "hub.goldenpath.tasks.publish_waiting",
        "schedule": 30.0,
    },
    "add up minutes, hours and days of status": {
        "task": "hub.status.tasks.add_up",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "open incidents of outages that last, and end those that are over": {
        "task": "hub.status.tasks.watch_for_incidents",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "close and count votes whose time is over": {
        "task": "hub.voting.tasks.close_due",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "close rounds whose time is over, and fill what is closed": {
        "task": "hub.roadmap.tasks.close_due_rounds",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "remind those who have not voted in a round that closes soon": {
        "task": "hub.roadmap.tasks.remind_round_voters",
        "schedule": 900.0,
        "options": {"expires": 900.0},
    },
    "ask who uses what shipped, and count it": {
        "task": "hub.roadmap.tasks.look_after_releases",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
    "find out what imported roadmap items are about": {
        "task": "hub.roadmap.tasks.remember_meanings",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "take demos along with their agenda, to the recording": {
        "task": "hub.demos.tasks.look_after_demos",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "forget what nobody searches for any more": {
        "task": "hub.demos.tasks.forget_old_misses",
        "schedule": 86_400.0,
    },
    "remind those who have not voted of what closes soon": {
        "task": "hub.voting.tasks.remind_undecided",
        "schedule": 900.0,
        "options": {"expires": 900.0},
    },
    "remind people of the meetings that are near": {
        "task": "hub.meetings.tasks.remind",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
    "work on recordings that wait, also when their own task was lost": {
        "task": "hub.recordings.tasks.work_off",
        "schedule": 15.0,
        "options": {"expires": 15.0},
    },
    "take in recordings that were dropped in the storage": {
        "task": "hub.recordings.tasks.take_in",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "take in recordings that were added to the library": {
        "task": "hub.exchange.tasks.take_added",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "forget uploads that nobody continued": {
        "task": "hub.recordings.tasks.sweep_uploads",
        "schedule": 3600.0,
    },
}
