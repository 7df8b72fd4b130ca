"""A small world: a row of everything, something internal wherever there can be, and a published site."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from hub.accounts import tokens
from hub.demos.models import Miss
from hub.exchange.sheets import taking_in
from hub.goldenpath import publisher
from hub.goldenpath.models import Publication
from hub.meetings.actions import new_key
from hub.meetings.models import AgendaItem
from hub.recordings.models import SignOff
from hub.voting import actions
from tests.factories import (
    ClusterFactory,
    ComparedOptionFactory,
    ConclusionFactory,
    DemoFactory,
    EntryFactory,
    EvaluationFactory,
    FindingFactory,
    IncidentFactory,
    MaintenanceFactory,
    MeetingFactory,
    NotificationFactory,
    PathFactory,
    RecordingFactory,
    RoadmapItemFactory,
    SegmentFactory,
    SeriesFactory,
    ServiceFactory,
    StepFactory,
    TargetFactory,
    WebhookDeliveryFactory,
    WishFactory,
    today,
)
from tests.goldenpath import trees
from tests.recordings.words import saying as captions
from tests.roadmap import filled
from tests.voting import rounds

SECRET = "Zinnobergruen"  # in everything internal, and nowhere else


@pytest.fixture
def world(settings, site, tmp_path, group, admin, member, cast) -> dict[str, Any]:
    """A row of everything, and something internal wherever there can be; gives the keys for the addresses."""
    for name in ("team", "chair", "outsider"):
        cast(name)
    settings.DEMO = True
    settings.SITE_ROOT = site
    settings.MEDIA_ROOT = tmp_path / "media"
    service, _cluster = ServiceFactory(slug="mlflow", name="MLflow"), ClusterFactory(slug="prod")
    series = SeriesFactory(slug="ml-sync", kind="sync", weekly=True)
    minuted = MeetingFactory(series=series, notes="We **agreed**.")
    point = AgendaItem.objects.create(series=series, title="Waiting", added_by=member)
    ConclusionFactory(slug="mlflow-it-is", group=group)
    finding = FindingFactory(
        author=member,
        option=ComparedOptionFactory(key="mlflow", evaluation=EvaluationFactory(slug="which", group=group)),
        criterion__key="cost",
    )
    StepFactory(path=PathFactory(slug="first-model"), services=[service])
    item = RoadmapItemFactory(slug="wanted", title="Wanted", proposed_by=member, group=group)
    DemoFactory(slug="shown", services=[service])
    recording = RecordingFactory(slug="open")
    captions.track(recording, "Hello everybody")
    default_storage.save("recordings/open.mp4", ContentFile(b"\0" * 64))
    kept = RecordingFactory(slug="kept", owner=member, group=group, video_url="https://v.example/1")
    drafted = RecordingFactory(
        slug="drafted", state="draft", owner=member, group=group, video_url="https://v.example/2"
    )
    SignOff.objects.bulk_create(SignOff(recording=row, user=member, agrees=True) for row in (kept, drafted))
    cut = kept.cuts.create(starts_ms=60_000, ends_ms=75_000, reason=SECRET, by=member)
    entry = EntryFactory(subject=item, actor=member)
    sent = WebhookDeliveryFactory(webhook__active=False, entry=entry)
    token, _key = tokens.issue_token(by=admin, name="mine")
    return {
        "secret": SECRET,
        "recording": recording.pk,
        "cut": cut.pk,
        "sync": today().isoformat(),
        "target": TargetFactory(service=service).public_id,
        "finding": finding.pk,
        "term": group.terms.get(user=member).pk,
        "calendar_key": new_key(by=member),
        "meeting": MeetingFactory().pk,
        "wish": WishFactory(state="taken", demo=DemoFactory(state="proposed", title=f"{SECRET} demo")).pk,
        "miss": Miss.objects.create(words=f"{SECRET} part".lower(), times=3).pk,
        "minuted": minuted.day.isoformat(),
        "point": point.pk,
        "entry": entry.pk,
        "internal_entry": internal(member),
        "notification": NotificationFactory(user=admin, entry=entry).pk,
        "publication": Publication.objects.create().pk,
        "token": token.pk,
        "webhook": sent.webhook_id,
        "sent": sent.pk,
        "sheet": taking_in.keep_sheet("a.csv", b"Title,Status\nWanted,Done\nNew one,Open\n", by=admin).pk,
        "incident": IncidentFactory(service=service, service__status="degraded").pk,
        "maintenance": MaintenanceFactory(services=[service]).pk,
        **votes(group, member),
        **quarters(member),
        **watched(recording, admin),
    }


def watched(recording: Any, admin: Any) -> dict[str, Any]:
    """A chapter, a note and a suggested link of a recording."""
    part = SegmentFactory(recording=recording)
    note = recording.notes.create(user=admin, at_s=5, text="Mine")
    found = recording.suggestions.create(kind="service", key="mlflow", at_ms=0, sentence="MLflow.")
    return {"chapter": part.pk, "timed_note": note.pk, "suggestion": found.pk}


def votes(group: Any, member: Any) -> dict[str, Any]:
    """A draft, an election, an open vote with a concern, and one that is over."""
    rounds.draft(group, question="Drafted")
    rounds.draft(group, question=f"{SECRET} draft", options=[f"{SECRET} option", "Other"])
    until = timezone.now() + dt.timedelta(days=3)
    lead = rounds.lead_of(group)
    election = rounds.draft(group, question="Elected", kind="stv", purpose="election", role="chair")
    actions.announce_election(election, by=lead, nominations_until=until)
    nomination = actions.nominate(election, by=lead, person=member)
    rounds.open_vote(group, question="Asked")
    consent = rounds.open_vote(group, question="Consented", kind="consent")
    concern = actions.raise_concern(consent, by=member, title="Too early")
    over = rounds.open_vote(group, question="Settled")
    rounds.cast(over, {member: {"approved": ["alpha"]}})
    rounds.close(over)
    return {"nomination": nomination.pk, "concern": concern.pk}


def quarters(member: Any) -> dict[str, Any]:
    """A round as a draft, one that is open, and one that is over."""
    filled.drafted({"gamma": 3}, title="Drafted round", introduction=SECRET)
    filled.opened({"alpha": 3, "beta": 9}, title="Asked round", quarter="2027-Q2")
    over = filled.opened({"alpha": 3, "beta": 9}, title="Settled round", quarter="2027-Q3")
    filled.closed(over, {member: {"alpha": 1}})
    return {}


def internal(member: Any) -> int:
    """A proposed demo, a recording for people who are signed in, and the entry of the proposal."""
    demo = DemoFactory(slug="whisper", title=f"{SECRET} demo", state="proposed", presenters=[member])
    recording = RecordingFactory(
        slug="whisper", title=f"{SECRET} talk", audience="internal", speakers=[SECRET]
    )
    captions.track(recording, f"{SECRET} is said")
    default_storage.save("recordings/whisper.mp4", ContentFile(b"\0" * 64))
    SegmentFactory(recording=recording, demo=demo, title=f"{SECRET} part")
    entry = EntryFactory(subject=demo, kind="demos.demo_proposed", public=False, actor=member)
    return int(entry.pk)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """A small published site."""
    folder = tmp_path_factory.mktemp("every-door")
    docs = folder / "docs"
    trees.write_tree(docs)
    publisher.publish(docs, trees.SETTINGS, folder / "site", overrides=trees.settings(docs))
    return folder / "site"
