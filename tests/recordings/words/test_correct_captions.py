"""The editor: words, speakers and times; split, join, move; two people at once lose nothing."""

import re
import threading

import pytest
from django.db import connection

from hub.core.errors import Refused
from hub.recordings.actions import words as actions
from hub.recordings.actions.words import Edit
from hub.recordings.models import Cue, Passage, Spelling, Track
from tests.factories import RecordingFactory, ServiceFactory, UserFactory
from tests.recordings.words.saying import track

PAGE = "/community/recordings/talk/transcript/"


@pytest.fixture
def talk(db):
    return RecordingFactory(slug="talk", title="Talk", language="en")


@pytest.fixture
def words(talk):
    return track(talk, "We run cube flow", "every night.", "It works.")


def said(track):
    return [(cue.starts_ms, cue.ends_ms, cue.speaker, cue.text) for cue in track.cues.order_by("number")]


def form(track, **changed):
    """What the browser sends: all captions of the page, some of them changed."""
    sent = {"version": track.version, "language": track.language, "page": "1"}
    for cue in track.cues.order_by("number"):
        sent |= {
            f"text-{cue.pk}": cue.text, f"speaker-{cue.pk}": cue.speaker,
            f"starts-{cue.pk}": str(cue.starts_ms / 1000), f"ends-{cue.pk}": str(cue.ends_ms / 1000),
        }  # fmt: skip
    keys = list(track.cues.order_by("number").values_list("pk", flat=True))
    return sent | {f"{name[:-1].rstrip('_')}-{keys[int(name[-1])]}": value for name, value in changed.items()}


def test_admin_corrects_words_speaker_and_times(as_admin, words):
    sent = form(words, text_0="We run Kubeflow", speaker_0="Ana", starts_1="4.5", ends_1="0:07.25")
    answer = as_admin.post(PAGE, sent)
    assert answer.status_code == 302
    words.refresh_from_db()
    assert said(words)[:2] == [(0, 4000, "Ana", "We run Kubeflow"), (4500, 7250, "", "every night.")]
    assert (words.version, words.origin) == (2, "human")
    assert Passage.objects.filter(search="kubeflow").count() == 1
    assert Passage.objects.filter(search="cube").count() == 0


def test_a_machine_transcript_becomes_corrected(as_admin, talk):
    row = actions.write_machine_captions(talk, lines=track_lines(), language="en", model="tiny.en").track
    assert row.origin == "machine"
    as_admin.post(PAGE, form(row, text_0="Hello you"))
    row.refresh_from_db()
    assert row.origin == "corrected"
    with pytest.raises(Refused):
        actions.write_machine_captions(talk, lines=track_lines(), language="en", model="tiny.en")


def track_lines():
    from hub.recordings.words.captions import Line

    return [Line(0, 2000, "Hello"), Line(2000, 4000, "there")]


def test_nothing_changed_is_no_new_version(as_admin, words):
    as_admin.post(PAGE, form(words))
    words.refresh_from_db()
    assert words.version == 1


def test_splits_where_the_cursor_is_and_else_in_the_middle(as_admin, words):
    first, second = words.cues.order_by("number")[:2]
    as_admin.post(PAGE, form(words) | {"split": first.pk, "at": "6", "at_cue": first.pk})
    words.refresh_from_db()
    assert [row[3] for row in said(words)] == ["We run", "cube flow", "every night.", "It works."]
    assert said(words)[0][1] == said(words)[1][0] == 1600
    as_admin.post(PAGE, form(words) | {"split": second.pk, "at": "3", "at_cue": first.pk})
    assert [row[3] for row in said(words)][2:4] == ["every", "night."]
    assert list(words.cues.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_joins_with_the_next_and_keeps_what_was_typed(as_admin, words):
    first = words.cues.order_by("number").first()
    as_admin.post(PAGE, form(words, text_0="We use Kubeflow") | {"join": first.pk})
    assert said(words) == [(0, 8000, "", "We use Kubeflow\nevery night."), (8000, 12_000, "", "It works.")]
    last = words.cues.order_by("number").last()
    words.refresh_from_db()
    answer = as_admin.post(PAGE, form(words) | {"join": last.pk})
    assert answer.status_code == 422
    assert "last caption" in answer.content.decode()


def test_a_caption_without_words_goes(as_admin, words):
    as_admin.post(PAGE, form(words, text_1=" "))
    assert [row[3] for row in said(words)] == ["We run cube flow", "It works."]


def test_moves_all_captions_and_none_before_the_beginning(as_admin, words):
    as_admin.post(f"{PAGE}shift/", {"version": 1, "language": "en", "seconds": "-4.5"})
    assert [row[:2] for row in said(words)] == [(0, 0), (0, 3500), (3500, 7500)]
    answer = as_admin.post(f"{PAGE}shift/", {"version": 1, "language": "en", "seconds": "1"})
    assert answer.status_code == 409
    for nonsense in ("", "x", "0", "999999"):
        sent = {"version": 2, "language": "en", "seconds": nonsense}
        assert as_admin.post(f"{PAGE}shift/", sent).status_code == 422


def test_second_editor_sees_both_texts_and_loses_nothing(as_admin, words):
    mine = form(words, text_0="We run Kubeflow", text_2="It works well.")
    theirs = form(words, text_0="We run KFP")
    assert as_admin.post(PAGE, theirs).status_code == 302
    answer = as_admin.post(PAGE, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "We run Kubeflow</textarea>" in page
    assert "“We run KFP”" in page
    assert "It works well.</textarea>" in page
    assert said(words)[0][3] == "We run KFP"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert as_admin.post(PAGE, mine | {"version": version}).status_code == 302
    assert [row[3] for row in said(words)] == ["We run Kubeflow", "every night.", "It works well."]


def test_words_typed_into_a_caption_that_is_gone_are_shown(as_admin, words):
    mine = form(words, text_1="each night, at three.")
    first = words.cues.order_by("number").first()
    as_admin.post(PAGE, form(words) | {"join": first.pk})
    answer = as_admin.post(PAGE, mine)
    assert answer.status_code == 409
    assert "each night, at three." in answer.content.decode()
    assert "This caption is gone" in answer.content.decode()


@pytest.mark.parametrize("time", ["", "later", "1:99", "-3", "1:2:3:4", "9" * 30])
def test_a_time_that_makes_no_sense_is_marked_and_nothing_is_lost(as_admin, words, time):
    answer = as_admin.post(PAGE, form(words, ends_0=time, text_2="It works well."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write times as" in page
    assert "It works well.</textarea>" in page
    assert said(words)[2][3] == "It works."
    assert (
        "ends before it begins" in as_admin.post(PAGE, form(words, starts_0="9", ends_0="1")).content.decode()
    )


def test_nonsense_in_the_form_breaks_nothing(as_admin, words):
    sent = {"version": "x", "text-99": "", "text-a": "b", "split": "-1", "join": "9" * 40, "language": "en"}
    assert as_admin.post(PAGE, sent).status_code == 409
    assert as_admin.post(PAGE, sent | {"language": "xx"}).status_code == 404
    assert as_admin.post(PAGE, form(words, text_0="a\0b")).status_code in {302, 422}
    assert "\0" not in said(words)[0][3]


def test_only_those_who_answer_for_it_correct(as_member, as_anonymous, words):
    sent = form(words, text_0="x")
    assert as_member.post(PAGE, sent).status_code == 403
    assert as_anonymous.post(PAGE, sent).status_code in {302, 403}
    assert "textarea" not in as_member.get(PAGE).content.decode()
    assert said(words)[0][3] == "We run cube flow"


def test_the_page_opens_at_a_second(as_admin, talk):
    track(talk, *[f"word {n}" for n in range(100)])
    assert as_admin.get(PAGE, {"t": "200"}).context["page"].number == 2
    for nonsense in ("x", "9" * 40, "-1"):
        assert as_admin.get(PAGE, {"t": nonsense}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_one_is_told(db):
    talk = RecordingFactory(slug="talk")
    row, person = track(talk, "one", "two"), UserFactory()
    cues = list(row.cues.order_by("number"))
    verdicts, start = [], threading.Barrier(2)

    def save(cue, text):
        start.wait()
        try:
            edit = Edit(cue.pk, cue.starts_ms, cue.ends_ms, "", text)
            actions.correct_captions(row, version=1, edits=[edit], by=person)
            verdicts.append("saved")
        except Refused as refusal:
            verdicts.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(cue, f"new {cue.text}")) for cue in cues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(verdicts) == ["changed_meanwhile", "saved"]
    assert Track.objects.get().version == 2
    assert Cue.objects.filter(text__startswith="new").count() == 1


def test_a_corrected_name_is_offered_for_all_transcripts_and_remembered(as_admin, words):
    other = RecordingFactory(slug="other", title="Other")
    second = track(other, "Our Cube flow, our cube\nflow!", "cubeflow stays", "a tube flow")
    service = ServiceFactory(name="Kubeflow")
    page = as_admin.post(PAGE, form(words, text_0="We run Kubeflow"), follow=True).content.decode()
    assert "You wrote Kubeflow for “cube flow”. It stands like that in 1 more caption." in page
    asked = {"wrong": "cube flow", "right": "Kubeflow"}
    page = as_admin.get(f"{PAGE}names/", asked).content.decode()
    assert "<del>Cube flow</del>" in page
    assert "Other" in page
    key = second.cues.order_by("number").first().pk
    as_admin.post(f"{PAGE}names/", asked | {"cue": [key]})
    assert [row[3] for row in said(second)] == [
        "Our Kubeflow, our Kubeflow!",
        "cubeflow stays",
        "a tube flow",
    ]
    spelling = Spelling.objects.get()
    assert (spelling.wrong, spelling.right, spelling.service) == ("cube flow", "Kubeflow", service)
    assert Passage.objects.filter(search="kubeflow").count() == 2
    from hub.recordings.words.captions import Line

    fresh = actions.write_machine_captions(
        RecordingFactory(), lines=[Line(0, 1000, "About Cube Flow.")], language="en", model="tiny.en"
    ).track
    assert said(fresh)[0][3] == "About Kubeflow."


def test_a_name_is_corrected_only_where_ticked_and_allowed(as_chair, chair, group):
    mine, foreign = RecordingFactory(slug="talk", group=group), RecordingFactory()
    ours, theirs = track(mine, "cube flow", "cube flow"), track(foreign, "cube flow")
    keys = [ours.cues.order_by("number").first().pk, theirs.cues.get().pk]
    sent = {"wrong": "Cube  Flow", "right": "Kubeflow", "cue": [*keys, "x", "9" * 30]}
    assert as_chair.post(f"{PAGE}names/", sent).status_code == 302
    assert [row[3] for row in said(ours)] == ["Kubeflow", "cube flow"]
    assert said(theirs)[0][3] == "cube flow"


@pytest.mark.parametrize(
    "sent", [{}, {"wrong": "a", "right": ""}, {"wrong": "a\0", "right": "b"}, {"wrong": "a", "right": "a"}]
)
def test_a_name_that_makes_no_sense_is_refused(as_admin, words, sent):
    assert as_admin.post(f"{PAGE}names/", sent).status_code == 422
    assert as_admin.get(f"{PAGE}names/", sent).status_code == 200
    assert not Spelling.objects.exists()
