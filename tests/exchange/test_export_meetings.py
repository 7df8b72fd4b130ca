"""What meetings, demos and recordings grow while people use them leaves with an export and comes back."""

import datetime as dt
from pathlib import Path

import pytest

from hub.demos.actions import schedule_demo
from hub.demos.models import Demo
from hub.exchange.actions import import_community
from hub.exchange.exporting.folder import export_community
from hub.meetings import actions
from hub.meetings.models import AgendaItem, Attendance, Meeting, Revision, Series
from hub.recordings.models import Cut, Passage, Recording, Segment, TimedNote, Track
from tests import factories as make
from tests.exchange.conftest import community, reasons
from tests.exchange.round_trip import content, there_and_back
from tests.meetings.on_day import day, now_meeting, points, weekly
from tests.recordings.words.saying import track

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return make.UserFactory(handle="ann", name="Ann")


def text_of(folder: Path) -> str:
    return "\n".join([*content(folder), *content(folder).values()])


def test_moved_and_cancelled_dates_come_back_as_such(tmp_path: Path, ann) -> None:
    series = weekly(ended_on=make.today(200), remind_hours=6, url="https://meet.example.org/usual")
    later = make.now(days=8).replace(microsecond=0)
    actions.move_date(series, by=ann, day=day(1), starts_at=later, minutes=45, reason="A holiday")
    actions.cancel_date(series, by=ann, day=day(2), reason="Everybody is away")
    Meeting.objects.filter(occurs_on=day(1)).update(url="https://meet.example.org/else", title="Big one")
    files = there_and_back(tmp_path)
    assert "stands_for" in files["series/ml-sync.yml"]
    again = Series.objects.get()
    assert (again.ended_on, again.remind_hours) == (make.today(200), 6)
    moved, cancelled = again.meetings.order_by("starts_at")
    assert (moved.occurs_on, moved.starts_at, moved.reason) == (day(1), later, "A holiday")
    assert (moved.ends_at - moved.starts_at, moved.url) == (
        dt.timedelta(minutes=45),
        "https://meet.example.org/else",
    )
    assert (cancelled.occurs_on, cancelled.state, cancelled.reason) == (
        day(2),
        "cancelled",
        "Everybody is away",
    )


def test_an_agenda_that_was_run_and_the_backlog_come_back(tmp_path: Path, ann) -> None:
    series = weekly()
    meeting = now_meeting(series)
    actions.add_point(series, by=ann, title="Roadmap", on=meeting.day, text="- one\n- two", presenter=ann)
    actions.add_point(series, by=ann, title="Budget", on=meeting.day, minutes=25, url="/roadmap/")
    points(meeting, "Twice", "Twice", added_by=ann)
    points(None, "Later", series=series)
    actions.begin_meeting(series, by=ann, on=meeting.day)
    actions.next_point(series, by=ann, on=meeting.day)
    actions.end_meeting(series, by=ann, on=meeting.day)
    actions.carry_forward(series, by=ann, on=meeting.day)
    before = AgendaItem.objects.order_by("added_at").values_list(
        "title", "text", "minutes", "presenter__handle", "added_by__handle", "added_at", "url", "outcome",
        "carried_from__added_at", "began_at", "over_at", "meeting__starts_at",
    )  # fmt: skip
    kept = list(before)
    assert {row[7] for row in kept} == {"open", "done", "carried"}
    there_and_back(tmp_path)
    assert list(before.all()) == kept
    meeting = Meeting.objects.exclude(began_at=None).get()
    assert meeting.over_at
    assert [item.position for item in meeting.agenda_items.all()] == [0, 1, 2, 3]


def test_every_revision_of_the_minutes_comes_back_with_its_author(tmp_path: Path, ann) -> None:
    bob = make.UserFactory(handle="bob")
    series = weekly()
    meeting = now_meeting(series)
    actions.save_minutes(series, by=ann, on=meeting.day, text="# One\n\nfirst", base=0)
    actions.save_minutes(series, by=bob, on=meeting.day, text="# One\n\nfirst\n\nbob's", base=1)
    actions.save_minutes(series, by=ann, on=meeting.day, text="# One and more\n\nfirst", base=1)
    rows = Revision.objects.order_by("number").values_list(
        "number", "base", "text", "is_merge", "by__handle", "at"
    )
    kept = list(rows)
    assert [row[:2] for row in kept] == [(1, 0), (2, 1), (3, 1)]
    assert kept[2][3]
    files = there_and_back(tmp_path)
    assert list(rows.all()) == kept
    assert Meeting.objects.get().notes == kept[2][2]
    assert "notes:" not in files["series/ml-sync.yml"]


def test_minutes_that_came_with_a_file_leave_as_plain_text(tmp_path: Path, take_in) -> None:
    take_in(community(series="a: {title: A, meetings: [{at: '2026-11-03 16:00', notes: We met.}]}"))
    files = there_and_back(tmp_path)
    assert "notes: We met." in files["series/a.yml"]
    assert "revisions" not in files["series/a.yml"]


def test_a_demo_keeps_its_place_on_the_agenda(tmp_path: Path, ann) -> None:
    series = weekly()
    demo = make.DemoFactory(slug="warm", state="accepted", series=series, presenters=[ann])
    schedule_demo(demo, by=ann, series=series, on=day(1))
    there_and_back(tmp_path)
    demo = Demo.objects.get()
    assert demo.slot == AgendaItem.objects.get()
    assert (demo.slot.meeting, demo.state) == (demo.meeting, "scheduled")


def test_segments_cuts_and_shared_notes_of_a_recording_come_back(tmp_path: Path, ann) -> None:
    meeting = now_meeting(weekly())
    (point,) = points(meeting, "Roadmap")
    began = make.now(days=-1)
    recording = make.RecordingFactory(slug="talk", meeting=meeting, began_at=began, published_at=began)
    make.SegmentFactory(recording=recording, agenda_item=point, source="agenda", title="Roadmap")
    track(recording, "stays", "secret", "stays too")
    Track.objects.update(origin="machine", model="tiny.en")
    Cut.objects.create(recording=recording, starts_ms=4250, ends_ms=8000, reason="A secret", by=ann)
    made = {"recording": recording, "user": ann, "at_s": 5}
    TimedNote.objects.create(**made, text="Look", shared=True)
    TimedNote.objects.create(**made, text="Only mine")
    files = there_and_back(tmp_path)
    everything = "\n".join(files.values())
    assert "secret" not in everything.lower()
    assert "Only mine" not in everything
    recording = Recording.objects.get()
    assert (recording.began_at, recording.published_at) == (began, began)
    assert Segment.objects.get().agenda_item.title == "Roadmap"
    assert Segment.objects.get().source == "agenda"
    assert list(Cut.objects.values_list("starts_ms", "ends_ms")) == [(4250, 8000)]
    assert list(TimedNote.objects.values_list("text", "shared", "user__handle")) == [("Look", True, "ann")]
    row = Track.objects.get()
    assert (row.origin, row.model) == ("machine", "tiny.en")


def test_a_retired_recording_keeps_its_words(tmp_path: Path) -> None:
    recording = make.RecordingFactory(slug="old", state="retired", state_reason="Out of date")
    track(recording, "still to be read")
    there_and_back(tmp_path)
    assert Track.objects.get().cues.get().text == "still to be read"


def test_who_came_stays_at_home(tmp_path: Path, ann) -> None:
    meeting = now_meeting(weekly())
    Attendance.objects.create(
        meeting=meeting, user=make.UserFactory(handle="zed"), answer="yes", was_there=True
    )
    export_community(tmp_path / "out")
    assert "attend" not in text_of(tmp_path / "out")
    assert text_of(tmp_path / "out").count("zed") == 1  # in the list of people


def test_a_hub_reads_its_own_export_without_a_remark(tmp_path: Path, ann) -> None:
    series = weekly()
    meeting = now_meeting(series)
    actions.add_point(series, by=ann, title="Roadmap", on=meeting.day)
    actions.save_minutes(series, by=ann, on=meeting.day, text="said", base=0)
    track(make.RecordingFactory(meeting=meeting), "spoken", by=ann)
    export_community(tmp_path / "out")
    report = import_community([tmp_path / "out"], by=None)
    assert (report.refused, report.total("created"), report.total("changed")) == ([], 0, 0)
    assert (AgendaItem.objects.count(), Revision.objects.count(), Track.objects.count()) == (1, 1, 1)


def test_a_cut_that_comes_later_takes_its_words_out_of_the_search(tmp_path: Path, take_in) -> None:
    recording = make.RecordingFactory(slug="talk", title="Talk")
    track(recording, "stays", "secret", "stays too")
    files = community(recordings="talk: {title: Talk, cuts: [{at: '0:04', until: 0:08}]}")
    assert take_in(files).ok
    assert "secret" not in " ".join(Passage.objects.values_list("text", flat=True))


def test_points_written_by_hand_need_only_a_title_and_come_once(take_in) -> None:
    text = """
    sync:
      title: Sync
      timezone: Europe/Madrid
      backlog:
        - title: Later
      meetings:
        - at: 2026-11-03 16:00
          agenda:
            - title: Roadmap
              minutes: 20
            - title: Budget
    """
    for _ in range(2):
        assert take_in(community(series=text)).refused == []
    meeting = Meeting.objects.get()
    assert list(meeting.agenda_items.values_list("title", "minutes", "position")) == [
        ("Roadmap", 20, 0),
        ("Budget", 10, 1),
    ]
    assert AgendaItem.objects.backlog().get().title == "Later"
    AgendaItem.objects.filter(title="Later").update(meeting=meeting, position=2)  # people took it up
    take_in(community(series=text))
    assert AgendaItem.objects.get(title="Later").meeting == meeting


WRONG = [
    ("agenda: [{title: A, url: 'javascript:alert(1)'}]", "Give a web address"),
    ("agenda: [{title: A, minutes: 0}]", "at least a minute"),
    ("agenda: [{title: A, over: 2026-11-03T17:00Z}]", "over before it began"),
    ("agenda: [{minutes: 5}]", "title is missing"),
    ("agenda: [{title: A, outcome: lost}]", "is none of: open, done, carried, dropped"),
    ("agenda: [{title: A, carried_from: nothing}]", "no point is called 'nothing'"),
    ("agenda: [{title: A, presenter: nobody}]", "no person is called 'nobody'"),
    ("revisions: [{number: 0, text: x}]", "goes on from an earlier one"),
    ("revisions: [{number: 1, base: 1, text: x}]", "goes on from an earlier one"),
    ("revisions: [{text: x}]", "number is missing"),
    ("state: maybe", "is none of: planned, cancelled"),
    ("url: 'javascript:alert(1)'", "is not a web address"),
    ("began: 2026-11-03T17:00Z, over: 2026-11-03T16:00Z", "over before it began"),
]


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_what_does_not_fit_in_a_meeting_is_named_and_the_rest_comes_in(
    take_in, given: str, said: str
) -> None:
    report = take_in(
        community(series=f"a: {{title: A, meetings: [{{at: '2026-11-03 16:00', {given}}}]}}\nb: {{title: B}}")
    )
    assert any(said in reason for reason in reasons(report)), reasons(report)
    assert set(Series.objects.values_list("slug", flat=True)) == {"a", "b"}


def test_two_meetings_for_one_day_of_the_rule_are_refused(take_in) -> None:
    told = (
        "{at: '2026-11-03 16:00', stands_for: 2026-11-03}, {at: '2026-11-04 16:00', stands_for: 2026-11-03}"
    )
    report = take_in(community(series=f"a: {{title: A, meetings: [{told}]}}"))
    assert "the meeting of 2026-11-03 16:00 UTC stands for this day of the rule already" in " ".join(
        reasons(report)
    )
    assert Meeting.objects.get().starts_at.day == 3


def test_two_demos_cannot_have_one_place(take_in) -> None:
    series = weekly(slug="sync")
    (point,) = points(now_meeting(series), "Show")
    make.DemoFactory(slug="here", slot=point, meeting=point.meeting)
    report = take_in(community(demos="new: {title: New, slot: " + f"'sync@{point.meeting.day}/Show'" + "}"))
    assert "the demo here has this place already" in " ".join(reasons(report))
    assert not Demo.objects.filter(slug="new").exists()


def test_a_history_that_is_here_otherwise_stays(take_in, ann) -> None:
    series = weekly(slug="sync")
    meeting = now_meeting(series)
    actions.save_minutes(series, by=ann, on=meeting.day, text="Ours", base=0)
    told = "{number: 1, text: Theirs, by: ann, at: 2026-11-03T17:00Z}"
    report = take_in(
        community(
            series=f"sync: {{title: S, meetings: [{{at: '{meeting.starts_at.isoformat()}', revisions: [{told}]}}]}}"
        )
    )
    assert "happened as it is written here already" in " ".join(reasons(report))
    meeting.refresh_from_db()
    assert (meeting.notes, meeting.revisions.count()) == ("Ours", 1)
