"""Hand-written pages say where what they tell is shown: “Watch” below the heading that a chapter is linked to."""

from pathlib import Path

import pytest

from hub.goldenpath import tree, watching
from tests import factories as make

pytestmark = pytest.mark.django_db
GUIDE = """---
title: Guide
---

# Guide

Words.

```bash
# not a heading
```

## Register the *best* one

How.

## Clean up {#tidy}

Also.
"""


def chapter(*pages: str, **facts):
    recording = facts.pop("recording", None) or make.RecordingFactory(slug="talk", title="Session 7")
    told = {"title": "The winner", "starts_s": 760, "ends_s": 900} | facts
    return make.SegmentFactory(recording=recording, pages=list(pages), **told)


def shown(text: str = GUIDE, path: str = "guides/guide.md") -> str:
    return watching.with_chapters(path, text, watching.chapters())


WATCH = (
    "[Watch: The winner](/community/recordings/talk/?t=760) at 12:40 in [Session 7](../recordings/talk.md)\n"
    "{: .hub-watch }\n"
)


@pytest.mark.parametrize(
    ("page", "below"),
    [
        ("guides/guide/", "# Guide\n"),
        ("guides/guide/#register-the-best-one", "## Register the *best* one\n"),
        ("guides/guide/#tidy", "## Clean up {#tidy}\n"),
        ("guides/guide/#gone", "# Guide\n"),
        ("guides/guide/#not-a-heading", "# Guide\n"),
    ],
)
def test_it_stands_below_the_heading_that_is_shown(page, below):
    chapter(page)

    text = shown()

    assert f"\n{below}\n{WATCH}" in text
    assert text.replace(f"\n{WATCH}\n", "", 1) == GUIDE


def test_a_page_that_no_chapter_shows_stays_as_it_is():
    chapter("guides/other/")

    assert shown() == GUIDE


def test_a_page_without_a_heading_and_the_front_page_have_it_too():
    chapter("guides/guide/", "")

    assert WATCH in shown("Only words.\n")
    assert "](recordings/talk.md)" in shown("# Front\n", "index.md")


def test_of_two_headings_alike_each_has_its_own():
    chapter("guides/guide/#same_1")

    text = shown("# G\n\n## Same\n\na\n\n## Same\n\nb\n")

    assert text.index(WATCH) > text.index("\na\n")


@pytest.mark.parametrize("facts", [{"audience": "internal"}, {"state": "draft"}, {"state": "retired"}])
def test_what_not_everybody_may_watch_is_not_there(facts):
    chapter("guides/guide/", recording=make.RecordingFactory(title="Secret", **facts))

    assert shown() == GUIDE


def test_a_title_is_text_whatever_it_says():
    chapter("guides/guide/", title="<b>](javascript:x) {{ y }} ::: --8<--")

    text = shown()

    for sign in ("<b>", "](javascript", "{{", ":::", "--8<--"):
        assert sign not in text


@pytest.mark.django_db(transaction=True)
def test_the_tree_has_it_until_the_link_is_taken_back(tmp_path: Path):
    by_hand = tmp_path / "docs"
    (by_hand / "guides").mkdir(parents=True)
    (by_hand / "guides" / "guide.md").write_text(GUIDE)
    segment = chapter("guides/guide/#tidy")
    tree.write(tmp_path / "tree", by_hand)
    page = tmp_path / "tree" / "guides" / "guide.md"
    assert WATCH in page.read_text()

    segment.delete()
    written = tree.write(tmp_path / "tree", by_hand)

    assert page.read_text() == GUIDE
    assert "guides/guide.md" in written.changed
