"""What tests of pages share: reading a page as people do, and counting the queries it took."""

import re
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext

MOST_QUERIES = 15


def text_of(response) -> str:
    """The words of a page, without its markup."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def main_of(response) -> str:
    """The markup between the header and the footer."""
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def links_of(response) -> list[str]:
    """Where the page leads, header and footer left out."""
    return re.findall(r'<a [^>]*?href="([^"]*)"', main_of(response))


def queries_of(client, url: str) -> int:
    """How many queries a page takes, after a first visit."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
