"""Proposing a roadmap item: the verb and its page."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from hub.activity.models import Entry, Follow
from hub.roadmap.actions import propose_item
from hub.roadmap.kinds import TEMPLATES
from hub.roadmap.models import RoadmapItem, Support
from tests.cast import CAST, browser_of
from tests.factories import RoadmapItemFactory, ServiceFactory, UserFactory

TYPED = {"title": "Compare runs across teams", "need": "We copy numbers by hand every week."}


def test_member_proposes_and_everybody_sees_it(as_member, member, as_anonymous):
    service = ServiceFactory()
    answer = as_member.post(
        "/roadmap/new/", {**TYPED, "step": "training", "services": [service.pk]}, follow=True
    )
    item = RoadmapItem.objects.get()
    assert (item.slug, item.state, item.proposed_by, item.step) == (
        "compare-runs-across-teams", "proposed", member, "training",
    )  # fmt: skip
    assert list(item.services.all()) == [service]
    assert "Proposed. People can now say how badly they need it." in answer.content.decode()
    assert as_anonymous.get(item.get_absolute_url()).status_code == 200


def test_proposal_is_recorded_and_its_proposer_follows_it(member):
    item = propose_item(by=member, **TYPED)
    entry = Entry.objects.get()
    assert (entry.kind, entry.actor, entry.subject_id, entry.public) == (
        "roadmap.item_proposed",
        member,
        item.pk,
        True,
    )
    assert Follow.objects.get().user == member


@pytest.mark.parametrize("who", CAST)
def test_cast_may_propose_when_signed_in(db, cast, who):
    answer = browser_of(cast(who)).post("/roadmap/new/", TYPED)
    assert answer.status_code == 302
    if who == "anonymous":
        assert answer["Location"].startswith("/sign-in/?next=/roadmap/new/")
    assert RoadmapItem.objects.count() == (0 if who == "anonymous" else 1)


def test_same_person_clicking_twice_proposes_once(as_member):
    first, second = (
        as_member.post("/roadmap/new/", TYPED),
        as_member.post("/roadmap/new/", TYPED),
    )
    assert first["Location"] == second["Location"]
    assert (RoadmapItem.objects.count(), Entry.objects.count()) == (1, 1)


def test_two_people_with_one_title_get_two_addresses(member, outsider):
    items = [propose_item(by=person, **TYPED) for person in (member, outsider)]
    assert [item.slug for item in items] == ["compare-runs-across-teams", "compare-runs-across-teams-2"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("New", "new-2"),
        ("Similar", "similar-2"),
        ("日本語", "item"),
        ("x" * 200, "x" * 95),
        ("  a   b ", "a-b"),
    ],
    ids=range(5),
)
def test_any_title_gets_an_address_of_its_own(member, title, slug):
    assert propose_item(by=member, title=title, need="why").slug == slug


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"), ({"title": "   "}, "title"), ({"title": "x" * 201}, "title"),
        ({"need": "x" * 50_001}, "need"), ({"step": "guessing"}, "step"), ({"for_whom": "x" * 501}, "for_whom"),
    ],
)  # fmt: skip
def test_bad_proposal_is_refused_and_leaves_nothing(member, wrong, field):
    with pytest.raises(ValidationError) as caught:
        propose_item(by=member, **{**TYPED, **wrong})
    assert field in caught.value.message_dict
    assert (RoadmapItem.objects.count(), Entry.objects.count()) == (0, 0)


def test_what_was_typed_stays_when_something_is_wrong(as_member):
    answer = as_member.post(
        "/roadmap/new/", {"title": "", "need": "Every <b>week</b>", "for_whom": "Analysts"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Every &lt;b&gt;week&lt;/b&gt;" in page
    assert 'value="Analysts"' in page
    assert "What you typed is still here" in page


@pytest.mark.parametrize("key", ["not-a-number", "999999", "1; drop table"])
def test_service_that_does_not_exist_is_an_error_at_the_field(as_member, key):
    answer = as_member.post("/roadmap/new/", {**TYPED, "services": [key]})
    assert answer.status_code == 422
    assert RoadmapItem.objects.count() == 0


def test_similar_item_is_shown_before_a_second_one_is_made(as_member):
    near = RoadmapItemFactory(title="Compare experiment runs", need="Side by side.")
    answer = as_member.post("/roadmap/new/", TYPED)
    page = answer.content.decode()
    assert RoadmapItem.objects.count() == 1
    assert f'name="instead" value="{near.slug}"' in page
    assert 'value="Compare runs across teams"' in page
    assert 'name="confirmed"' in page
    as_member.post("/roadmap/new/", {**TYPED, "confirmed": "1"})
    assert RoadmapItem.objects.count() == 2


def test_similar_items_appear_while_typing(as_member):
    near = RoadmapItemFactory(title="Feature store for online serving")
    RoadmapItemFactory(title="Bigger notebooks")
    page = as_member.get("/roadmap/similar/", {"title": "online feature store"}).content.decode()
    assert near.title in page
    assert "Bigger notebooks" not in page


@pytest.mark.parametrize(
    "title", ["", "a", "the and of", "'; drop table", "!!! & | ( :*", "x" * 5000, chr(0)], ids=range(7)
)
def test_similar_items_of_nonsense_are_none(as_member, title):
    RoadmapItemFactory(title="Feature store")
    answer = as_member.get("/roadmap/similar/", {"title": title})
    assert (answer.status_code, answer.content.decode().strip()) == (200, "")


def test_script_in_a_need_is_harmless(as_member):
    as_member.post(
        "/roadmap/new/",
        {"title": "<script>alert(1)</script>", "need": "<script>alert(2)</script> [x](javascript:alert(3))"},
    )
    page = as_member.get(RoadmapItem.objects.get().get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "javascript:" not in page


@pytest.mark.django_db(transaction=True)
def test_people_proposing_one_title_at_once_all_get_in():
    people = UserFactory.create_batch(6)
    slugs, start = [], threading.Barrier(6)

    def propose(person):
        start.wait()
        slugs.append(propose_item(by=person, **TYPED).slug)
        connection.close()

    threads = [threading.Thread(target=propose, args=(person,)) for person in people]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(slugs) == sorted(
        {"compare-runs-across-teams", *(f"compare-runs-across-teams-{n}" for n in range(2, 7))}
    )


@pytest.mark.django_db(transaction=True)
def test_one_person_clicking_six_times_at_once_proposes_once():
    person = UserFactory()
    keys, start = [], threading.Barrier(6)

    def propose():
        start.wait()
        keys.append(propose_item(by=person, **TYPED).pk)
        connection.close()

    threads = [threading.Thread(target=propose) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(set(keys)) == 1
    assert (len(keys), RoadmapItem.objects.count()) == (6, 1)


def test_kind_gives_words_to_begin_with(as_member):
    page = as_member.get("/roadmap/new/?kind=pain").content.decode()
    assert "**What happens:**" in page.split('id="id_need"')[1].split("</textarea>")[0]
    assert 'value="pain" class="" id="id_kind_2" checked' in page or "checked" in page
    for kind in RoadmapItem.Kind.values:
        assert f'href="?kind={kind}"' in page  # without scripts


@pytest.mark.parametrize("kind", ["nonsense", "<b>", "x" * 500])
def test_unknown_kind_is_no_kind(as_member, kind):
    page = as_member.get("/roadmap/new/", {"kind": kind})
    assert page.status_code == 200
    assert as_member.post("/roadmap/new/", {**TYPED, "kind": kind}).status_code == 422


def test_every_kind_has_a_template():
    assert [template.kind for template in TEMPLATES] == RoadmapItem.Kind.values
    assert all(template.hint and "**" in template.skeleton for template in TEMPLATES)


def test_one_supports_a_similar_item_instead(as_member, member):
    near = RoadmapItemFactory(slug="compare", title="Compare experiment runs")
    answer = as_member.post(
        "/roadmap/new/", {**TYPED, "instead": "compare", "need-compare": "3"}, follow=True
    )
    page = answer.content.decode()
    support = Support.objects.get()
    assert (support.item, support.user, support.need, support.why) == (near, member, 3, TYPED["title"])
    assert RoadmapItem.objects.count() == 1
    assert "You supported “Compare experiment runs”" in page
    assert f'data-draft-done="propose-{member.pk}" data-draft-title="{TYPED["title"]}"' in page
    assert "data-draft-done" not in as_member.get("/roadmap/compare/").content.decode()


@pytest.mark.parametrize(
    ("state", "need", "status"), [("shipped", "2", 409), ("proposed", "", 409), ("proposed", "9", 409)]
)
def test_support_instead_that_does_not_go_keeps_what_was_typed(as_member, state, need, status):
    RoadmapItemFactory(slug="compare", title="Compare experiment runs", state=state)
    answer = as_member.post("/roadmap/new/", {**TYPED, "instead": "compare", "need-compare": need})
    page = answer.content.decode()
    assert answer.status_code == status
    assert TYPED["need"] in page
    assert (Support.objects.count(), RoadmapItem.objects.count()) == (0, 1)


def test_support_instead_of_what_is_not_there_is_not_found(as_member):
    assert as_member.post("/roadmap/new/", {**TYPED, "instead": "nothing"}).status_code == 404


def test_similar_items_say_why_they_are_closed(as_member):
    RoadmapItemFactory(title="Compare experiment runs", state="declined", state_reason="MLflow does it")
    RoadmapItemFactory(title="Compare runs of all teams", state="shipped")
    page = as_member.post("/roadmap/similar/", TYPED).content.decode()
    assert "Declined because: MLflow does it" in page
    assert "It is there already: use it." in page
    assert "Support this instead" not in page
