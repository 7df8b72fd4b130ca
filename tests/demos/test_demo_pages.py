"""Demos: the list, one demo, and proposing one."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from hub.activity.models import Entry
from hub.demos.actions import propose_demo
from hub.demos.models import Demo
from tests.cast import CAST, browser_of
from tests.factories import (
    DemoFactory,
    MeetingFactory,
    RecordingFactory,
    RoadmapItemFactory,
    SegmentFactory,
    ServiceFactory,
    TeamFactory,
    UserFactory,
)
from tests.recordings.watched import filed

TYPED = {"title": "Training on spot machines", "abstract": "It costs a third.", "minutes": "15"}


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, {"A", "B"}),
        ({"team": "pricing"}, {"A"}),
        ({"service": "mlflow"}, {"A"}),
        ({"tool": "Ray"}, {"B"}),
        ({"state": "given"}, {"B"}),
        ({"q": "registry"}, {"A"}),
        ({"team": "nobody", "tool": "x", "state": "y"}, {"A", "B"}),
    ],
)
def test_list_answers_what_the_address_asks(client, team, asked, titles):
    DemoFactory(title="A", team=team, services=[ServiceFactory(slug="mlflow")], abstract="Our model registry")
    DemoFactory(title="B", tools=["Ray"], state="given")
    answer = client.get("/community/demos/", asked)
    assert {row.title for row in answer.context["page"]} == titles


def test_list_counts_what_can_be_seen(client, as_member, team):
    SegmentFactory(demo=DemoFactory(team=team, tools=["Ray", "MLflow"]))
    DemoFactory(state="proposed", tools=["Secret"])
    DemoFactory(state="given", presenters=[UserFactory()])
    numbers = client.get("/community/demos/").context["numbers"]
    assert [number.value for number in numbers] == [2, 2, 1, 1]
    assert numbers[0].part == "1 recorded"
    assert as_member.get("/community/demos/").context["numbers"] == numbers  # a proposal is no demo yet
    for number in numbers[:1] + numbers[2:]:
        assert client.get(number.url).context["page"].paginator.count == number.value
    assert client.get(numbers[0].part_url).context["page"].paginator.count == 1


def test_proposal_is_for_people_who_are_signed_in(client, as_outsider):
    demo = DemoFactory(title="Half-baked", state="proposed")
    assert "Half-baked" not in client.get("/community/demos/").content.decode()
    assert client.get(demo.get_absolute_url()).status_code == 404
    assert as_outsider.get(demo.get_absolute_url()).status_code == 200


def test_list_costs_the_same_with_one_and_with_thirty(as_member, team, queries):
    def fill(count):
        for _ in range(count):
            demo = DemoFactory(team=team, services=[ServiceFactory()], presenters=[UserFactory()],
                               meeting=MeetingFactory(), tools=["Ray"])  # fmt: skip
            SegmentFactory(demo=demo)

    fill(1)
    few = queries(lambda: as_member.get("/community/demos/"))
    fill(30)
    assert queries(lambda: as_member.get("/community/demos/")) == few <= 15


def test_page_shows_the_minute_to_watch_and_what_belongs_to_it(client, team):
    demo = DemoFactory(
        team=team, services=[ServiceFactory(name="Registry")], presenters=[UserFactory(name="Ana")]
    )
    RoadmapItemFactory(title="Model registry").demos.add(demo)
    segment = SegmentFactory(demo=demo, starts_s=65, ends_s=90)
    page = client.get(demo.get_absolute_url()).content.decode()
    for words in ("Registry", "Ana", "Pricing", "Model registry", segment.get_absolute_url(), "from 1:05"):
        assert words in page


def test_segment_of_an_internal_recording_is_not_shown_to_visitors(client, as_member):
    demo = DemoFactory()
    SegmentFactory(demo=demo, recording=RecordingFactory(title="Internal", audience="internal"))
    assert "Internal" not in client.get(demo.get_absolute_url()).content.decode()
    assert "Internal" in as_member.get(demo.get_absolute_url()).content.decode()


def test_member_proposes_a_demo_for_the_team(as_member, member, team, admin):
    service = ServiceFactory()
    answer = as_member.post(
        "/community/demos/new/",
        {**TYPED, "team": team.pk, "services": [service.pk], "tools": "Ray, MLflow , Ray,,"},
        follow=True,
    )
    demo = Demo.objects.get()
    assert (demo.slug, demo.state, demo.team, demo.tools, demo.minutes) == (
        "training-on-spot-machines", "proposed", team, ["Ray", "MLflow"], 15,
    )  # fmt: skip
    assert (list(demo.presenters.all()), list(demo.services.all())) == ([member], [service])
    entry = Entry.objects.get()
    assert (entry.kind, entry.public, entry.data["tell"]) == (
        "demos.demo_proposed",
        False,
        [admin.pk, member.pk],
    )
    assert "Proposed. Whoever answers for the meeting finds a date" in answer.content.decode()


@pytest.mark.parametrize("who", CAST)
def test_cast_may_propose_when_signed_in(db, cast, who):
    answer = browser_of(cast(who)).post("/community/demos/new/", TYPED)
    assert answer.status_code == 302
    assert Demo.objects.count() == (0 if who == "anonymous" else 1)


def test_team_one_is_not_in_is_refused(as_outsider, outsider, team):
    assert as_outsider.post("/community/demos/new/", {**TYPED, "team": team.pk}).status_code == 422
    with pytest.raises(ValidationError) as caught:
        propose_demo(by=outsider, title="x", abstract="y", team=TeamFactory())
    assert "team" in caught.value.message_dict
    assert Demo.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"abstract": ""}, {"minutes": "400"}, {"tools": ",".join(map(str, range(30)))},
     {"tools": "x" * 61}, {"services": ["x"]}, {"title": "x" * 201}],
)  # fmt: skip
def test_bad_proposal_keeps_what_was_typed(as_member, wrong):
    answer = as_member.post(
        "/community/demos/new/", {"title": "Kept title", "abstract": "Kept", "minutes": "15", **wrong}
    )
    assert answer.status_code == 422
    assert Demo.objects.count() == 0
    assert ("Kept title" in answer.content.decode()) == ("title" not in wrong)


def test_same_person_clicking_twice_proposes_once(as_member):
    first, second = (as_member.post("/community/demos/new/", TYPED)["Location"] for _ in range(2))
    assert first == second
    assert Demo.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_people_proposing_one_title_at_once_all_get_in():
    people, start, slugs = UserFactory.create_batch(4), threading.Barrier(4), []

    def propose(person):
        start.wait()
        slugs.append(propose_demo(by=person, title="Spot machines", abstract="x").slug)
        connection.close()

    threads = [threading.Thread(target=propose, args=(person,)) for person in people]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(slugs) == ["spot-machines", "spot-machines-2", "spot-machines-3", "spot-machines-4"]


@pytest.mark.parametrize(
    ("kinds", "state", "plays", "pictured"),
    [
        (["video", "poster"], "published", True, True),
        (["audio"], "published", True, False),
        (["video", "poster"], "retired", False, False),
        ([], "published", False, False),
    ],
)
def test_page_leads_to_what_can_be_watched(client, db, settings, tmp_path, kinds, state, plays, pictured):
    settings.MEDIA_ROOT = tmp_path
    recording = RecordingFactory(slug="talk", state=state)
    for kind in kinds:
        filed(recording, kind)
    piece = SegmentFactory(recording=recording, demo=DemoFactory())
    page = client.get(piece.demo.get_absolute_url()).content.decode()
    assert f'href="{piece.get_absolute_url()}"' in page
    assert ("Watch this part" in page) is plays
    assert ('<img src="/community/recordings/talk/poster/"' in page) is pictured


@pytest.mark.parametrize(
    ("who", "facts", "offered"),
    [
        ("member", {"state": "given"}, True),
        ("admin", {"state": "given"}, True),
        ("outsider", {"state": "given"}, False),
        ("member", {"state": "given", "may_record": False}, False),
        ("member", {"state": "scheduled"}, False),
    ],
)
def test_presenter_is_led_to_adding_the_recording(cast, member, who, facts, offered):
    demo = DemoFactory(slug="winner", presenters=[member], **facts)
    page = cast(f"as_{who}").get(demo.get_absolute_url()).content.decode()
    assert ('href="/community/recordings/new/?demo=winner"' in page) is offered
