"""Communities to publish: a small one where everything is linked to everything, and a nasty one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from hub.catalog.models import Service
from hub.goldenpath.models import Path
from hub.roadmap.models import RoadmapItem
from tests import factories as make


@dataclass
class Community:
    """The things a test names; the rest is found through them."""

    service: Service
    path: Path
    group: Any
    conclusion: Any
    item: Any
    demo: Any
    recording: Any
    cluster: Any


def small(n: int = 1, first: int = 0) -> Community:
    """One of everything (or `n` of everything), linked all round; gives the last."""
    return [_one(number) for number in range(first, first + n)][-1]


def _one(number: int) -> Community:
    group = make.GroupFactory(name=f"SIG Registry {number}", mission="Compares *registries*.")
    make.TermFactory(group=group, role="chair")
    make.TermFactory(group=group)
    make.SubprojectFactory(group=group)
    earlier = make.ConclusionFactory(group=group, title=f"Wait and see {number}")
    conclusion = make.ConclusionFactory(
        group=group, title=f"MLflow, not Kubeflow {number}", reasons="It is *mature*.",
        conditions="As long as it is *small*.", dissent="One team waits for *roles*.", confidence="medium",
        return_condition="Or when KServe asks for it.", review_on=make.today(200), supersedes=earlier,
    )  # fmt: skip
    make.CaseVerdictFactory(conclusion=conclusion, use_case="Secret models", verdict="A store of their own")
    team = make.TeamFactory()
    service = make.ServiceFactory(
        name=f"MLflow {number}", slug=f"mlflow-{number}", owner=team, group=group, step="registry",
        description="Keeps **models**.", support="#ml-platform",
    )  # fmt: skip
    service.conclusions.add(conclusion, earlier)
    make.ReturnConditionFactory(conclusion=conclusion, service=service, stage="stable")
    make.ServiceStageFactory(subject=service, reason="Asked for by three teams")
    make.TargetFactory(service=service)
    cluster = make.ClusterFactory(region="eu-west-1")
    make.ClusterStageFactory(subject=cluster)
    make.EnablementFactory(service=service, cluster=cluster, url="https://mlflow.example.org/")
    meeting = make.MeetingFactory()
    demo = make.DemoFactory(
        title=f"A model in MLflow {number}", team=team, meeting=meeting, services=[service],
        presenters=[make.UserFactory()], tools=["MLflow"],
    )  # fmt: skip
    recording = make.RecordingFactory(
        title=f"Community session {number}", meeting=meeting, event=f"Session {number}", speakers=["Ada"],
        tags=["mlflow"],
        video_url="https://video.example.org/1", links=[{"label": "Slides", "url": "https://example.org/s"}],
    )  # fmt: skip
    segment = make.SegmentFactory(recording=recording, demo=demo, starts_s=754, ends_s=900)
    item = make.RoadmapItemFactory(
        title=f"Stages of models {number}", quarter="2026-Q4", group=group, need="We *need* it."
    )
    item.services.add(service)
    item.demos.add(demo)
    item.conclusions.add(conclusion)
    make.SupportFactory(item=item)
    make.ItemStageFactory(item=item)
    path = make.PathFactory(
        title=f"Register a first model {number}", persona=f"Persona {number}", group=group
    )
    step = make.StepFactory(path=path, position=1, segment=segment, minutes=10, expect="A version 1")
    step.services.add(service)
    return Community(service, path, group, conclusion, item, demo, recording, cluster)


NASTY = [
    '<script>alert("x")</script><img src=x onerror=alert(1)>',
    "::: hub.settings\n--8<-- \"/etc/passwd\"\n{{ 7*7 }} {% include 'x' %} ![[x]]",
    "```\nnever closed\n\n# Not a heading",
    "a | b\n--- | ---\n[x](missing.md) [y][hub.settings] ![z](http://evil.example.org/z.png)",
    "</title></h1></div><svg/onload=alert(1)> &lt;/title&gt;&lt;script&gt;alert(2)&lt;/script&gt;",
    "\u202e\u0645\u0631\u062d\u0628\u0627 \U0001f600 \x07 - [ ] x\n===\n---\ntitle: other\n---",
    '!!! danger\n    x\n\n=== "Tab"\n    y\n\n*[MLflow]: abbr\n\n[^1]: note',
]  # fmt: skip


def nasty() -> list[Community]:
    """A community whose every text is one that wants out of its place; gives one for each text."""
    return [_nasty(number, text) for number, text in enumerate(NASTY)]


def _nasty(number: int, text: str) -> Community:
    made = _one(number)
    rows = [*made.path.steps.all(), *made.service.stages.all(), *made.group.subprojects.all()]
    rows += [made.conclusion.supersedes, *made.conclusion.cases.all()]
    for thing in [*vars(made).values(), *rows]:
        for field in thing._meta.fields:
            if field.name not in {"slug", "quarter"} and not field.choices:
                _set(thing, field, text)
        if isinstance(thing, RoadmapItem):
            thing.impeded_at = timezone.now()  # since when what its words say is in its way
        thing.save()
    return made


def _set(thing: Any, field: Any, text: str) -> None:
    """Put the text where people's words go, as far as the column takes it."""
    line = " ".join(text.split())
    address = "javascript:alert(1)"
    values = {
        "TextField": text + "\n\n" + "x" * 10_000,
        "CharField": line[: field.max_length],
        "URLField": address,
        "ArrayField": [line[:60]],
    }
    if field.name == "links":
        setattr(thing, field.name, [{"label": line, "url": address}, {"url": "https://a.b/)|x"}, "x"])
    elif (kind := field.get_internal_type()) in values:
        setattr(thing, field.name, values[kind])
