"""The hub's own files."""

# ruff: noqa: E501 -- a case reads best on one line

import datetime as dt

import pytest

from hub.accounts.models import Membership, Team, User
from hub.activity.models import Entry
from hub.catalog.models import Enablement, Service, ServiceStage
from hub.demos.models import Demo
from hub.exchange.actions import import_community
from hub.goldenpath.models import Path, Step
from hub.meetings.models import Meeting
from hub.recordings.models import Recording, Segment
from hub.roadmap.models import RoadmapItem, Support
from hub.sigs.models import Conclusion, Group
from hub.status.models import Target
from tests.exchange.conftest import community, reasons

PEOPLE = "ada: {name: Ada Byron}\n"
SERIES = (
    "sync:\n  title: Sync\n  timezone: Europe/Madrid\n  minutes: 30\n  meetings: [{at: 2026-03-03 11:00}]\n"
)
PATH = """
---
title: First steps
persona: Newcomer
outcome: Something runs.
---

Before you begin.

## 1. Open it

```step
minutes: 5
services: [nb]
watch: show
expect: A page.
```

Click.

```shell
## 2. not a step
```

## 2. Close it

Done.
"""


def test_people_and_teams_come_in_with_their_dates(take_in) -> None:
    take_in(community(people=PEOPLE, teams="t:\n  name: T\n  members: [{person: ada, from: 2026-01-05}]\n"))
    assert Team.objects.get().name == "T"
    row = Membership.objects.get()
    assert (row.user.handle, row.starts_on, row.ends_on) == ("ada", dt.date(2026, 1, 5), None)


def test_things_may_lie_in_one_file_or_in_one_each(take_in) -> None:
    take_in(
        community(services="a: {name: A}\nb: {name: B}\n", services__c="name: C\n", groups__g="name: G\n")
    )
    assert set(Service.objects.values_list("slug", "name")) == {("a", "A"), ("b", "B"), ("c", "C")}
    assert Group.objects.get().slug == "g"


def test_a_service_comes_in_with_its_history_and_where_it_runs(take_in) -> None:
    report = take_in(community(
        people=PEOPLE, clusters="c: {name: C, purpose: production}\n",
        services__nb="name: N\nstages:\n- {stage: alpha, from: 2026-01-05, reason: Why not, by: ada}\n"
        "clusters:\n- {cluster: c, from: 2026-02-02, url: 'https://nb.example.org'}\n",
    ))  # fmt: skip
    stage = ServiceStage.objects.get()
    assert (stage.stage, stage.reason, stage.by.handle) == ("alpha", "Why not", "ada")
    assert Enablement.objects.get().url == "https://nb.example.org"
    assert report.refused == []


def test_references_are_found_whatever_the_order_of_files(take_in) -> None:
    report = take_in(community(
        demos="show: {title: Show, state: published, presenters: [ada], services: [nb], meeting: sync@2026-03-03}\n",
        groups__g="name: G\nconclusions:\n- {slug: k, title: K, verdict: Yes, concluded_on: 2026-03-01}\n",
        people=PEOPLE, series=SERIES, services="nb: {name: N, conclusions: [k], group: g}\n",
        recordings__r__recording="title: R\nmeeting: sync@2026-03-03\nlength: '30:00'\n"
        "segments: [{title: S, demo: show, at: '1:00', until: '9:30'}]\n",
        roadmap="i:\n  title: I\n  demos: [show]\n  conclusions: [k]\n  support: [{person: ada, need: blocked, since: 2026-03-02}]\n",
    ) | {"paths/first.md": PATH})  # fmt: skip
    assert report.refused == []
    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.ends_at - meeting.starts_at) == (
        dt.datetime(2026, 3, 3, 10, tzinfo=dt.UTC), dt.timedelta(minutes=30),
    )  # fmt: skip
    assert Demo.objects.get().meeting == meeting
    segment = Segment.objects.get()
    assert (segment.starts_s, segment.ends_s, segment.demo.slug) == (60, 570, "show")
    assert Recording.objects.get().seconds == 1800
    assert list(Service.objects.get().conclusions.all()) == [Conclusion.objects.get()]
    assert Support.objects.get().need == Support.Need.BLOCKED
    assert list(RoadmapItem.objects.get().demos.all()) == [Demo.objects.get()]
    assert Step.objects.get(position=1).segment == segment


def test_a_path_is_read_from_markdown(take_in) -> None:
    take_in(community(services="nb: {name: N}\n") | {"paths/first.md": PATH.replace("watch: show\n", "")})
    path = Path.objects.get()
    assert (path.slug, path.persona, path.introduction) == ("first", "Newcomer", "Before you begin.")
    first, second = path.steps.all()
    assert (first.title, first.minutes, first.expect) == ("Open it", 5, "A page.")
    assert first.body == "Click.\n\n```shell\n## 2. not a step\n```"
    assert [service.slug for service in first.services.all()] == ["nb"]
    assert (second.title, second.body, second.minutes) == ("Close it", "Done.", None)


def test_a_target_of_the_hub_itself_goes_to_its_own_address(take_in, settings) -> None:
    settings.BASE_URL = "https://hub.example.org"
    take_in(
        community(services="hub: {name: H}\n", targets="hub: {name: H, service: hub, url: '{hub}/healthz'}\n")
    )
    assert Target.objects.get().url == "https://hub.example.org/healthz"


def test_folders_named_as_also_belong_to_it(take_in, folder) -> None:
    folder({"recordings/r/recording.yml": "title: R\n"}, name="beside")
    report = take_in({"community.yml": "name: Test\nalso: [../beside/recordings, ../../../../etc, 7]\n"})
    assert Recording.objects.get().slug == "r"
    assert report.sources[0].files == 2


def test_a_library_of_recordings_is_recognised_by_itself(take_in) -> None:
    take_in({"recordings/r/recording.yml": "title: R\nlength: '1:02:03'\n"})
    assert Recording.objects.get().seconds == 3723


def test_e_mail_and_passwords_are_no_part_of_a_file(take_in) -> None:
    report = take_in(community(people="ada: {name: Ada, email: a@x.org, password: x}\n"))
    assert User.objects.get().email == ""
    assert {row["field"] for row in report.as_json()["unknown_fields"]} == {"person.email", "person.password"}


def test_a_person_who_is_there_gets_no_rights_from_a_file(take_in) -> None:
    User.objects.create_user("ada", name="Ada")
    take_in(community(people="ada: {name: Ada, platform_admin: true}\n"))
    assert not User.objects.get().is_platform_admin


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (community(services="nb:\n  name: N\n  stages: [{stage: beta, from: 2999-01-01}]\n"), "services.yml:3: stage nb beta 2999-01-01: a stage cannot begin in the future (2999-01-01); left out"),
        (community(services="nb: {name: N}\nnb: {name: M}\n"), "services.yml:2: has the key 'nb' twice (first on line 1)"),
        (community(groups__g="name: G\n", groups="g: {name: H}\n"), "groups.yml:1: group g: is there already, in"),
        (community(groups__g="name: G\npeople: [{role: chair}]\n"), "g.yml:2: term g chair: person is missing; left out"),
        (community(groups__g="name: G\npeople: [{person: bob, role: chair}]\n"), "g.yml:2: term g bob chair: no person is called 'bob'; left out"),
        (community(groups__g="name: G\nmission: [a]\n"), "g.yml:2: group g: mission must be text, not a list"),
        (community(groups__g="mission: m\n"), "g.yml:1: group g: name is missing; left out"),
        (community(groups__g=f"name: G\nmission: {'x' * 10_000_000}\n"), "g.yml:2: group g: mission is 10,000,000 characters long, 50,000 at most"),
        (community(groups__g="name: G\ncharter: 'javascript:alert(1)'\n"), "g.yml:2: group g: charter 'javascript:alert(1)' is not a web address (http or https)"),
        (community(groups__g='name: "G\\0"\n'), "g.yml:1: group g: name has a control character; left out"),
        (community(groups__g="name: [\n"), "g.yml:2: is not YAML"),
        (community(groups__g="- a\n"), "g.yml:1: group g: has no fields; left out"),
        (community(teams="[a]\n"), "teams.yml:1: must name each team"),
        (community(people=PEOPLE, teams="t:\n  name: T\n  members: [{person: ada, from: 2026-02-01, until: 2026-01-01}]\n"), "the membership ends before it begins; left out"),
        (community(services="a: {name: A, owner: nobody}\n"), "services.yml:1: service a: no team is called 'nobody'"),
        (community(clusters="c: {name: C, purpose: party}\n"), "clusters.yml:1: cluster c: purpose 'party' is none of: sandbox, development, staging, production"),
        (community(series="s: {title: S, timezone: Mars/Base}\n"), "series.yml:1: series s: timezone 'Mars/Base'"),
        (community(series="s: {title: S, meetings: [{at: 2026-03-03}]}\n"), "series.yml:1: meeting: at '2026-03-03' names a day, but no time"),
        (community(series=SERIES, demos="d: {title: D, meeting: sync@2026-03-04}\n"), "demos.yml:1: demo d: no meeting is called 'sync@2026-03-04'"),
        (community(people=PEOPLE, roadmap="i: {title: I, support: [{person: ada, need: 7}]}\n"), "roadmap.yml:1: support: need 7 is none of: none, nice, important, blocked"),
        (community(roadmap="i: {title: I, quarter: Q4}\n"), "roadmap.yml:1: roadmap item i: quarter 'Q4': A quarter looks like 2026-Q4."),
        (community(recordings__r__recording="title: R\nsegments: [{title: S, at: '9:00', until: '1:00'}]\n"), "the segment ends before it begins; left out"),
        (community(services="s: {name: S}\n", targets="t: {name: T, service: s, url: 'file:///etc/passwd'}\n"), "targets.yml:1: target t: url 'file:///etc/passwd'"),
        (community() | {"paths/p.md": "# No facts\n"}, "p.md:1: has no facts between two lines of --- on top"),
        (community() | {"paths/p.md": "---\ntitle: P\n---\n"}, "p.md:2: golden path p: outcome is missing and persona is missing; left out"),
        (community() | {"paths/p.md": "---\ntitle: P\npersona: A\noutcome: B\n---\n## 1. A\n\n```step\nminutes: soon\n```\n"}, "p.md:9: step A: minutes must be a whole number, not 'soon'"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_file_and_line(take_in, files: dict, said: str) -> None:
    report = take_in(files)
    assert [reason for reason in reasons(report) if said in reason], reasons(report)
    assert report.ok


def test_a_slug_is_made_fit_for_addresses_and_said_so(take_in) -> None:
    report = take_in(community(services="Näh Maschine: {name: N}\n"))
    assert Service.objects.get().slug == "nah-maschine"
    assert [note.reason for note in report.notes] == ["'Näh Maschine' is written 'nah-maschine' in addresses"]


def test_markup_is_kept_as_it_is_written(take_in) -> None:
    mission = "<script>alert(1)</script>\n\n::: hub.settings"
    take_in(community(groups__g=f"name: G\nmission: |\n  {mission.replace(chr(10), chr(10) + '  ')}\n"))
    assert Group.objects.get().mission == mission


def test_a_second_enablement_at_the_same_time_is_refused(take_in) -> None:
    text = (
        "s:\n  name: S\n  clusters:\n  - {cluster: c, from: 2026-01-01}\n  - {cluster: c, from: 2026-02-01}\n"
    )
    report = take_in(community(clusters="c: {name: C}\n", services=text))
    assert Enablement.objects.count() == 1
    assert "services.yml:5: enablement s c" in reasons(report)[0]
    assert "another one is in force since 2026-01-01; left out" in reasons(report)[0]


def test_reader_of_the_feed_learns_no_folder_of_the_machine(tmp_path, client, db):
    folder = tmp_path / "our-community"
    folder.mkdir()
    (folder / "community.yml").write_text("name: Ours\nformat: 1\n")
    (folder / "teams.yml").write_text("pricing:\n  name: Pricing\n")
    import_community([folder], by=None)
    assert Entry.objects.get().summary == "imported our-community: 1 new, 0 changed"
    assert str(tmp_path) not in client.get("/activity/").content.decode()
