"""Saying how badly one needs an item: the verb and its form."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from hub.activity.models import Entry, Follow
from hub.core.errors import Refused
from hub.roadmap.actions import support_item, withdraw_support
from hub.roadmap.models import RoadmapItem, Support
from tests.cast import CAST, browser_of
from tests.factories import MembershipFactory, RoadmapItemFactory, SupportFactory, TeamFactory, UserFactory


def test_member_says_how_badly_and_why(as_member, member):
    item = RoadmapItemFactory()
    answer = as_member.post(
        f"{item.get_absolute_url()}support/", {"need": "3", "why": "Every release"}, follow=True
    )
    support = Support.objects.get()
    assert (support.user, support.need, support.why) == (member, 3, "Every release")
    page = answer.content.decode()
    assert "Noted. You hear what is decided" in page
    assert "Every release" in page


def test_saying_it_again_replaces_it(member):
    item = RoadmapItemFactory()
    support_item(item, by=member, need=1)
    support_item(item, by=member, need=2, why="More now")
    support = Support.objects.get()
    assert (support.need, support.why) == (2, "More now")


def test_saying_the_same_again_is_no_news(member):
    item = RoadmapItemFactory()
    support_item(item, by=member, need=2, why="Daily")
    support_item(item, by=member, need=2, why=" Daily ")
    assert Entry.objects.count() == 1


def test_no_need_is_an_answer_too(member):
    item = RoadmapItemFactory()
    support_item(item, by=member, need=0)
    assert RoadmapItem.objects.get().supporters == 0
    assert Support.objects.get().need == 0


def test_supporter_follows_and_the_proposer_is_named_to_be_told(member, outsider):
    item = RoadmapItemFactory(proposed_by=outsider)
    support_item(item, by=member, need=3)
    entry = Entry.objects.get()
    assert (entry.kind, entry.data["tell"], entry.data["need"]) == (
        "roadmap.item_supported",
        [outsider.pk],
        3,
    )
    assert Follow.objects.get().user == member


@pytest.mark.parametrize("who", CAST)
def test_cast_may_support_when_signed_in(db, cast, who):
    item = RoadmapItemFactory()
    answer = browser_of(cast(who)).post(f"{item.get_absolute_url()}support/", {"need": "2"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/") == (who == "anonymous")
    assert Support.objects.count() == (0 if who == "anonymous" else 1)


@pytest.mark.parametrize("need", [-1, 4, 99, 40_000])
def test_other_number_is_refused(member, need):
    item = RoadmapItemFactory()
    with pytest.raises(ValidationError):
        support_item(item, by=member, need=need)
    assert (Support.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "typed", [{}, {"need": ""}, {"need": "4"}, {"need": "many"}, {"need": "2", "why": "x" * 501}]
)
def test_bad_form_keeps_what_was_typed(as_member, typed):
    item = RoadmapItemFactory()
    answer = as_member.post(f"{item.get_absolute_url()}support/", {"why": "Because <of> it", **typed})
    assert answer.status_code == 422
    assert Support.objects.count() == 0
    if "why" not in typed:
        assert "Because &lt;of&gt; it" in answer.content.decode()


@pytest.mark.parametrize("state", ["shipped", "declined", "deferred"])
def test_closed_item_takes_no_support(as_member, member, state):
    item = RoadmapItemFactory(state=state)
    with pytest.raises(Refused):
        support_item(item, by=member, need=2)
    answer = as_member.post(f"{item.get_absolute_url()}support/", {"need": "2"})
    assert answer.status_code == 409
    assert Support.objects.count() == 0


def test_item_closed_meanwhile_takes_no_support(member):
    item = RoadmapItemFactory()
    RoadmapItem.objects.update(state="shipped")  # while the page was open
    with pytest.raises(Refused):
        support_item(item, by=member, need=2)


def test_member_withdraws_and_it_is_recorded_once(as_member, member):
    item = RoadmapItemFactory()
    support_item(item, by=member, need=2)
    for _ in range(2):
        assert as_member.post(f"{item.get_absolute_url()}support/withdrawal/").status_code == 302
    assert Support.objects.count() == 0
    assert Entry.objects.filter(kind="roadmap.support_withdrawn").count() == 1


def test_nobody_withdraws_for_somebody_else(as_outsider, member):
    support = SupportFactory(user=member)
    as_outsider.post(f"{support.item.get_absolute_url()}support/withdrawal/")
    assert Support.objects.count() == 1


def test_closed_item_keeps_its_supports(member):
    support = SupportFactory(item=RoadmapItemFactory(state="shipped"), user=member)
    with pytest.raises(Refused):
        withdraw_support(support.item, by=member)
    assert Support.objects.count() == 1


def test_htmx_gets_only_the_part_that_changed(as_member):
    item = RoadmapItemFactory()
    answer = as_member.post(
        f"{item.get_absolute_url()}support/", {"need": "3"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="needs"' in page
    assert "<html" not in page


def test_people_and_teams_stand_side_by_side(as_anonymous):
    item, team = RoadmapItemFactory(), TeamFactory(name="Pricing")
    for need in (3, 3, 1):
        MembershipFactory(team=team, user=SupportFactory(item=item, need=need).user)
    SupportFactory(item=item, need=2)  # in no team
    answer = as_anonymous.get(item.get_absolute_url())
    levels = [
        (row["level"].need, row["level"].people, row["level"].teams) for row in answer.context["levels"]
    ]
    assert levels == [(3, 2, 1), (2, 1, 0), (1, 1, 0), (0, 0, 0)]


@pytest.mark.django_db(transaction=True)
def test_one_person_clicking_at_once_counts_once():
    item, person = RoadmapItemFactory(), UserFactory()
    start, errors = threading.Barrier(8), []

    def click(need):
        start.wait()
        try:
            support_item(item, by=person, need=need)
        except Exception as error:  # noqa: BLE001 -- any error fails the test below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(n % 4,)) for n in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert errors == []
    assert Support.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_support_that_races_with_closing_is_in_before_or_not_at_all():
    item, people = RoadmapItemFactory(), UserFactory.create_batch(6)
    start, taken, refused = threading.Barrier(7), [], []

    def support(person):
        start.wait()
        try:
            taken.append(support_item(item, by=person, need=3).pk)
        except Refused:
            refused.append(person.pk)
        finally:
            connection.close()

    def close():
        start.wait()
        with transaction.atomic():
            row = RoadmapItem.objects.select_for_update().get(pk=item.pk)
            row.state, counted = "shipped", row.supports.count()
            row.save()
        closed.append(counted)
        connection.close()

    closed: list[int] = []
    threads = [threading.Thread(target=support, args=(person,)) for person in people]
    threads.append(threading.Thread(target=close))
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert Support.objects.count() == len(taken) == closed[0]
    assert len(taken) + len(refused) == 6


@pytest.mark.parametrize(("need", "state", "status"), [("9", "proposed", 422), ("2", "shipped", 409)])
def test_what_is_not_accepted_comes_back_as_the_part_that_htmx_swaps(as_member, need, state, status):
    item = RoadmapItemFactory(state=state)

    answer = as_member.post(
        f"{item.get_absolute_url()}support/", {"need": need, "why": "Kept"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == status
    assert answer.content.decode().lstrip().startswith('<section class="section" id="needs"')


def test_the_page_tells_htmx_to_show_refusals(client, db):
    assert '{"code": "409|422", "swap": true}' in client.get("/roadmap/").content.decode()
