"""The wish list: making, joining, taking, showing and closing wishes, and where they come from."""

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.demos.actions import (
    close_wish,
    decline_demo,
    join_wish,
    leave_wish,
    make_wish,
    mark_given,
    mark_not_given,
    propose_demo,
    withdraw_demo,
)
from hub.demos.models import Demo, Wish, WishVoice
from hub.demos.similar import similar_wishes
from tests.cast import CAST, browser_of
from tests.demos.planned import at_once
from tests.factories import (
    DemoFactory,
    MeetingFactory,
    ServiceFactory,
    ServiceStageFactory,
    UserFactory,
    WishFactory,
)

LIST = "/community/demos/wishes/"


def wish_of(title="Rolling back a model", people=2):
    first, *others = UserFactory.create_batch(people)
    wish = make_wish(by=first, title=title, why="At night.")
    for person in others:
        join_wish(wish, by=person)
    wish.refresh_from_db()
    return wish


def told(kind):
    return set(Entry.objects.filter(kind=kind).latest("pk").data["tell"])


def wishing(wish):
    return set(wish.said.values_list("user", flat=True))


def test_wish_counts_each_person_once(member, outsider):
    wish = make_wish(by=member, title="Rolling  back", why="At night.")
    for _ in range(2):
        join_wish(wish, by=outsider)
        join_wish(wish, by=member)
    wish.refresh_from_db()
    assert (wish.title, wish.voices, WishVoice.objects.count()) == ("Rolling back", 2, 2)
    leave_wish(wish, by=member)
    leave_wish(wish, by=member)
    wish.refresh_from_db()
    assert wish.voices == 1


def test_asking_for_what_is_on_the_list_joins_it(member, outsider):
    first = make_wish(by=member, title="Rolling back")
    assert make_wish(by=outsider, title="rolling BACK") == first
    assert Wish.objects.get().voices == 2


def test_one_person_wishes_for_so_many_things(member):
    for number in range(20):
        make_wish(by=member, title=f"Thing {number}")
    with pytest.raises(Refused, match="20 open wishes"):
        make_wish(by=member, title="One more")


@pytest.mark.parametrize("title", ["", "   ", "x" * 201])
def test_wish_without_a_fitting_title_is_refused(member, title):
    with pytest.raises(ValidationError):
        make_wish(by=member, title=title)


def test_wish_goes_with_the_demo_that_answers_it(admin):
    wish, presenter = wish_of(), UserFactory()
    demo = propose_demo(by=presenter, title="Rolling back", abstract="x", wish=wish)
    wish.refresh_from_db()
    assert (wish.state, wish.demo, told("demos.wish_taken") - {presenter.pk}) == (
        "taken",
        demo,
        wishing(wish),
    )
    with pytest.raises(Refused, match="somebody shows it"):
        propose_demo(by=UserFactory(), title="Another", abstract="x", wish=wish)
    assert Demo.objects.count() == 1
    Demo.objects.update(state="scheduled", meeting=MeetingFactory())
    mark_given(Demo.objects.get(), by=admin)
    wish.refresh_from_db()
    assert (wish.state, told("demos.wish_shown")) == ("shown", wishing(wish))
    with pytest.raises(Refused):
        join_wish(wish, by=presenter)
    mark_not_given(Demo.objects.get(), by=admin, reason="Nobody came.")
    wish.refresh_from_db()
    assert wish.state == "taken"


@pytest.mark.parametrize("verb", ["withdraw", "decline"])
def test_wish_is_open_again_when_its_demo_does_not_come(admin, verb):
    wish, presenter = wish_of(), UserFactory()
    demo = propose_demo(by=presenter, title="Rolling back", abstract="x", wish=wish)
    if verb == "withdraw":
        withdraw_demo(demo, by=presenter)
    else:
        decline_demo(demo, by=admin, reason="Twice.")
    wish.refresh_from_db()
    assert (wish.state, wish.demo, told("demos.wish_reopened")) == ("open", None, wishing(wish))


def test_closing_needs_a_reason_and_tells_those_who_wished(admin):
    wish = wish_of()
    with pytest.raises(ValidationError):
        close_wish(wish, by=admin, reason=" ")
    close_wish(wish, by=admin, reason="It is in the docs.")
    wish.refresh_from_db()
    assert (wish.state, wish.reason, told("demos.wish_closed")) == (
        "closed",
        "It is in the docs.",
        wishing(wish),
    )
    for verb in (join_wish, leave_wish):
        with pytest.raises(Refused):
            verb(wish, by=admin)


@pytest.mark.parametrize("who", CAST)
def test_only_admins_close_wishes(db, cast, who):
    wish = WishFactory()
    browser_of(cast(who)).post(f"{wish.get_absolute_url()}closing/", {"reason": "x"})
    wish.refresh_from_db()
    assert (wish.state == "closed") == (who == "admin")


@pytest.mark.parametrize(
    ("title", "near"),
    [
        ("Please show rolling back of models", True),
        ("Roll back models", True),
        ("Feature stores", False),
        ("Show", False),
        ("", False),
        ("'; DROP TABLE", False),
    ],
)
def test_similar_wishes_are_found_by_their_words(db, title, near):
    wish = WishFactory(title="Rolling back a model")
    WishFactory(title="Rolling back a model", state="closed")
    assert similar_wishes(title) == ([wish] if near else [])


def test_similar_wish_is_shown_before_another_is_made(as_member):
    wish = WishFactory(title="Rolling back a model")
    typed = {"title": "How to roll back models", "why": ""}
    page = as_member.post(f"{LIST}new/", typed)
    assert "Rolling back a model" in page.content.decode()
    assert (Wish.objects.count(), page.status_code) == (1, 200)
    as_member.post(f"{wish.get_absolute_url()}support/", {"list": "1"})
    assert Wish.objects.get().voices == 1
    as_member.post(f"{LIST}new/", typed | {"confirmed": "1"})
    assert Wish.objects.count() == 2


def test_who_will_show_it_gets_the_form_filled_in(as_member):
    service = ServiceFactory(name="Registry")
    wish = WishFactory(title="Rolling back", why="At night", service=service)
    page = as_member.get(f"/community/demos/new/?wish={wish.pk}")
    assert page.context["form"]["title"].value() == "Rolling back"
    assert page.context["form"]["services"].value() == [service.pk]
    typed = {"wish": wish.pk, "title": "Rolling back", "abstract": "x", "minutes": "15"}
    as_member.post("/community/demos/new/", typed)
    wish.refresh_from_db()
    assert (wish.state, wish.demo) == ("taken", Demo.objects.get())


@pytest.mark.parametrize("key", ["x", "0", "99999999999999999999", "-1"])
def test_wish_that_is_not_there_is_no_wish(as_member, key):
    assert as_member.get("/community/demos/new/", {"wish": key}).status_code == 200


def test_services_without_a_demo_are_offered_stable_first(client, as_member):
    names = {}
    for stage in ("alpha", "stable", "beta", "retired"):
        names[stage] = ServiceFactory(name=f"In {stage}")
        ServiceStageFactory(subject=names[stage], stage=stage)
    shown, wished = ServiceFactory(name="Shown"), ServiceFactory(name="Wished")
    for service in (shown, wished):
        ServiceStageFactory(subject=service, stage="stable")
    DemoFactory(services=[shown], state="accepted")
    WishFactory(service=wished)
    offered = client.get(LIST).context["gaps"].services
    assert [service.name for service in offered] == ["In stable", "In beta", "In alpha"]
    sent = {"title": "In stable in use", "service": names["stable"].slug, "confirmed": "1"}
    as_member.post(f"{LIST}new/", sent)
    assert Wish.objects.get(service=names["stable"]).voices == 1
    assert names["stable"] not in client.get(LIST).context["gaps"].services


def test_list_shows_the_most_wanted_first_and_other_states_apart(db, client):
    few, many = WishFactory(voices=1), WishFactory(voices=5)
    shown = WishFactory(state="shown")
    assert list(client.get(LIST).context["page"]) == [many, few]
    assert list(client.get(LIST, {"state": "shown"}).context["page"]) == [shown]
    assert list(client.get(LIST, {"state": "nonsense"}).context["page"]) == [many, few]


def test_list_costs_the_same_with_one_and_with_thirty(as_member, queries):
    WishFactory(service=ServiceFactory(), made_by=UserFactory())
    few = queries(lambda: as_member.get(LIST))
    for _ in range(30):
        WishFactory(service=ServiceFactory(), made_by=UserFactory())
    assert queries(lambda: as_member.get(LIST)) == few <= 15


def test_demo_that_is_only_proposed_is_not_named_to_visitors(client, as_outsider):
    demo = DemoFactory(title="Half-baked", state="proposed")
    wish = WishFactory(state="taken", demo=demo)
    for address in (wish.get_absolute_url(), f"/api/v1/wishes/{wish.pk}/"):
        assert "half-baked" not in client.get(address).content.decode().lower()
        assert demo.slug not in client.get(address).content.decode()
    assert "Half-baked" in as_outsider.get(wish.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_people_wishing_for_one_thing_at_once_make_one_wish():
    people = UserFactory.create_batch(4)
    at_once(4, lambda number: make_wish(by=people[number], title="Rolling back"))
    assert (Wish.objects.count(), Wish.objects.get().voices) == (1, 4)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_one_wish_at_once_give_it_one_demo():
    wish, people = WishFactory(), UserFactory.create_batch(3)
    done = at_once(3, lambda n: propose_demo(by=people[n], title=f"Demo {n}", abstract="x", wish=wish))
    assert sum(isinstance(answer, Demo) for answer in done) == 1
    assert Demo.objects.count() == 1
