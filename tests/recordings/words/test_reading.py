"""Read captions: what tools write, what is odd, what is no captions at all."""

import json

import pysubs2
import pytest
import webvtt
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from hub.recordings.words.captions import Line, UnreadableError, stamp
from hub.recordings.words.reading import past_the_end, read
from hub.recordings.words.writing import vtt
from tests.recordings.words.saying import real_files

HEAD = "WEBVTT\n\n"


def texts(data):
    return [line.text for line in read(data.encode() if isinstance(data, str) else data).lines]


def test_24_real_files_survive_out_and_in_with_every_word_and_time():
    files = real_files()
    assert len(files) == 24
    for file in files:
        captions = read(file.read_bytes())
        foreign = {
            (cue.start, cue.end, " ".join(cue.text.split()))
            for cue in webvtt.read(str(file))
            if cue.text.strip()
        }
        ours = {
            (stamp(line.starts_ms), stamp(line.ends_ms), " ".join(line.text.split()))
            for line in captions.lines
        }
        assert ours == foreign, file.name
        assert read(vtt(captions.lines).encode()).lines == captions.lines, file.name


def test_subrip_is_read_as_another_program_reads_it():
    data = "1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i> there\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}Bye\nnow\n"
    foreign = pysubs2.SSAFile.from_string(data, format_="srt")
    captions = read(data.encode())
    assert [(line.starts_ms, line.ends_ms, line.text) for line in captions.lines] == [
        (event.start, event.end, event.plaintext) for event in foreign
    ]
    assert captions.warnings == []


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("\ufeffWEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", ["Hi"]),
        (HEAD + "00:01.000 --> 00:02.000 align:start position:10%\nHi\n", ["Hi"]),
        ("WEBVTT\r\n\r\nintro\r\n00:01.000 --> 00:02.000\r\nHi\r\nyou\r\n", ["Hi\nyou"]),
        (HEAD + "NOTE\n00:01.000 --> 00:02.000 is no caption\n\n00:03.000 --> 00:04.000\nHi", ["Hi"]),
        (HEAD + "STYLE\n::cue { color: red }\n\n00:03.000 --> 00:04.000\nHi", ["Hi"]),
        (HEAD + "00:01.000 --> 00:02.000\n<c.loud>Hi</c> <00:01.500><b>you</b>\n", ["Hi you"]),
        (HEAD + "00:01.000 --> 00:02.000\nR&amp;D &lt;b&gt; 1 < 2\n", ["R&D <b> 1 < 2"]),
        (HEAD + "00:01.000 --> 00:02.000\nA\n00:02.000 --> 00:03.000\nB\n", ["A", "B"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nA\n2\n00:00:02,000 --> 00:00:03,000\nB\n", ["A", "B"]),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\0B\n", ["AB"]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nÄpfel".encode("utf-16"), ["Äpfel"]),
        (HEAD, []),
    ],
    ids=[
        "mark", "settings", "crlf and name", "note", "style", "tags", "entities", "no empty line",
        "numbers without one", "nul", "utf-16", "nothing in it",
    ],
)  # fmt: skip
def test_files_of_all_kinds_are_read(file, said):
    assert texts(file) == said


def test_hours_may_be_left_out_and_names_of_voices_are_speakers():
    captions = read(f"{HEAD}01:02.003 --> 1:00:00.000\n<v.first Maria López>Hi</v> <v Ben>Hello".encode())
    assert captions.lines == [
        Line(62_003, 3_600_000, "Hi", "Maria López"),
        Line(62_003, 3_600_000, "Hello", "Ben"),
    ]
    assert captions.speakers == ["Maria López", "Ben"]
    assert captions.seconds == 3600


def test_script_is_text_and_stays_text():
    captions = read(f"{HEAD}00:01.000 --> 00:02.000\n<script>alert(1)</script> <img src=x>\n".encode())
    assert captions.lines[0].text == "<script>alert(1)</script> <img src=x>"
    out = vtt(captions.lines)
    assert "<script" not in out
    assert read(out.encode()).lines == captions.lines


@pytest.mark.parametrize(
    ("file", "warning", "said"),
    [
        (HEAD + "00:05.000 --> 00:06.000\nB\n\n00:01.000 --> 00:02.000\nA\n", "line 6: 1 caption out of", ["A", "B"]),
        (HEAD + "00:01.000 --> 00:02.000\nA\n\n00:01.000 --> 00:02.000\nA\n", "1 caption in the file twice", ["A"]),
        (HEAD + "00:01.000 --> 00:04.000\nA\n\n00:02.000 --> 00:05.000\nB\n", "line 6: 1 caption over", ["A", "B"]),
        (HEAD + "00:05.000 --> 00:02.000\nA\n", "line 3: ends before it begins", ["A"]),
        (HEAD + "00:75.000 --> 02:00.000\nA\n\n00:01.000 --> 00:02.000\nB\n", "line 3: no time can be read", ["B"]),
        (HEAD + "soon --> later\nA\n\n00:01.000 --> 00:02.000\nB\n", "line 3: no time can be read", ["B"]),
        (HEAD + "00:01.000 --> 00:02.000\n\n00:02.000 --> 00:03.000\nB\n", "line 3: a caption without words", ["B"]),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nCaf\xe9\n", "line 4: not UTF-8; read as Latin-1", ["Café"]),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\0B\n", "line 4: NUL", ["AB"]),
        (HEAD, "it holds no captions", []),
    ],
)  # fmt: skip
def test_what_is_odd_is_named_and_no_word_lost(file, warning, said):
    captions = read(file.encode() if isinstance(file, str) else file)
    assert [line.text for line in captions.lines] == said
    assert [one for one in captions.warnings if one.startswith(warning)], captions.warnings


def test_rolling_captions_say_each_line_once():
    rows = ["one", "one\ntwo", "two\nthree", "three", "three\nfour"]
    blocks = [f"00:0{n}.000 --> 00:0{n + 1}.000\n{row}\n" for n, row in enumerate(rows)]
    captions = read((HEAD + "\n".join(blocks)).encode())
    assert [line.text for line in captions.lines] == ["one", "two", "three", "four"]
    assert any("rolling" in warning for warning in captions.warnings)


def test_a_word_said_twice_stays_twice():
    rows = ["Yes.", "Yes.", "I think so.", "Me too.", "Let us go.", "Right.", "Now?", "Soon."]
    blocks = [f"00:0{n}.000 --> 00:0{n + 1}.000\n{row}\n" for n, row in enumerate(rows)]
    assert texts(HEAD + "\n".join(blocks)) == rows


def test_captions_after_the_end_of_the_recording_are_named():
    captions = read(f"{HEAD}00:01.000 --> 00:02.000\nA\n\n02:00.000 --> 02:01.000\nB\n".encode())
    assert past_the_end(captions, 60) == ["1 caption beginning after the end of the recording; kept"]
    assert past_the_end(captions, 200) == past_the_end(captions, None) == []


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", 1, "empty"),
        (b" \n ", 1, "empty"),
        (b"Dear reader,\nthis is a letter.\n", 1, "no captions"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe\xfa", 1, "no text"),
        (b"line\nline\n\xff\xff", 3, "no text"),
        (b"x" * 20_000_001, 1, "larger"),
    ],
)
def test_what_is_no_captions_is_refused_with_line_and_reason(data, line, reason):
    with pytest.raises(UnreadableError, match=reason) as caught:
        read(data)
    assert caught.value.line == line


@given(st.binary(max_size=300))
def test_nothing_makes_the_reader_fall_over(data):
    for whole in (data, b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + data):
        try:
            captions = read(whole)
        except UnreadableError:
            continue
        assert all(
            line.text and line.ends_ms >= line.starts_ms and "\0" not in line.text for line in captions.lines
        )


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
LINES = st.lists(
    st.builds(
        lambda start, length, rows, who: Line(start, start + length, "\n".join(map(" ".join, rows)), " ".join(who)),
        st.integers(0, 90_000_000), st.integers(0, 9000),
        st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=2), st.lists(WORDS, max_size=2),
    ),
    max_size=8,
)  # fmt: skip


@given(LINES)
def test_what_is_written_is_read_again(lines):
    kept = read(vtt(lines).encode()).lines
    whole = sorted(set(lines), key=lambda line: (line.starts_ms, line.ends_ms))
    if not any("held nothing new" in warning for warning in read(vtt(lines).encode()).warnings):
        assert sorted(map(repr, kept)) == sorted(map(repr, whole))


def test_operator_reads_a_file_of_captions(tmp_path, capsys):
    file = tmp_path / "talk.vtt"
    file.write_text(f"{HEAD}00:01.000 --> 00:02.500\n<v Ana>Hi\n")
    call_command("read_captions", str(file), "--json")
    told = json.loads(capsys.readouterr().out)
    assert told == {"cues": 1, "seconds": 2.5, "speakers": ["Ana"], "warnings": []}
    call_command("read_captions", str(file))
    assert "1 captions, 0:02 long" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, b"", b"a letter"])
def test_operator_hears_file_line_and_reason(tmp_path, content):
    file = tmp_path / "talk.vtt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=r"talk\.vtt: (line 1: |No such file)"):
        call_command("read_captions", str(file))
