"""Hand-written pages are found in the search of the hub, in words people read."""

from pathlib import Path

import pytest

from hub.goldenpath import handwritten
from hub.goldenpath.actions import make_findable
from hub.goldenpath.handwritten import Written
from hub.goldenpath.models import DocPage
from tests.goldenpath import trees

REPOSITORY = trees.REPOSITORY
PAGE = """---
description: "How to read: a page."
---
# Read a page {: #top }

See [the *status*](../status.md) and `manage.py up`.

!!! note "For all"
    Ask the **team**.

| Word | Meaning |
| --- | --- |
| Stable | for everyone |

::: hub.status
<!-- not for people -->
"""


def test_a_page_is_known_by_its_title_its_address_and_its_words(tmp_path: Path) -> None:
    trees.put(tmp_path, "guides/readers.md", PAGE)

    (page,) = handwritten.pages(tmp_path)

    assert (page.path, page.title) == ("guides/readers/", "Read a page")
    assert page.text.startswith("How to read: a page. See the status and manage.py up.")
    assert "Ask the team." in page.text
    assert "Stable for everyone" in page.text
    for sign in (":::", "hub.status", "not for people", "](", "---", "!!!", "{:"):
        assert sign not in page.text


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("index.md", ""),
        ("guides/index.md", "guides/"),
        ("decisions/README.md", "decisions/"),
        ("a/b.c.md", "a/b.c/"),
    ],
)
def test_an_address_is_the_one_of_the_site(file: str, address: str) -> None:
    assert handwritten.address(Path(file)) == address


@pytest.mark.parametrize(
    "text", ["", "---\n", "---\ntitle: [\n---\nText", "# \n", "```\n# no end", "é" * 3000]
)
def test_a_page_that_is_odd_or_empty_still_has_a_title(tmp_path: Path, text: str) -> None:
    trees.put(tmp_path, "an-odd-page.md", text)

    (page,) = handwritten.pages(tmp_path)

    assert page.title == ("no end" if "no end" in text else "An odd page")


@pytest.mark.django_db
def test_a_publish_leaves_the_pages_of_today_findable(client) -> None:
    make_findable([Written("guides/old/", "Old zebra guide", "Gone."), Written("", "Home", "Zebra paths.")])
    kept = DocPage.objects.get(path="").pk
    make_findable([Written("", "Home", "Zebra paths."), Written("guides/new/", "New zebra guide", "Here.")])

    found = client.get("/search/?q=zebra&kind=page")

    assert [hit.url for hit in found.context["page"]] == ["/docs/guides/new/", "/docs/"]
    assert DocPage.objects.get(path="").pk == kept


def test_every_hand_written_page_has_words_and_an_address_of_its_own() -> None:
    pages = handwritten.pages(REPOSITORY / "docs")

    assert len({page.path for page in pages}) == len(pages) > 20
    assert {"guides/readers/", "reference/settings/", "decisions/0003-docs-engine/"} <= {
        p.path for p in pages
    }
    assert all(len(page.text) > 60 for page in pages)
