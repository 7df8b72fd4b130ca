"""Every address with everybody of the cast: no page breaks, and nobody reads what is not for them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.architecture import doors
from tests.cast import CAST, SIGNED_IN, browser_of
from tests.world import SECRET

METHODS = ("get", "head", "options", "post", "put", "patch", "delete")


def anonymous_is_sent_away(answer: Any) -> bool:
    """Whether the answer asks to sign in."""
    to_form = answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")
    return to_form or answer.status_code == 401


def test_every_door_is_listed():
    listed = [*doors.PUBLIC, *doors.SIGN_IN, *doors.POST_ONLY]

    assert sorted(listed) == sorted(doors.patterns()), "say in doors.py who may read the new address"


@pytest.mark.parametrize("role", CAST)
def test_every_page_answers_everybody_as_listed(world, cast: Callable[[str], Any], role: str):
    browser, wrong = browser_of(cast(role)), {}
    for name, address in (doors.PUBLIC | doors.SIGN_IN).items():
        answer = browser.get(address.format(**world))
        b"".join(answer)  # a file that is sent is closed when it was read
        said = "sign in" if anonymous_is_sent_away(answer) else answer.status_code
        if said != (wanted := expected(name, role)):
            wrong[name] = (said, wanted)

    assert wrong == {}


def expected(name: str, role: str) -> int | str:
    """What a person of the cast gets at an address."""
    if name in doors.SIGN_IN and role == "anonymous":
        return "sign in"
    found = doors.ONLY.get(name, doors.ELSE.get(name, 200))
    return found.get(role, found.get("others", 200)) if isinstance(found, dict) else found


@pytest.mark.parametrize("role", CAST)
def test_no_method_breaks_a_door(world, cast: Callable[[str], Any], role: str):
    person, broken = cast(role), {}
    for name, address in doors.EVERYTHING.items():
        browser = browser_of(person)  # anew: one of the doors signs out
        for method in METHODS:
            answer = getattr(browser, method)(address.format(**world))
            b"".join(answer)  # a file that is sent is closed when it was read
            if answer.status_code >= 500:
                broken[name, method] = answer.status_code

    assert broken == {}


@pytest.mark.parametrize("role", SIGNED_IN)
def test_what_changes_something_refuses_to_be_read(world, cast: Callable[[str], Any], role: str):
    browser = browser_of(cast(role))

    answers = {name: browser.get(url.format(**world)).status_code for name, url in doors.POST_ONLY.items()}

    assert {name: code for name, code in answers.items() if code != 405} == {}


def test_nobody_changes_anything_without_signing_in(world, as_anonymous: Client):
    let_in = []
    for name in doors.POST_ONLY.keys() - {"accounts:sign_out"}:
        send = getattr(as_anonymous, doors.SENT_WITH.get(name, "post"))
        if not anonymous_is_sent_away(send(doors.POST_ONLY[name].format(**world))):
            let_in.append(name)

    assert let_in == []


def test_no_door_tells_a_visitor_what_is_internal(world, as_anonymous: Client):
    pages = (doors.PUBLIC | doors.SIGN_IN).items()

    told = [name for name, url in pages if SECRET in words_of(as_anonymous.get(url.format(**world)))]

    assert told == []


def test_what_is_internal_is_not_there_for_a_visitor(world, as_anonymous: Client, as_outsider: Client):
    addresses = [address.format(**world) for address in doors.INTERNAL]

    assert {url: as_anonymous.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 404)
    assert {url: as_outsider.get(url).status_code for url in addresses} == dict.fromkeys(addresses, 200)


def test_no_question_brings_up_what_is_internal(world, as_anonymous: Client, as_outsider: Client):
    addresses = [address.format(**world) for address in doors.LISTS]

    assert [url for url in addresses if tells(as_anonymous.get(url))] == []
    assert [url for url in addresses if not tells(as_outsider.get(url))] == []


def tells(answer: Any) -> bool:
    """Whether a page names something internal; the word alone may be what was asked for."""
    return any(f"{SECRET} {noun}" in words_of(answer) for noun in ("demo", "talk", "part"))


def words_of(answer: Any) -> str:
    """The answer as text, without what marks the words that were found."""
    return b"".join(answer).decode(errors="replace").replace("<mark>", "").replace("</mark>", "")
