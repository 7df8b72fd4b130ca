"""A misheard name that begins in one caption and ends in the next is found, corrected and remembered all the same."""

import pytest

from hub.recordings.actions import words as actions
from hub.recordings.models import Passage, Recording, Spelling
from hub.recordings.words import keeping, names
from hub.recordings.words.captions import Line
from hub.recordings.words.spelling import all_corrected, corrected
from tests.factories import RecordingFactory
from tests.recordings.words.saying import lines, track

PAGE = "/community/recordings/talk/transcript/"
NAME = {"wrong": "kube flow", "right": "Kubeflow"}


def said(row) -> list[tuple[int, int, str]]:
    return [(line.starts_ms, line.ends_ms, line.text) for line in keeping.lines_of(row)]


def across(*texts: str, wrong: str = "kube flow", **more) -> list[str]:
    return corrected(texts, [""] * len(texts), wrong, "Kubeflow", **more)


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (("we run kube", "flow daily"), ["we run Kubeflow", "daily"]),
        (("we run kube", "flow"), ["we run Kubeflow", ""]),
        (("kube", "flow", "kube", "flow"), ["Kubeflow", "", "Kubeflow", ""]),
        (("kube\nflow, kube", "flow. Kube", "Flow!"), ["Kubeflow, Kubeflow", ". Kubeflow", "!"]),
        (("kube.", "flow"), ["kube.", "flow"]),
        (("kube", "", "flow on"), ["Kubeflow", "", "on"]),
        (("akube", "flow"), ["akube", "flow"]),
        (("kube", "flows"), ["kube", "flows"]),
        (("  kube  ", "  untouched  "), ["  kube  ", "  untouched  "]),
        ((), []),
    ],
)
def test_a_name_over_the_end_of_a_caption_stands_in_the_first(given, right):
    assert across(*given) == right


def test_a_name_of_several_words_over_several_captions():
    assert across("a", "kube", "flow", "pipe", "lines b", wrong="kube flow pipe lines") == [
        "a", "Kubeflow", "", "", "b",
    ]  # fmt: skip


def test_two_speakers_do_not_say_one_name():
    assert corrected(["kube", "flow"], ["Ada", "Bob"], "kube flow", "Kubeflow") == ["kube", "flow"]


def test_only_where_it_begins_in_a_chosen_caption():
    assert across("kube", "flow", "kube", "flow", chosen={2}) == ["kube", "flow", "Kubeflow", ""]
    assert across("kube", "flow", chosen={1}) == ["kube", "flow"]


def test_a_caption_that_becomes_empty_gives_its_time_to_the_one_before():
    found = all_corrected(lines("run kube", "flow", "daily"), [("kube flow", "Kubeflow")])
    assert found == [Line(0, 8000, "run Kubeflow"), Line(8000, 12000, "daily")]


def test_a_machine_writes_it_rightly_next_time(db):
    Spelling.objects.create(**NAME)
    row = actions.write_machine_captions(
        RecordingFactory(), lines=lines("we run kube", "flow daily"), language="en", model="tiny.en"
    ).track
    assert [text for *_, text in said(row)] == ["we run Kubeflow", "daily"]


def test_every_place_is_offered_with_the_words_around_it(db):
    track(RecordingFactory(slug="talk", title="Talk"), "we run kube", "flow daily", "and kube flow")
    track(RecordingFactory(title="Other"), "kube", "flew", "a flow")

    found = names.places_of("kube flow", "Kubeflow", Recording.objects.all())

    assert [(place.before, place.name, place.after) for place in found] == [
        ("we run ", "kube flow", " daily"),
        ("and ", "kube flow", ""),
    ]
    assert [place.starts_ms for place in found] == [0, 8000]


def test_what_is_ticked_is_corrected_and_found_at_once(db, as_admin):
    row = track(RecordingFactory(slug="talk"), "we run kube", "flow", "daily", "kube", "flow too")
    first = row.cues.order_by("number").first()

    page = as_admin.get(f"{PAGE}names/", NAME).content.decode()
    assert page.count("<del>kube flow</del>") == 2
    as_admin.post(f"{PAGE}names/", NAME | {"cue": [first.pk]})

    assert said(row) == [
        (0, 8000, "we run Kubeflow"),
        (8000, 12000, "daily"),
        (12000, 16000, "kube"),
        (16000, 20000, "flow too"),
    ]
    assert list(row.cues.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]
    assert row.cues.filter(pk=first.pk).exists()
    assert Passage.objects.filter(search="kubeflow").exists()


def test_a_correction_over_two_captions_is_understood_as_one_name():
    rows = [("Hello", "Hello"), ("we run Kube", "we run Kubeflow"), ("Flow daily", "daily"), ("Bye", "Bye")]
    assert names.names_in(rows) == ("kube flow", "Kubeflow")


def test_the_offer_costs_the_same_however_often_the_name_stands(db, queries):
    track(RecordingFactory(slug="talk"), "kube", "flow")
    once = queries(lambda: names.places_of("kube flow", "Kubeflow", Recording.objects.all()))
    for _ in range(10):
        track(RecordingFactory(), *["kube", "flow"] * 20)
    found = []
    often = queries(lambda: found.extend(names.places_of("kube flow", "Kubeflow", Recording.objects.all())))
    assert often == once
    assert len(found) == 201
