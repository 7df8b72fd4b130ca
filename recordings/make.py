"""Make the films in this folder anew: slides by Chromium, voices by flite, put together by ffmpeg.

    .venv/bin/python recordings/make.py [NAME...]

Each folder with a `talk.yml` (slides, and what is said to each) gets `video.mp4`, `captions.en.vtt`, `poster.jpg` and
`storyboard.jpg`. The captions are exact: they are written from the length of each spoken line. Needs `flite`, `ffmpeg`
and a Chromium; nothing of it runs when the hub starts. At the end it prints what `recording.yml` says of the files.
"""

# ruff: noqa: INP001 -- a program beside the content, not a package
from __future__ import annotations

import html
import math
import os
import shutil
import subprocess
import sys
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
TOKENS = HERE.parent / "hub" / "core" / "static" / "core" / "tokens.css"
LOGO = HERE.parent / "hub" / "core" / "static" / "core" / "favicon.svg"
WIDTH, HEIGHT, FPS = 1280, 720, 15
RATE = 16_000  # what the voices of flite speak at
BREATH, PAGE_TURN, LEAD = 0.28, 0.7, 0.6  # seconds of silence after a line, after a slide, before the first
TILE_EVERY, TILE_COLUMNS, TILE = 2, 10, (160, 90)
VTT_LINE = 42

STYLE = """
body { margin: 0; width: 1280px; height: 720px; box-sizing: border-box; padding: 64px 88px; display: flex;
  flex-direction: column; font: 30px/1.45 var(--font); color: var(--ink); background: var(--surface); }
header, footer { display: flex; align-items: center; gap: 16px; color: var(--muted); font-size: 22px; }
header img { width: 40px; } footer { margin-top: auto; justify-content: space-between; }
.kicker { color: var(--accent); font-size: 26px; font-weight: 600; margin: 52px 0 6px; }
h1 { font-size: 58px; line-height: 1.12; letter-spacing: -0.02em; margin: 0 0 30px; max-width: 20em; }
ul { list-style: none; margin: 0; padding: 0; } li { padding: 9px 0 9px 26px; border-left: 6px solid var(--line);
  color: var(--muted); } li.now { border-color: var(--accent); color: var(--ink); font-weight: 600; }
li.to-come { visibility: hidden; } .big h1 { font-size: 84px; margin-top: 12px; }
pre { font: 25px/1.5 var(--mono); background: var(--raised); border: 1px solid var(--line); border-radius: 10px;
  padding: 20px 26px; margin: 0 0 24px; } svg { height: 330px; align-self: flex-start; }
svg text { font: 26px var(--font); fill: var(--ink); text-anchor: middle; } svg .node { fill: var(--accent-soft);
  stroke: var(--accent); stroke-width: 3; } svg .beats { stroke: var(--accent); stroke-width: 5; fill: none; }
.beside { display: grid; grid-template-columns: auto 1fr; gap: 56px; align-items: center; }
table { border-collapse: collapse; font-size: 25px; } td, th { border: 1px solid var(--line); padding: 9px 20px;
  text-align: center; } th { color: var(--muted); font-weight: 500; } td.won { background: var(--ok-soft);
  color: var(--ok); font-weight: 600; } td.self { background: var(--raised); }
"""


@dataclass
class Line:
    """A spoken line: who, what, from when to when."""

    by: str
    text: str
    start: float
    end: float


def main(names: list[str]) -> None:
    """Make the films of these folders, or all."""
    for talk in sorted(HERE.glob("*/talk.yml")):
        if not names or talk.parent.name in names:
            make(talk.parent, yaml.safe_load(talk.read_text(encoding="utf-8")))


def make(folder: Path, talk: dict[str, Any]) -> None:
    """One film, from its words to its files."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        lines = speak(talk, work)
        starts = [slide[0].start for slide in lines]
        end = lines[-1][-1].end + PAGE_TURN
        pictures = draw(talk, folder, work)
        film(pictures, shown(lines, end), work / "speech.wav", folder / "video.mp4")
    write_captions([line for slide in lines for line in slide], folder / "captions.en.vtt")
    pictures_of(folder, end)
    say(f"{folder.name}: {end:.2f} s, {(folder / 'video.mp4').stat().st_size / 1e6:.2f} MB")
    for slide, start in zip(talk["slides"], starts, strict=True):
        say(f"  {int(start) // 60}:{int(start) % 60:02} {slide['title']}")


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"{text}\n")


def speak(talk: dict[str, Any], work: Path) -> list[list[Line]]:
    """Have every line spoken, one after the other, into one file; says when each is heard."""
    at, found = LEAD, []
    with wave.open(str(work / "speech.wav"), "wb") as speech:
        speech.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        speech.writeframes(silence(LEAD))
        for slide in talk["slides"]:
            spoken = []
            for number, (by, text) in enumerate(said(slide)):
                seconds = utter(talk["voices"][by], as_spoken(text), work / "line.wav", speech)
                spoken.append(Line(by, text, at, at + seconds))
                pause = PAGE_TURN if number == len(slide["says"]) - 1 else BREATH
                speech.writeframes(silence(pause))
                at += seconds + pause
            found.append(spoken)
    return found


def said(slide: dict[str, Any]) -> list[tuple[str, str]]:
    """Who says what to a slide."""
    return [next(iter(line.items())) for line in slide["says"]]


def as_spoken(text: str) -> str:
    """Names that a voice would not know, as it must read them."""
    return text.replace("MLflow", "M L flow")


def utter(voice: str, text: str, path: Path, speech: wave.Wave_write) -> float:
    """One line by one voice; its length in seconds, silence at its ends left out."""
    slower = "--setf", "duration_stretch=1.08"
    subprocess.run(["flite", "-voice", voice, *slower, "-t", text, "-o", str(path)], check=True)
    with wave.open(str(path)) as line:
        if (line.getframerate(), line.getnchannels(), line.getsampwidth()) != (RATE, 1, 2):
            sys.exit(f"The voice {voice} speaks in another form than {RATE} Hz, mono, 16 bit.")
        frames = line.readframes(line.getnframes())
    frames = trimmed(frames)
    speech.writeframes(frames)
    return len(frames) / 2 / RATE


def trimmed(frames: bytes, quiet: int = 300) -> bytes:
    """Speech without the silence before and after it."""
    loud = [
        i
        for i in range(0, len(frames) - 1, 2)
        if abs(int.from_bytes(frames[i : i + 2], "little", signed=True)) > quiet
    ]
    return frames[max(0, loud[0] - RATE // 20 * 2) : loud[-1] + RATE // 10 * 2] if loud else frames


def silence(seconds: float) -> bytes:
    """Nothing said, for so long."""
    return b"\0\0" * round(seconds * RATE)


def draw(talk: dict[str, Any], folder: Path, work: Path) -> list[Path]:
    """A picture for every spoken line: the slide, with the point that is spoken of."""
    found = []
    with sync_playwright() as play:
        path = os.environ.get("HUB_CHROMIUM") or shutil.which("chromium")
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        for number, slide in enumerate(talk["slides"]):
            for spoken in range(len(slide["says"])):
                page.set_content(slide_html(talk, slide, number, spoken))
                found.append(work / f"{number:02}-{spoken:02}.png")
                page.screenshot(path=str(found[-1]))
        page.set_content(slide_html(talk, talk["slides"][0], 0, 99))
        page.screenshot(path=str(folder / "poster.jpg"), type="jpeg", quality=82)
        browser.close()
    return found


def slide_html(talk: dict[str, Any], slide: dict[str, Any], number: int, spoken: int) -> str:
    """A slide while its n-th line is spoken."""
    states = [
        "now" if i == spoken else "" if i < spoken else "to-come" for i in range(len(slide.get("points", [])))
    ]
    points = "".join(
        f'<li class="{state}">{html.escape(point)}</li>'
        for state, point in zip(states, slide.get("points", []), strict=True)
    )
    code = f"<pre>{html.escape(slide['code'])}</pre>" if "code" in slide else ""
    picture, bullets = slide.get("picture", ""), f"<ul>{points}</ul>" if points else ""
    inner = f'<div class="beside">{picture}{bullets}</div>' if picture else code + bullets
    logo = f"data:image/svg+xml;utf8,{LOGO.read_text(encoding='utf-8').replace('#', '%23').replace(chr(34), chr(39))}"
    return f"""<!doctype html><html data-palette="light"><style>{TOKENS.read_text(encoding="utf-8")}{STYLE}</style>
<body class="{"big" if number == 0 else ""}"><header><img src="{logo}" alt="">{html.escape(talk["series"])}</header>
<p class="kicker">{html.escape(slide.get("kicker", ""))}</p><h1>{html.escape(slide["title"])}</h1>{inner}
<footer><span>{html.escape(talk["title"])}</span><span>{number + 1} / {len(talk["slides"])}</span></footer>
</body></html>"""


def shown(lines: list[list[Line]], end: float) -> list[float]:
    """For how long each picture stands: until the next line begins."""
    begins = [line.start for slide in lines for line in slide]
    begins[0] = 0.0
    return [after - before for before, after in zip(begins, [*begins[1:], end], strict=True)]


def film(pictures: list[Path], seconds: list[float], speech: Path, target: Path) -> None:
    """Pictures and speech as a film that begins to play before it is loaded."""
    rows = [
        f"file '{picture}'\nduration {length:.3f}" for picture, length in zip(pictures, seconds, strict=True)
    ]
    listed = speech.with_name("pictures.txt")
    listed.write_text("\n".join([*rows, f"file '{pictures[-1]}'"]), encoding="utf-8")
    ffmpeg(
        "-f", "concat", "-safe", "0", "-i", str(listed), "-i", str(speech),
        "-vf", f"fps={FPS},format=yuv420p", "-c:v", "libx264", "-preset", "fast", "-crf", "27", "-tune", "stillimage",
        "-g", str(FPS * 2), "-af", "loudnorm=I=-16:TP=-1.5,aresample=44100", "-c:a", "aac", "-b:a", "56k", "-ac", "1",
        "-t", f"{sum(seconds):.3f}", "-movflags", "+faststart", "-map_metadata", "-1", str(target),
    )  # fmt: skip


def pictures_of(folder: Path, end: float) -> None:
    """The sheet of small pictures for the bar that people seek with."""
    rows = math.ceil(math.ceil(end / TILE_EVERY) / TILE_COLUMNS)
    width, height = TILE
    tiles = f"fps=1/{TILE_EVERY}:round=up,scale={width}:{height},tile={TILE_COLUMNS}x{rows}"
    ffmpeg(
        "-i",
        str(folder / "video.mp4"),
        "-an",
        "-vf",
        tiles,
        "-frames:v",
        "1",
        "-q:v",
        "6",
        str(folder / "storyboard.jpg"),
    )


def ffmpeg(*words: str) -> None:
    """Run it, quietly; the same input gives the same bytes."""
    subprocess.run(
        [
            "ffmpeg",
            "-y",
            "-v",
            "error",
            "-fflags",
            "+bitexact",
            *words[:-1],
            "-flags",
            "+bitexact",
            words[-1],
        ],
        check=True,
    )


def write_captions(lines: list[Line], target: Path) -> None:
    """What is said as WebVTT, a line for a cue, with the name of who says it."""
    cues = [
        f"{stamp(line.start)} --> {stamp(line.end)}\n<v {line.by}>{wrapped(line.text)}</v>"
        for line in lines
    ]  # fmt: skip
    target.write_text("WEBVTT\n\n" + "\n\n".join(cues) + "\n", encoding="utf-8")


def wrapped(text: str) -> str:
    """At most two lines of about the same length."""
    if len(text) <= VTT_LINE:
        return text
    spaces = [i for i, char in enumerate(text) if char == " "]
    middle = min(spaces, key=lambda i: abs(i - len(text) / 2))
    return text[:middle] + "\n" + text[middle + 1 :]


def stamp(seconds: float) -> str:
    """A moment as WebVTT writes it."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


if __name__ == "__main__":
    main(sys.argv[1:])
