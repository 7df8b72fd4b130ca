"""Media files of every kind, good and bad, made by ffmpeg itself."""

import subprocess
from contextlib import nullcontext
from pathlib import Path

from hub.recordings.media import work
from hub.recordings.media.program import ffmpeg

committed = None  # a test inside one transaction sets what carries out the things that follow a commit


def work_off() -> None:
    """All the work that waits, with what follows its commits."""
    with committed(execute=True) if committed else nullcontext():
        work.work_off()


TONE = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"]
H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]


def run(*arguments: str) -> None:
    subprocess.run(
        [ffmpeg(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y", *arguments],
        check=True,
        capture_output=True,
    )


def picture(size: str, rate: float, source: str = "testsrc2") -> list[str]:
    return ["-f", "lavfi", "-i", f"{source}{':' if '=' in source else '='}size={size}:rate={rate}"]


def video(
    path: Path,
    *,
    seconds: float = 4,
    size: str = "320x180",
    rate: float = 10,
    sound: bool = True,
    codec=H264,
    more=(),
) -> Path:
    """A moving test picture, with a tone unless told otherwise."""
    tone = TONE if sound else []
    coded = ["-c:a", "aac"] if sound and path.suffix in (".mp4", ".mov", ".mkv") else []
    run(*picture(size, rate), *tone, "-t", str(seconds), *codec, *coded, *more, str(path))
    return path


def silent(path: Path) -> Path:
    """A picture with a track of sound in which nothing is heard."""
    nothing = ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono"]
    run(*picture("320x180", 10), *nothing, "-t", "4", *H264, "-c:a", "aac", str(path))
    return path


def audio(path: Path, seconds: float = 4) -> Path:
    run(*TONE, "-t", str(seconds), str(path))
    return path


def hours(path: Path, length: int = 6 * 3600) -> Path:
    """Six hours of a tiny picture, one every five seconds."""
    run(*picture("64x36", 0.2, "color=c=gray"), "-t", str(length), *H264, "-g", "120", str(path))
    return path


def uneven(path: Path) -> Path:
    """Pictures at uneven distances: two seconds of ten a second, then one every two seconds."""
    uneven_frames = "select='if(lt(t,2),1,not(mod(n,20)))'"
    run(
        *picture("320x180", 10),
        *TONE,
        "-t",
        "8",
        "-vf",
        uneven_frames,
        "-fps_mode",
        "vfr",
        *H264,
        "-c:a",
        "aac",
        str(path),
    )
    return path


def chaptered(path: Path, notes: Path) -> Path:
    """Two chapters and captions inside the file."""
    notes.with_suffix(".srt").write_text("1\n00:00:00,500 --> 00:00:02,000\nWelcome to the demo\n\n")
    notes.write_text(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=Welcome\\; and \\= more\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=2000\nEND=4000\ntitle=<b>Publishing</b>\n"
    )
    run(
        *picture("320x180", 10), *TONE, "-i", str(notes), "-i", str(notes.with_suffix(".srt")), "-map", "0:v",
        "-map", "1:a", "-map", "3:s", "-map_metadata", "2", "-map_chapters", "2", "-t", "4",
        *H264, "-c:a", "aac", "-c:s", "mov_text",
        "-metadata:s:s:0", "language=eng", str(path),
    )  # fmt: skip
    return path
