"""Speakers: asked before publication, reminded after 3 and 10 days, heard afterwards."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.recordings import tasks
from hub.recordings.actions import ask_speakers, publish_recording, sign_off
from hub.recordings.models import Recording, SignOff
from tests.factories import DemoFactory, RecordingFactory, SegmentFactory, UserFactory


@pytest.fixture
def draft(db, chair, outsider):
    """A draft of the chair's in which the outsider presents."""
    row = RecordingFactory(title="A talk", state="draft", owner=chair, video_url="https://v.example/1")
    SegmentFactory(recording=row, demo=DemoFactory(presenters=[outsider]))
    return row


def told(kind):
    return [
        set(entry.data["tell"]) for entry in Entry.objects.filter(kind=f"recordings.{kind}").order_by("pk")
    ]


def test_presenters_are_asked_without_being_named(draft, chair, outsider):
    assert [row.user for row in ask_speakers(draft, by=chair)] == [outsider]
    assert told("speakers_asked") == [{outsider.pk}]
    assert not Entry.objects.get(kind="recordings.speakers_asked").public


def test_asked_twice_people_are_told_once(draft, chair, outsider, member):
    ask_speakers(draft, by=chair)
    assert [row.user for row in ask_speakers(draft, by=chair, people=[member, outsider])] == [member]
    assert ask_speakers(draft, by=chair, people=[member]) == []
    assert told("speakers_asked") == [{outsider.pk}, {member.pk}]


def test_nobody_to_ask_is_said(db, chair):
    bare = RecordingFactory(state="draft")
    with pytest.raises(ValidationError, match="Name at least one speaker"):
        ask_speakers(bare, by=chair)


def test_published_recording_asks_nobody(draft, chair):
    draft.state = "published"
    draft.save()
    with pytest.raises(Refused):
        ask_speakers(draft, by=chair)


def test_answer_may_be_changed_until_it_is_published(draft, chair, outsider):
    ask_speakers(draft, by=chair)
    sign_off(draft, by=outsider, agrees=False, words="Cut from 0:40 on")
    row = sign_off(draft, by=outsider, agrees=True)
    assert (row.agrees, row.words) == (True, "")
    assert told("signed_off") == [{chair.pk}] * 2
    publish_recording(draft, by=chair)
    with pytest.raises(Refused, match="only ask for it to be taken down"):
        sign_off(draft, by=outsider, agrees=True)


def test_no_needs_words(draft, outsider):
    with pytest.raises(ValidationError, match="Say what should be cut"):
        sign_off(draft, by=outsider, agrees=False, words=" ")


@pytest.mark.parametrize("state", ["published", "retired"])
def test_please_take_it_down_hides_it_at_once(draft, chair, outsider, anonymous, state):
    SignOff.objects.create(recording=draft, user=outsider, agrees=True, said_at=timezone.now())
    Recording.objects.update(state=state)
    assert Recording.objects.visible_to(anonymous).exists()
    sign_off(draft, by=outsider, agrees=False, words="A name is in it")
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert not Recording.objects.visible_to(anonymous).exists()
    assert told("recording_withdrawn") == [{chair.pk}]
    assert not Entry.objects.get(kind="recordings.recording_withdrawn").public


def asked(recording, user, days):
    return SignOff.objects.create(
        recording=recording, user=user, asked_at=timezone.now() - dt.timedelta(days=days, minutes=1)
    )


@pytest.mark.parametrize(
    ("days", "before", "after"),
    [(2, None, None), (3, None, 3), (9, 3, 3), (10, 3, 10), (40, None, 10), (40, 10, 10)],
)
def test_reminder_is_sent_after_three_and_ten_days_each_once(draft, outsider, days, before, after):
    row = asked(draft, outsider, days)
    SignOff.objects.update(reminded_days=before)
    for _ in range(2):
        tasks.remind_speakers()
    row.refresh_from_db()
    assert row.reminded_days == after
    assert told("sign_off_reminded") == ([] if before == after else [{outsider.pk}])


def test_who_answered_left_or_speaks_in_what_is_published_is_not_reminded(draft, outsider, member):
    asked(draft, outsider, 5).__class__.objects.update(agrees=True)
    asked(draft, UserFactory(is_active=False), 5)
    asked(RecordingFactory(state="published"), member, 5)
    tasks.remind_speakers()
    assert told("sign_off_reminded") == []


def test_speaker_reads_what_was_said_and_agrees(draft, chair, outsider, as_outsider):
    ask_speakers(draft, by=chair)
    from hub.recordings.models import Cue, Track

    Cue.objects.create(
        track=Track.objects.create(recording=draft),
        number=1,
        starts_ms=65_000,
        ends_ms=66_000,
        text="The secret sauce",
    )
    page = as_outsider.get(f"{draft.get_absolute_url()}sign-off/").content.decode()
    assert "The secret sauce" in page
    assert "1:05" in page
    answer = as_outsider.post(f"{draft.get_absolute_url()}sign-off/", {"agrees": "yes", "words": ""})
    assert answer.status_code == 302
    assert SignOff.objects.get().agrees is True


def test_speaker_who_says_no_without_words_keeps_what_was_chosen(draft, chair, as_outsider):
    ask_speakers(draft, by=chair)
    answer = as_outsider.post(f"{draft.get_absolute_url()}sign-off/", {"agrees": "no", "words": ""})
    assert answer.status_code == 422
    assert "Say what should be cut" in answer.content.decode()
    assert SignOff.objects.get().agrees is None
