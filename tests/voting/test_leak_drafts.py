"""A draft is known to its author, its group and admins; for everybody else it is not there, on any surface."""

import json

import pytest

from hub.activity.models import Entry
from tests.cast import CAST, browser_of
from tests.factories import ServiceFactory
from tests.voting import rounds
from tests.voting.leaks import raw

SECRET = "Zinnobergruen"
INSIDE = ("admin", "chair", "member")
LISTS = [
    "/", "/community/", "/community/decisions/", "/community/decisions/?state=draft", "/activity/", "/session.json",
    "/community/decisions/?q=Zinnobergruen", "/search/?q=Zinnobergruen", "/activity/feed.atom", "/services/drafted/",
    "/community/groups/sig-tracking/", "/api/v1/decisions/", "/api/v1/decisions/?state=draft", "/api/v1/entries/",
    "/api/v1/services/drafted/", "/api/v1/groups/sig-tracking/", "/people/carla/", "/api/v1/people/carla/",
]  # fmt: skip
TAILS = (
    "",
    "ballot/",
    "electors/",
    "ledger/",
    "ballots/",
    "concerns/",
    "nominations/",
    "result/",
    "bundle/",
    "findings/",
)
SENDS = [
    ("put", "ballot/", {"content": {"approved": ["alpha"]}}),
    ("post", "opening/", {"closes_at": "2027-01-01T00:00:00Z"}),
    ("post", "void/", {"reason": "x"}),
    ("post", "concerns/", {"title": "x"}),
    ("post", "recusals/", {"reason": "x"}),
    ("patch", "", {"question": "x"}),
    ("delete", "", {}),
]


@pytest.fixture
def draft(group, chair, member):
    service = ServiceFactory(slug="drafted", group=group)
    return rounds.draft(
        group, question=f"{SECRET} question", context=f"{SECRET} context", options=[f"{SECRET} option", "Other"],
        services=[service],
    )  # fmt: skip


@pytest.mark.parametrize("who", ["anonymous", "outsider"])
def test_no_list_names_it(draft, cast, who):
    browser = browser_of(cast(who))
    told = {address: raw(browser, "get", address) for address in LISTS}
    spoken = [
        address
        for address, text in told.items()
        if SECRET.encode() in text.replace(b"?q=" + SECRET.encode(), b"")
    ]
    asked = [
        address for address in spoken if "Zinnobergruen" in address
    ]  # the words of the question are shown again
    assert set(spoken) == set(asked)
    for address in asked:
        assert f"{SECRET} question".encode() not in told[address].replace(b"<mark>", b"").replace(
            b"</mark>", b""
        )


@pytest.mark.parametrize("who", CAST)
def test_its_own_addresses_are_there_for_its_group_only(draft, cast, who):
    browser = browser_of(cast(who))
    codes = {
        browser.get(path).status_code
        for path in (draft.get_absolute_url(), f"/api/v1/decisions/{draft.slug}/")
    }
    assert codes == ({200} if who in INSIDE else {404})


@pytest.mark.parametrize("who", ["anonymous", "outsider"])
def test_no_door_of_it_opens_to_others(draft, cast, who):
    browser = browser_of(cast(who))
    for tail in TAILS:
        answer = browser.get(f"/api/v1/decisions/{draft.slug}/{tail}")
        assert answer.status_code in {401, 404}, tail
        missing = browser.get(f"/api/v1/decisions/no-such-thing/{tail}")
        assert answer.content == missing.content, "it answers as if it were not there"
    for send, tail, body in SENDS:
        said = [
            raw(
                browser,
                send,
                f"/api/v1/decisions/{slug}/{tail}",
                data=json.dumps(body),
                content_type="application/json",
            )
            for slug in (draft.slug, "no-such-thing")
        ]
        assert said[0] == said[1]


@pytest.mark.parametrize("who", ["anonymous", "outsider"])
def test_no_page_of_it_opens_to_others(draft, cast, who):
    browser = browser_of(cast(who))
    for tail in ("", "edit/", "opening/", "ballot/", "electors/", "ledger/", "ballots/", "close/", "void/"):
        answer = browser.get(f"{draft.get_absolute_url()}{tail}")
        assert answer.status_code in {404, 405} or answer["Location"].startswith("/sign-in/"), tail


def test_drafting_and_setting_aside_is_no_news(draft, chair):
    rounds.actions.void_decision(draft, by=chair, reason=f"{SECRET} reason")
    assert not Entry.objects.filter(subject_kind="voting.decision").exists()


def test_outsider_cannot_follow_what_is_not_there_for_them(draft, as_outsider):
    answer = as_outsider.post("/follows/", {"kind": "voting.decision", "id": draft.pk, "subject": draft.pk})
    assert answer.status_code in {400, 404, 422}
    assert SECRET.encode() not in answer.content
