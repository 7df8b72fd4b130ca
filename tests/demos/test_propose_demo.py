"""Offering a demo: people by name, what the form gives to the verb, and what is kept of a draft."""

import pytest

from hub.demos.models import Demo
from tests.factories import RoadmapItemFactory, SeriesFactory, UserFactory

NEW = "/community/demos/new/"
TYPED = {"title": "Spot machines", "abstract": "A third of the price.", "minutes": "15"}


def proposed(client, **typed):
    return client.post(NEW, TYPED | typed)


def test_people_are_found_by_name_handle_or_part_of_a_name(as_member):
    ana, bo, cyril = (UserFactory(name=name) for name in ("Ana López", "Bo Ek", "Cyril Aubert"))
    proposed(as_member, presenters=f"ana lópez, @{bo.handle}; Cyril, Bo Ek")
    assert set(Demo.objects.get().presenters.all()) == {ana, bo, cyril}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Nobody", "Nobody here is called Nobody"),
        ("Bo", "could be Bo Ek"),
        ("Left", "Nobody here"),
        (",".join(f"p{n}" for n in range(11)), "at most 10"),
    ],
)
def test_people_who_cannot_be_told_are_named_and_what_was_typed_stays(as_member, typed, said):
    UserFactory(name="Bo Ek"), UserFactory(name="Bo Lind"), UserFactory(name="Left", is_active=False)
    answer = proposed(as_member, presenters=typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "A third of the price." in answer.content.decode()


def test_proposal_says_all_that_the_form_asks(as_member, member):
    item = RoadmapItemFactory()
    usual, other = SeriesFactory(kind="community"), SeriesFactory(kind="group")
    proposed(as_member, shows="How  to save.", may_record="no", items=[item.slug], series=other.slug)
    demo = Demo.objects.get()
    assert (demo.shows, demo.may_record, demo.series, demo.proposed_by) == (
        "How to save.",
        False,
        other,
        member,
    )
    assert (list(demo.items.all()), list(demo.presenters.all())) == ([item], [member])
    proposed(as_member, title="Another")
    assert Demo.objects.get(title="Another").series == usual


def test_form_keeps_a_draft_because_nothing_is_filled_in(as_member):
    form = as_member.get(NEW).context["form"]
    assert not any(form[name].value() for name in ("title", "abstract", "shows", "presenters", "tools"))
    assert "data-draft=" in as_member.get(NEW).content.decode()


@pytest.mark.parametrize("title", ["New", "Wishes", "Teams", "People"])
def test_title_that_is_an_address_gets_another_name(as_member, title):
    location = proposed(as_member, title=title)["Location"]
    assert location == f"/community/demos/{title.lower()}-2/"
    assert as_member.get(location).context["demo"].title == title


def test_do_not_record_is_shown_wherever_the_demo_is_named(client, team):
    demo = Demo.objects.create(slug="quiet", title="Quiet", state="accepted", may_record=False, team=team)
    for address in ("/community/demos/", demo.get_absolute_url(), team.get_absolute_url()):
        assert "Not recorded" in client.get(address).content.decode(), address
    assert client.get("/api/v1/demos/quiet/").json()["may_record"] is False


def test_edit_form_shows_what_is_there(as_member, member):
    proposed(as_member, may_record="no", tools="Ray")
    demo = Demo.objects.get()
    form = as_member.get(f"{demo.get_absolute_url()}edit/").context["form"]
    values = {name: form[name].value() for name in ("title", "may_record", "presenters", "tools")}
    assert values == {"title": "Spot machines", "may_record": "no", "presenters": member.name, "tools": "Ray"}


def test_demo_cannot_lose_its_last_presenter(as_member):
    proposed(as_member)
    demo = Demo.objects.get()
    answer = as_member.post(f"{demo.get_absolute_url()}edit/", TYPED | {"presenters": ""})
    assert answer.status_code == 422
    assert "Somebody has to show it" in answer.content.decode()
