"""Speech to text with the packaged model: real-time factor, and words wrong on clear speech and on jargon.

The speech is made here by espeak-ng and flite, so the words are known: `python benchmarks/speech.py`.
One JSON line each. Jargon is heard twice: as it comes, and with the decoder told the names of the catalogue.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

GOALS = {"real-time factor": 0.15, "word error rate, clear": 0.06}
CLEAR = """
Good morning everybody and welcome to the community session. Today we look at how the pricing team trains its models.
First they read the data from the warehouse every night. Then a pipeline cleans the rows and removes those without a
price. After that the model is trained on four machines, which takes about twenty minutes. When the training is over,
the numbers are compared with those of last week. If the new model is better, it is published, and everybody on the team
gets a message. The whole thing costs less than two euros a day. Last year we did all of this by hand, and it took two
people a whole morning. Now nobody has to think about it any more. Are there any questions before we go on with the
second part?
"""
JARGON = """
In this demo we deploy a model with KServe and track the run in MLflow. The features come from Feast, the training runs
on Kubeflow Pipelines, and Katib finds the best parameters. Airflow starts it all at night, and Ray does the heavy work.
Ask SIG Serving about KServe.
"""
NAMES = ["KServe", "MLflow", "Feast", "Kubeflow Pipelines", "Katib", "Airflow", "Ray", "SIG Serving"]
FIGURES = {"four": "4", "twenty": "20", "two": "2", "second": "2nd"}
VOICES = [("espeak-ng", ["espeak-ng", "-v", "en-us", "-s", "150", "-f", "TEXT", "-w", "WAV"])] + [
    (f"flite {voice}", ["flite", "-voice", voice, "-f", "TEXT", "-o", "WAV"]) for voice in ("rms", "slt")
]


def main():
    """Make the speech, hear it, compare."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import django

    django.setup()
    from hub.recordings.words import speech

    model, name = speech.model_here()
    voices = [(voice, command) for voice, command in VOICES if shutil.which(command[0])]
    if not voices:
        sys.exit("Neither espeak-ng nor flite is on this machine.")
    with tempfile.TemporaryDirectory() as folder:
        tally = {}
        for voice, command in voices:
            for what, text, prompt in (
                ("clear", CLEAR, None),
                ("jargon", JARGON, None),
                ("jargon, names told", JARGON, f"Community session: {', '.join(NAMES)}."),
            ):
                wav = spoken(Path(folder), command, text)
                one(tally, model, voice, what, wav, text, prompt)
    for what, (wrong, words, took, used, length) in tally.items():
        say(f"word error rate, {what}", wrong / words, n=words, model=name)
        say(f"real-time factor, {what}", took / length, n=len(voices), seconds=round(length), model=name)
        say(f"processor seconds for a second, {what}", used / length, n=len(voices), seconds=round(length))


def one(tally, model, voice, what, wav, text, prompt):
    began, used = time.perf_counter(), time.process_time()
    heard = listen(model, wav, prompt)
    took, used = time.perf_counter() - began, time.process_time() - used
    wrong, words = errors(text, heard)
    say(f"word error rate, {what}, {voice}", wrong / words, n=words)
    before = tally.get(what, (0, 0, 0.0, 0.0, 0.0))
    tally[what] = tuple(
        a + b for a, b in zip(before, (wrong, words, took, used, length_of(wav)), strict=True)
    )


def listen(model, wav, prompt):
    """What the hub hears, with its own settings."""
    from hub.recordings.words import speech

    return " ".join(segment.text for segment in speech.transcribe(model, wav, "en", prompt)[0])


def spoken(folder, command, text):
    words, wav = folder / "text.txt", folder / "speech.wav"
    words.write_text(" ".join(text.split()))
    filled = [{"TEXT": str(words), "WAV": str(wav)}.get(part, part) for part in command]
    subprocess.run(filled, check=True, capture_output=True)
    return wav


def length_of(wav):
    with wave.open(str(wav)) as file:
        return file.getnframes() / file.getframerate()


def errors(text, heard):
    """Words that differ (put in, left out or replaced), and how many there are."""
    wanted, got = bare(text), bare(heard)
    row = list(range(len(got) + 1))
    for number, word in enumerate(wanted, 1):
        before, row[0] = row[0], number
        for place, other in enumerate(got, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (word != other))
    return row[-1], len(wanted)


def bare(text):
    words = re.findall(r"[a-z0-9']+", text.lower().replace("any more", "anymore").replace("€", " euros "))
    return [FIGURES.get(word, word) for word in words]


def say(name, value, **more):
    """One line of JSON."""
    goal = next((goal for start, goal in GOALS.items() if name.startswith(start)), None)
    told = {"name": name, "value": round(value, 4), "unit": "ratio"} | ({"goal": goal} if goal else {}) | more
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
