"""Publishing a recording: what stands in the way, who may go ahead all the same, and the way back."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.recordings.actions import publish_recording, retire_recording, take_back_recording
from hub.recordings.care import covered, hindrances
from hub.recordings.models import Cut, SignOff
from tests.factories import DemoFactory, RecordingFactory, SegmentFactory, UserFactory, today


@pytest.fixture
def draft(db, member):
    return RecordingFactory(title="A talk", state="draft", owner=member, video_url="https://v.example/1")


def test_owner_publishes_what_nothing_keeps(draft, member, settings):
    settings.KEEP_RECORDINGS_DAYS = 100
    found = publish_recording(draft, by=member)
    assert (found.state, found.keep_until) == ("published", today(100))
    assert found.published_at
    entry = Entry.objects.get(kind="recordings.recording_published")
    assert entry.public
    assert "anyway" not in entry.data


def test_recordings_are_kept_for_ever_unless_the_setting_says_how_long(draft, member):
    assert publish_recording(draft, by=member).keep_until is None


def test_entry_of_a_recording_for_a_group_is_not_public(draft, member, group):
    draft.audience, draft.group = "group", group
    draft.save()
    publish_recording(draft, by=member)
    assert not Entry.objects.get(kind="recordings.recording_published").public


@pytest.mark.parametrize(
    ("agrees", "words", "said"),
    [
        (None, "", "Otto Outsider has not answered yet."),
        (False, "Cut the names", "Otto Outsider asks: Cut the names."),
    ],
)
def test_speaker_who_did_not_agree_keeps_it_a_draft(draft, member, outsider, agrees, words, said):
    SignOff.objects.create(recording=draft, user=outsider, agrees=agrees, words=words)
    with pytest.raises(Refused) as refused:
        publish_recording(draft, by=member)
    assert refused.value.code == "not_ready"
    assert refused.value.reason == said
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_presenter_who_was_not_asked_keeps_it_a_draft(draft, member, outsider):
    SegmentFactory(recording=draft, demo=DemoFactory(presenters=[outsider, member]))
    assert hindrances(draft, member) == ["Otto Outsider presents in it and was not asked."]
    SignOff.objects.create(recording=draft, user=outsider, agrees=True)
    assert publish_recording(draft, by=member).state == "published"


def test_presenter_who_left_is_not_waited_for(draft, member):
    SegmentFactory(recording=draft, demo=DemoFactory(presenters=[UserFactory(is_active=False)]))
    assert hindrances(draft, member) == []


def test_demo_that_may_not_be_recorded_must_be_cut_wholly(draft, member):
    SegmentFactory(
        recording=draft, demo=DemoFactory(title="Secret", may_record=False), starts_s=10, ends_s=30
    )
    with pytest.raises(Refused, match=r"“Secret” may not be recorded: cut it out from 0:10 on"):
        publish_recording(draft, by=member)
    Cut.objects.create(recording=draft, starts_ms=9_000, ends_ms=20_000)
    with pytest.raises(Refused, match="Secret"):
        publish_recording(draft, by=member)
    Cut.objects.create(recording=draft, starts_ms=19_000, ends_ms=30_000)
    assert publish_recording(draft, by=member).state == "published"


@pytest.mark.parametrize(
    ("cuts", "whole"),
    [
        ([], False),
        ([(0, 100)], True),
        ([(10, 100)], True),
        ([(11, 100)], False),
        ([(0, 50), (50, 100)], True),
        ([(60, 100), (0, 60)], True),
        ([(0, 50), (51, 100)], False),
        ([(0, 99)], False),
        ([(0, 5), (3, 200)], True),
    ],
)
def test_cuts_take_out_a_span_wholly_or_not(cuts, whole):
    assert covered((10, 100), cuts) is whole


def test_recording_with_nothing_to_watch_or_read_stays_a_draft(draft, member):
    draft.video_url = ""
    draft.save()
    with pytest.raises(Refused, match="nothing to watch or read"):
        publish_recording(draft, by=member)


def test_admin_goes_ahead_with_a_reason_that_is_written_down(draft, admin, outsider):
    SignOff.objects.create(recording=draft, user=outsider)
    with pytest.raises(Refused):
        publish_recording(draft, by=admin)
    assert publish_recording(draft, by=admin, anyway="Agreed by mail on Monday").state == "published"
    data = Entry.objects.get(kind="recordings.recording_published").data
    assert data["anyway"] == "Agreed by mail on Monday"
    assert data["in_the_way"] == ["Otto Outsider has not answered yet."]


def test_owner_cannot_go_ahead_all_the_same(draft, member, outsider):
    SignOff.objects.create(recording=draft, user=outsider)
    with pytest.raises(Refused, match="has not answered"):
        publish_recording(draft, by=member, anyway="I am in a hurry")


def test_published_twice_is_refused(draft, member):
    publish_recording(draft, by=member)
    with pytest.raises(Refused, match="published already"):
        publish_recording(draft, by=member)


def test_retiring_needs_a_reason_and_what_is_published(draft, member):
    with pytest.raises(Refused):
        retire_recording(draft, by=member, reason="Old")
    publish_recording(draft, by=member)
    with pytest.raises(ValidationError, match="Say why"):
        retire_recording(draft, by=member, reason="  ")
    found = retire_recording(draft, by=member, reason="MLflow 3 looks different.")
    assert (found.state, found.state_reason) == ("retired", "MLflow 3 looks different.")
    assert found.retired_at <= timezone.now()


def test_admin_takes_a_step_back_from_each_state(draft, member, admin):
    with pytest.raises(Refused):
        take_back_recording(draft, by=admin)
    publish_recording(draft, by=member)
    assert take_back_recording(draft, by=admin, reason="A name slipped in").state == "draft"
    publish_recording(draft, by=member)
    retire_recording(draft, by=member, reason="Old")
    back = take_back_recording(draft, by=admin)
    assert (back.state, back.state_reason, back.retired_at) == ("published", "", None)


def test_retired_recording_without_anything_left_is_not_brought_back(admin):
    bare = RecordingFactory(state="retired")
    with pytest.raises(Refused, match="nothing left"):
        take_back_recording(bare, by=admin)
