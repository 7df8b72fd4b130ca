"""Windows: no phrase falls between two, and no word is lost."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from hub.recordings.words.captions import Line, spared
from hub.recordings.words.windows import STEP_MS, WIDTH_MS, timed, windows
from tests.recordings.words.saying import lines


@st.composite
def transcripts(draw):
    """Captions in the order of time, some with gaps, some overlapping, each word its own."""
    start, made, number = 0, [], 0
    for _ in range(draw(st.integers(0, 25))):
        start += draw(st.integers(0, 40_000))
        words = draw(st.integers(1, 12))
        made.append(
            Line(
                start, start + draw(st.integers(0, 50_000)), " ".join(f"w{number + n}" for n in range(words))
            )
        )
        number += words
    return made


@given(transcripts(), st.data())
def test_a_phrase_of_up_to_15_seconds_lies_wholly_in_one_window(said, data):
    words = list(timed(said))
    if not words:
        assert windows(said) == []
        return
    first = data.draw(st.integers(0, len(words) - 1))
    phrase = [words[first]]
    for word in words[first + 1 :]:
        span = [one.ms for one in [*phrase, word]]
        if max(span) - min(span) > STEP_MS:
            break
        phrase.append(word)
    wanted = " ".join(word.text for word in phrase)
    assert any(f" {wanted} " in f" {window.text} " for window in windows(said))


@given(transcripts())
def test_every_word_is_in_a_window_and_windows_are_short(said):
    made = windows(said)
    assert {word for window in made for word in window.text.split()} == {word.text for word in timed(said)}
    for window in made:
        times = [word.ms for word in timed(said) if word.text in window.text.split()]
        assert max(times) - min(times) < WIDTH_MS
        assert window.starts_ms == min(times)


@given(transcripts())
def test_no_window_repeats_the_one_before(said):
    made = [set(window.text.split()) for window in windows(said)]
    assert all(not after <= before for before, after in itertools.pairwise(made))


def test_windows_name_who_speaks():
    said = [*lines("one", speaker="Ana"), Line(4000, 8000, "two", "Ben")]
    assert [window.speakers for window in windows(said)] == [["Ana", "Ben"]]


def test_captions_that_touch_a_cut_are_left_out_whole():
    said = lines("zero four", "four eight", "eight twelve", "twelve sixteen")
    assert [line.text for line in spared(said, [(5000, 9000)])] == ["zero four", "twelve sixteen"]
    assert spared(said, [(4000, 8000)]) == [said[0], said[2], said[3]]
    assert spared(said, []) == said


def test_a_caption_of_no_length_inside_a_cut_is_left_out():
    said = [Line(5000, 5000, "secret")]
    assert spared(said, [(5000, 6000)]) == []
    assert spared(said, [(4000, 5000)]) == said
