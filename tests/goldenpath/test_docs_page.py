"""Reading the published docs over HTTP."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.test import Client, override_settings

from hub.goldenpath import publisher

from . import trees

pytestmark = pytest.mark.urls("tests.goldenpath.addresses")


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("docs-page")
    docs = folder / "docs"
    trees.write_tree(docs)
    trees.put(docs, "data/hours.json", "{}")
    trees.put(docs, "data/hidden.txt", "in the tree")
    publisher.publish(docs, trees.SETTINGS, folder / "root", overrides=trees.settings(docs))
    (folder / "secret.txt").write_text("secret")
    return folder / "root"


@pytest.fixture
def client(published: Path):
    with override_settings(SITE_ROOT=published):
        yield Client()


def test_a_reader_gets_the_start_page(client: Client):
    answer = client.get("/docs/")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert "Start" in answer.text


def test_a_reader_gets_a_page_and_is_sent_to_its_address_with_a_slash(client: Client):
    assert "Service 3" in client.get("/docs/services/item-3/").text

    answer = client.get("/docs/services/item-3?h=word")

    assert answer.status_code == 301
    assert answer["Location"] == "/docs/services/item-3/?h=word"


def test_a_reader_with_the_page_gets_not_modified(client: Client):
    etag = client.get("/docs/services/item-3/")["ETag"]

    answer = client.get("/docs/services/item-3/", headers={"if-none-match": etag})

    assert answer.status_code == 304
    assert answer.content == b""
    assert answer["ETag"] == etag
    assert client.get("/docs/services/item-3/", headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("assets/javascripts/bundle.*.min.js", "text/javascript"),
        ("assets/stylesheets/main.*.min.css", "text/css"),
    ],
)
def test_a_file_named_by_its_content_is_kept_forever(
    client: Client, published: Path, pattern: str, kind: str
):
    site = published / "current/site"
    (file,) = site.glob(pattern)

    answer = client.get(f"/docs/{file.relative_to(site)}")

    assert answer["Content-Type"].startswith(kind)
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("img/mark.svg", "image/svg+xml"),
        ("data/hours.json", "application/json"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("sitemap.xml.gz", "application/gzip"),
    ],
)
def test_a_file_comes_with_its_type(client: Client, address: str, kind: str):
    answer = client.get(f"/docs/{address}")

    assert answer.status_code == 200
    assert answer["Content-Type"] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    [
        "../manifest.json", "../../../secret.txt", "..%2f..%2f..%2fsecret.txt", "%2e%2e/%2e%2e/secret.txt",
        "services/../../manifest.json", "services/..", "//etc/passwd", "/etc/passwd", "%2fetc%2fpasswd",
        "..\\manifest.json", "index.html%00.txt", "services/./item-3/", "services//item-3/", ".git/config",
        "img/mark.svg/", "nosuch", "nosuch/", "img/", "img", "a" * 5000, "index.html%0a",
    ],
)  # fmt: skip
def test_an_address_that_is_no_page_gets_the_sites_own_404(client: Client, address: str):
    answer = client.get(f"/docs/{address}")

    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
    assert "secret" not in answer.text
    assert answer["Content-Type"] == "text/html; charset=utf-8"


def test_a_link_out_of_the_site_is_not_followed(client: Client, published: Path):
    (published / "current/site/outside.txt").symlink_to(published.parent / "secret.txt")

    assert client.get("/docs/outside.txt").status_code == 404


def test_writing_to_the_docs_is_refused(client: Client):
    assert client.post("/docs/").status_code == 405
    assert client.head("/docs/").status_code == 200


def test_a_reader_before_the_first_publish_is_told_so(tmp_path: Path):
    with override_settings(SITE_ROOT=tmp_path):
        answer = Client().get("/docs/services/")

    assert answer.status_code == 503
    assert "The first publish is running" in answer.text
    assert answer["Retry-After"] == "5"


# --- Content-Security-Policy ----------------------------------------------------------------------


def policy(answer) -> dict[str, list[str]]:
    parts = (part.split() for part in answer["Content-Security-Policy"].split(";"))
    return {part[0]: part[1:] for part in parts if part}


def inline_scripts(html: str) -> list[str]:
    found = re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL)
    return [code for attrs, code in found if "src=" not in attrs and "application/json" not in attrs]


@pytest.mark.parametrize("address", ["", "guides/first/", "services/item-3/", "nosuch"])
def test_every_inline_script_of_a_page_is_in_its_policy(client: Client, address: str):
    answer = client.get(f"/docs/{address}")

    scripts = inline_scripts(answer.text)
    assert len(scripts) >= 2
    for code in scripts:
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy(answer)["script-src"]


def test_the_policy_allows_no_other_script(client: Client):
    allowed = policy(client.get("/docs/services/item-3/"))

    assert allowed["script-src"][0] == "'self'"
    assert all(source.startswith("'sha256-") for source in allowed["script-src"][1:])
    assert allowed["default-src"] == ["'self'"]


def test_pages_need_no_inline_style(published: Path):
    for page in (published / "current/site").rglob("*.html"):
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page.read_text("utf-8")), page


def test_pages_name_no_other_host(published: Path):
    loads = re.compile(r'<(?:script|link|img)[^>]+(?:src|href)="(https?:)?//(?!hub\.test)[^"]*"')
    for page in (published / "current/site").rglob("*.html"):
        assert not loads.search(page.read_text("utf-8")), page
