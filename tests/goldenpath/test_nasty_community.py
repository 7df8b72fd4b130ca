"""A community that wants out of its pages is published strictly, by the real settings, and harms nobody."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hub.goldenpath import actions
from hub.goldenpath.models import Publication
from tests.goldenpath import community

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the engine's libraries
]


class Seen(HTMLParser):
    """The scripts, handlers and addresses of a page, and the text of its title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.headings: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action"}]
        if tag in {"h1", "h2"}:
            self.headings.append(tag)

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts.append(data)


@pytest.fixture
def pages(settings, tmp_path: Path) -> dict[str, str]:
    settings.VAR, settings.SITE_ROOT = tmp_path, tmp_path / "site"
    community.nasty()
    publication = actions.publish_now()
    assert publication.state == Publication.State.PUBLISHED, publication.reason
    root = settings.SITE_ROOT / "current/site"
    return {
        str(path.relative_to(root)): path.read_text()
        for folder in ("paths", "services", "clusters", "groups", "demos", "recordings", "roadmap")
        for path in (root / folder).rglob("*.html")
    }


def test_no_page_runs_or_links_what_people_typed(pages: dict[str, str]) -> None:
    assert len(pages) > 50
    for path, html in pages.items():
        seen = Seen(html)
        assert not seen.handlers, path
        assert not [code for code in seen.scripts if "alert" in code], path
        for address in seen.addresses:
            assert not re.match(r"(?i)\s*(javascript|data|vbscript):", address), path
            assert not address.startswith(("//evil", "http://evil")), path
        assert seen.headings.count("h1") == 1, path
        assert "root:x:0" not in html, path
        assert "INSTALLED_APPS" not in html, path


def test_every_page_keeps_its_own_parts_after_the_words_of_people(pages: dict[str, str]) -> None:
    for number in range(len(community.NASTY)):
        html = pages[f"services/mlflow-{number}/index.html"]
        assert "Propose a change" in html
        assert html.rstrip().endswith("</html>")
        assert 'id="history"' in html
