"""The player in a real browser: seeking, the picture on the bar, sound alone, going on, keys, captions, no scripts."""

import subprocess
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright

from hub.recordings.models import Watch
from tests.e2e.conftest import QUIET
from tests.factories import RecordingFactory, SegmentFactory
from tests.recordings.watched import captioned, filed

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SECONDS = 20


@pytest.fixture
def browser(chromium, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps an event loop in this thread
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        connection.close()  # the one that this test used beside playwright's event loop
        started.close()


def program() -> str:
    return str(pytest.importorskip("imageio_ffmpeg").get_ffmpeg_exe())


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> bytes:
    """Twenty seconds that a browser without licensed codecs plays as well."""
    made = Path(tmp_path_factory.mktemp("clip")) / "clip.webm"
    source = f"testsrc2=size=320x180:rate=5:duration={SECONDS}"
    command = [
        program(),
        "-y",
        "-loglevel",
        "error",
        "-f",
        "lavfi",
        "-i",
        source,
        "-c:v",
        "libvpx",
        "-b:v",
        "200k",
    ]
    subprocess.run([*command, "-deadline", "realtime", "-g", "5", str(made)], check=True)
    return made.read_bytes()


@pytest.fixture
def talk(browser, transactional_db, settings, tmp_path, clip, member):
    settings.MEDIA_ROOT = tmp_path
    recording = RecordingFactory(slug="talk", seconds=SECONDS, owner=member)
    filed(recording, content=clip, content_type="video/webm")
    captioned(recording, [(n * 2000, n * 2000 + 1900, "Ana", f"Line {n} of it") for n in range(10)])
    SegmentFactory(recording=recording, title="The winner", starts_s=8, ends_s=12)
    return recording


@pytest.fixture(scope="module")
def tiles(tmp_path_factory) -> bytes:
    """Ten pictures of the clip, two seconds apart, four in a row."""
    made = Path(tmp_path_factory.mktemp("tiles")) / "tiles.jpg"
    source = f"testsrc2=size=160x90:rate=0.5:duration={SECONDS}"
    command = [program(), "-y", "-loglevel", "error", "-f", "lavfi", "-i", source, "-vf", "tile=4x3"]
    subprocess.run([*command, "-frames:v", "1", str(made)], check=True)
    return made.read_bytes()


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> bytes:
    """Twenty seconds of a tone, in a codec that every Chromium has."""
    made = Path(tmp_path_factory.mktemp("sound")) / "sound.webm"
    source = f"sine=frequency=330:sample_rate=48000:duration={SECONDS}"
    command = [program(), "-y", "-loglevel", "error", "-f", "lavfi", "-i", source, "-c:a", "libopus"]
    subprocess.run([*command, str(made)], check=True)
    return made.read_bytes()


@pytest.fixture
def complaints() -> list[str]:
    """What the scripts of the pages complain of."""
    return []


def listened(page: Page, complaints: list[str]) -> Page:
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


def opened(browser: Browser, live_server, person=None, **look) -> Page:
    context = browser.new_context(base_url=live_server.url, **look)
    if person:
        from tests.cast import browser_of

        session = browser_of(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


def at(page: Page) -> float:
    return page.evaluate("document.querySelector('[data-player]').currentTime")


def ready(page: Page, address: str) -> None:
    page.goto(address)
    until(page, "document.querySelector('[data-player]').readyState > 0")


def until(page: Page, expression: str) -> None:
    """Ask from outside until it is so: a question asked again and again inside the page is against its policy."""
    for _ in range(150):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def test_reader_seeks_by_a_line_and_the_address_follows(browser, live_server, talk):
    page = opened(browser, live_server)
    ready(page, "/community/recordings/talk/")
    page.get_by_role("link", name="Line 5 of it").click()
    page.wait_for_function("document.querySelector('[data-player]').currentTime >= 10")
    expect(page.locator("[data-words] [aria-current]")).to_have_text("Line 5 of it")
    page.keyboard.press("k")
    page.wait_for_function("document.querySelector('[data-player]').paused")
    expect(page).to_have_url(f"{live_server.url}/community/recordings/talk/?t={int(at(page))}")
    chapter = page.locator("[data-chapter] a", has_text="The winner").first
    chapter.scroll_into_view_if_needed()
    scrolled = page.evaluate("scrollY")
    chapter.click()
    page.wait_for_url("**?t=8")
    assert page.evaluate("scrollY") == scrolled, "the page itself does not jump"


def test_old_and_new_addresses_begin_at_their_second(browser, live_server, talk):
    for address in ("/community/recordings/talk/?t=12", "/community/recordings/talk/#t=12"):
        page = opened(browser, live_server)
        ready(page, address)
        page.wait_for_function("Math.abs(document.querySelector('[data-player]').currentTime - 12) < 0.6")
        page.wait_for_url("**/talk/?t=12")


def test_keys_move_the_player_but_not_while_typing(browser, live_server, talk, member):
    page = opened(browser, live_server, member)
    ready(page, "/community/recordings/talk/?t=10")
    for key, second in (("l", 20), ("j", 10), ("ArrowLeft", 5), ("ArrowRight", 10), ("5", 10), ("0", 0)):
        page.keyboard.press(key)
        page.wait_for_function(
            f"Math.abs(document.querySelector('[data-player]').currentTime - {second}) < 0.6", timeout=5000
        )
    page.keyboard.press("m")
    assert page.evaluate("document.querySelector('[data-player]').muted")
    shown = "[...document.querySelector('[data-player]').textTracks].some(t => t.mode === 'showing')"
    before = page.evaluate(shown)
    page.keyboard.press("c")
    assert page.evaluate(shown) is not before
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_have_attribute("open", "")
    page.get_by_label("Note", exact=True).fill("klm 5")
    page.get_by_label("Note", exact=True).press("m")
    assert page.evaluate("document.querySelector('[data-player]').muted"), "m was a letter"


def test_who_has_keys_of_their_own_takes_ours_off_for_good(browser, live_server, talk):
    page = opened(browser, live_server)
    ready(page, "/community/recordings/talk/")
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    for _visit in range(2):
        page.locator("h1").click()
        page.keyboard.press("m")
        assert not page.evaluate("document.querySelector('[data-player]').muted")
        ready(page, "/community/recordings/talk/")


def test_tab_key_stops_once_in_the_words_at_the_line_that_is_said(browser, live_server, talk):
    page = opened(browser, live_server)
    ready(page, "/community/recordings/talk/?t=12")
    stops = page.locator("[data-words] a[data-at]:not([tabindex='-1'])")
    expect(stops).to_have_text(["Line 6 of it"])
    page.keyboard.press("0")
    expect(stops).to_have_text(["Line 0 of it"])
    stops.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_text("Line 1 of it")
    expect(stops).to_have_text(["Line 1 of it"])


def test_person_goes_on_where_they_stopped(browser, live_server, talk, member):
    page = opened(browser, live_server, member)
    ready(page, "/community/recordings/talk/")
    with page.expect_response(lambda answer: answer.url.endswith("/place/") and answer.status == 204):
        page.evaluate("document.querySelector('[data-player]').currentTime = 19")
    assert Watch.objects.get(user=member).seconds == 19


def test_phrase_is_found_over_the_end_of_a_line(browser, live_server, talk):
    page = opened(browser, live_server)
    ready(page, "/community/recordings/talk/")
    page.get_by_label("Words in the transcript").fill("of it line 3")
    page.keyboard.press("Enter")
    expect(page.locator(".words-here")).to_have_text("Line 2 of it")
    expect(page.locator("[data-words-search] output")).to_have_text("1 of 1")


def test_pointer_on_the_bar_shows_the_picture_and_chapter_of_its_second(
    browser, live_server, talk, tiles, complaints
):
    facts = {"seconds": 2, "columns": 4, "rows": 3, "width": 160, "height": 90}
    filed(talk, "storyboard", content=tiles, details=facts)
    page = listened(opened(browser, live_server), complaints)
    ready(page, "/community/recordings/talk/")
    card, picture = page.locator("[data-seek-card]"), page.locator("[data-seek-picture]")
    expect(card).to_be_hidden()
    bar = page.get_by_label("Seek").bounding_box()
    with page.expect_response("**/talk/storyboard/") as answer:
        page.mouse.move(bar["x"] + bar["width"] / 2 + 2, bar["y"] + bar["height"] / 2)
    assert answer.value.status == 200
    expect(card).to_have_text("0:10 · The winner")
    expect(picture).to_have_css("background-position", "-160px -90px")  # the sixth: second in the second row
    expect(picture).to_have_css("width", "160px")
    for share, said in ((0.001, "0:00"), (0.999, "0:19 · The winner")):
        page.mouse.move(bar["x"] + bar["width"] * share, bar["y"] + bar["height"] / 2)
        expect(card).to_have_text(said)
        box = card.bounding_box()
        assert box["x"] >= bar["x"] - 1, "the picture stays beside the bar"
        assert box["x"] + box["width"] <= bar["x"] + bar["width"] + 1
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    assert complaints == []


def test_sound_without_a_picture_plays_and_seeks(browser, live_server, talk, sound, complaints):
    talk.files.all().delete()
    filed(talk, "audio", content=sound, content_type="audio/webm")
    page = listened(opened(browser, live_server), complaints)
    ready(page, "/community/recordings/talk/?t=4")
    assert page.locator("video").count() == 0
    until(page, "Math.abs(document.querySelector('audio[data-player]').currentTime - 4) < 0.6")
    page.get_by_role("link", name="Line 5 of it").click()
    until(page, "document.querySelector('audio[data-player]').currentTime > 10.3")  # it plays on
    page.keyboard.press("k")
    until(page, "document.querySelector('audio[data-player]').paused")
    expect(page.locator("[data-words] [aria-current]")).to_have_text(f"Line {int(at(page) // 2)} of it")
    page.get_by_label("Seek").fill("16")
    page.wait_for_url("**?t=16")
    expect(page.locator("[data-words] [aria-current]")).to_have_text("Line 8 of it")
    assert complaints == []


def test_listener_takes_the_sound_alone_and_goes_back_to_the_picture(browser, live_server, talk, sound):
    filed(talk, "audio", content=sound, content_type="audio/webm")
    page = opened(browser, live_server)
    ready(page, "/community/recordings/talk/")
    page.get_by_role("link", name="Audio only").click()
    expect(page.locator("audio[data-player]")).to_be_visible()
    until(page, "document.querySelector('audio[data-player]').readyState > 0")
    page.get_by_role("link", name="With picture").click()
    expect(page.locator("video[data-player]")).to_be_visible()
    until(page, "document.querySelector('video[data-player]').readyState > 0")


def test_everything_is_there_without_scripts(browser, live_server, talk):
    page = opened(browser, live_server, java_script_enabled=False)
    page.goto("/community/recordings/talk/")
    page.get_by_role("link", name="Line 6 of it").click()
    expect(page).to_have_url(f"{live_server.url}/community/recordings/talk/?t=12")
    expect(page.locator("[data-words] [aria-current]")).to_have_text("Line 6 of it")
    expect(page.locator("video source")).to_have_attribute("src", "/community/recordings/talk/media/#t=12")
    expect(page.locator("[data-tools]")).to_be_hidden()
