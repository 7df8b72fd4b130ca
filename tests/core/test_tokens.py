"""The tokens keep their promise: every pair of text and ground that is used can be read."""

import re
from pathlib import Path

import pytest

import hub.core

STATIC = Path(hub.core.__file__).parent / "static" / "core"
DOCS = ("shell", "corner", "shell-narrow", "components", "notices", "lists", "stories")
TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TOKENS = {name: (day, night) for name, day, night in TOKEN.findall((STATIC / "tokens.css").read_text())}
STATUSES = ["ok", "degraded", "down", "maintenance", "unknown"]
STAGES = ["planned", "alpha", "beta", "stable", "deprecated", "retired"]
STATES = STATUSES + STAGES
GROUNDS = ("surface", "raised", "sunken")
TEXT = [
    *((word, ground) for word in ("ink", "muted", "accent", *STATES) for ground in GROUNDS),
    *((state, f"{state}-soft") for state in STATES),
    *(("ink", f"{state}-soft") for state in STATES),
    ("ink", "accent-soft"),
    ("accent", "accent-soft"),
    ("accent-strong", "accent-soft"),
    ("accent-strong", "surface"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("surface", "down"),
    ("surface", "ok"),
]
EDGES = [("edge", "surface"), ("edge", "raised"), ("accent", "surface")]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("word", "ground", "least"), [(*p, 4.5) for p in TEXT] + [(*p, 3.0) for p in EDGES])
def test_reader_can_tell_text_from_its_ground(word, ground, least, theme):
    assert contrast(TOKENS[word][theme], TOKENS[ground][theme]) >= least


def test_contrast_is_computed_as_wcag_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("sheet", sorted(path.stem for path in STATIC.glob("*.css") if path.stem != "tokens"))
def test_sheets_take_their_colours_from_tokens(sheet):
    text = (STATIC / f"{sheet}.css").read_text()
    assert re.findall(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl", text) == []
    assert set(re.findall(r"var\(--([\w-]+)", text)) <= declared()


@pytest.mark.parametrize("sheet", DOCS)
def test_sheets_of_both_engines_never_depend_on_the_root_size(sheet):
    assert re.findall(r"\d(?:rem)\b", (STATIC / f"{sheet}.css").read_text()) == []


def declared() -> set[str]:
    return set(re.findall(r"^ +--([\w-]+):", (STATIC / "tokens.css").read_text(), re.MULTILINE))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
