"""In a real Chromium: a file picked on the page arrives, also when the line is cut in the middle."""

from __future__ import annotations

import hashlib
import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from hub.recordings.media import spool
from hub.recordings.models import Upload
from tests.cast import browser_of
from tests.factories import RecordingFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
LOOKS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture
def browser(chromium, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps an event loop in this thread
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        connection.close()  # the one that this test used beside playwright's event loop
        browser.close()


@pytest.fixture
def talk(member, settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "media", tmp_path / "var"
    return RecordingFactory(slug="talk", title="Community Session 7", owner=member, state="draft")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "Community Session 7.mp4"
    path.write_bytes(os.urandom(20_000_000))
    return path


def signed_in(browser, live_server, member, **how):
    context = browser.new_context(base_url=live_server.url, **how)
    session = browser_of(member).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context, context.new_page()


def arrived(file) -> bool:
    row = Upload.objects.get()
    here = hashlib.sha256(spool.file_of(row.pk).read_bytes()).digest()
    return bool(row.finished_at) and here == hashlib.sha256(file.read_bytes()).digest()


def test_owner_picks_a_file_and_sees_the_work_begin(browser, live_server, member, talk, file):
    _, page = signed_in(browser, live_server, member)
    page.goto("/community/recordings/talk/file/")
    page.get_by_label("File", exact=True).set_input_files(str(file))

    expect(page.get_by_text("Fetch the file")).to_be_visible(timeout=60_000)
    assert arrived(file)
    assert Upload.objects.get().recording == talk


def test_lost_connection_costs_nothing_that_is_there(browser, live_server, member, talk, file):
    context, page = signed_in(browser, live_server, member)
    page.goto("/community/recordings/talk/file/")
    pieces, cut = [], [True]

    def line(route):
        if route.request.method == "PATCH":
            pieces.append(route.request.headers["upload-offset"])
            if len(pieces) > 1 and cut[0]:
                return route.abort()
        return route.continue_()

    page.route("**/recordings/uploads/**", line)
    page.get_by_label("File", exact=True).set_input_files(str(file))
    expect(page.locator("[data-upload-said]")).to_contain_text("of 19.1 MB", timeout=60_000)
    while len(pieces) < 3:
        page.wait_for_timeout(200)
    page.close(run_before_unload=False)
    cut[0] = False
    again = context.new_page()
    again.route("**/recordings/uploads/**", line)
    again.goto("/community/recordings/talk/file/")
    again.get_by_label("File", exact=True).set_input_files(str(file))

    expect(again.get_by_text("Fetch the file")).to_be_visible(timeout=60_000)
    assert arrived(file)
    assert pieces[0] == "0"
    assert pieces[1:] == [str(16 * 1024 * 1024)] * (len(pieces) - 1)


def test_owner_without_scripts_sends_a_small_file(browser, live_server, member, talk, tmp_path):
    _, page = signed_in(browser, live_server, member, java_script_enabled=False)
    (tmp_path / "small.mp4").write_bytes(b"x" * 4_000_000)
    page.goto("/community/recordings/talk/file/")
    page.get_by_label("File", exact=True).set_input_files(str(tmp_path / "small.mp4"))
    page.get_by_role("button", name="Send the file").click()

    expect(page.get_by_text("The file is here.")).to_be_visible(timeout=60_000)
    assert arrived(tmp_path / "small.mp4")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_are_for_everybody_at_each_size(browser, live_server, member, talk, width, scheme):
    for number, (step, state, said) in enumerate(
        [("fetch", "done", "48.2 MB."), ("check", "done", "32:10, 1920 by 1080 pixels, with sound."),
         ("video", "running", ""), ("poster", "waiting", ""), ("storyboard", "failed", "No picture was taken.")]
    ):  # fmt: skip
        talk.jobs.create(step=step, state=state, said=said, progress=10 * number)
    for kind in ("original", "video"):
        talk.files.create(
            kind=kind,
            name=f"x-{kind}",
            content_type="video/mp4",
            bytes=48_000_000,
            width=1280,
            height=720,
            seconds=1930,
        )
    talk.cuts.create(starts_ms=62_000, ends_ms=75_500, reason="A customer's name", by=member)
    _, page = signed_in(
        browser, live_server, member, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    for address in ("/community/recordings/talk/file/", "/community/recordings/new/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        if shots := os.environ.get("HUB_SHOTS"):
            page.screenshot(path=f"{shots}/{address.split('/')[-2]}-{width}-{scheme}.png", full_page=True)
