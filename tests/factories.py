"""A row of every noun, ready to save: only what a test names matters, the rest is plain and unique."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from hub.accounts.models import ApiToken, Membership, Team, User
from hub.activity.models import Entry, Follow, Notification, Webhook, WebhookDelivery
from hub.catalog.models import Cluster, ClusterStage, Enablement, Service, ServiceStage
from hub.demos.models import Demo, Wish
from hub.goldenpath.models import DocPage, Path, Step
from hub.meetings.models import Meeting, Series
from hub.recordings.models import Recording, Segment
from hub.roadmap.models import ItemStage, RoadmapItem, Support
from hub.roadmap.tallies import recount
from hub.sigs.models import (
    CaseVerdict,
    Conclusion,
    Criterion,
    Evaluation,
    Finding,
    Group,
    Subproject,
    Term,
)
from hub.sigs.models import Option as ComparedOption
from hub.status.models import Flip, Incident, Maintenance, Observation, Prober, Status, Target
from hub.voting.models import Concern, Decision, Elector, Nomination, ReturnCondition
from hub.voting.models import Option as DecisionOption


def today(days: int = 0) -> dt.date:
    """A day counted from today: today(-30) is a month ago."""
    return timezone.localdate() + dt.timedelta(days=days)


def now(**offset: float) -> dt.datetime:
    """A moment counted from now: now(hours=-1) is an hour ago."""
    return timezone.now() + dt.timedelta(**offset)


class Base(DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True


# --- accounts -------------------------------------------------------------------------------------
class UserFactory(Base):
    """A person who signs in with the password `password`."""

    class Meta:
        model = User

    handle = factory.Sequence(lambda n: f"person-{n}")
    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.LazyAttribute(lambda person: f"{person.handle}@example.org")
    password = factory.django.Password("password")


class TeamFactory(Base):
    class Meta:
        model = Team

    slug = factory.Sequence(lambda n: f"team-{n}")
    name = factory.Sequence(lambda n: f"Team {n}")


class MembershipFactory(Base):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    team = factory.SubFactory(TeamFactory)
    starts_on = factory.LazyFunction(lambda: today(-100))


class ApiTokenFactory(Base):
    class Meta:
        model = ApiToken

    user = factory.SubFactory(UserFactory)
    name = "notebook"
    prefix = "hub_"
    digest = factory.Sequence(lambda n: f"{n:064x}")


# --- activity -------------------------------------------------------------------------------------
class EntryFactory(Base):
    """Something that happened to a roadmap item, written without passing it on."""

    class Meta:
        model = Entry
        exclude = ["subject"]

    subject = factory.SubFactory("tests.factories.RoadmapItemFactory")
    kind = "roadmap.item_proposed"
    actor = factory.SubFactory(UserFactory)
    subject_kind = factory.LazyAttribute(lambda row: row.subject._meta.label_lower)
    subject_id = factory.LazyAttribute(lambda row: row.subject.pk)
    subject_label = factory.LazyAttribute(lambda row: str(row.subject))
    subject_url = factory.LazyAttribute(lambda row: row.subject.get_absolute_url())
    summary = factory.LazyAttribute(lambda row: f"proposed {row.subject_label}")


class NotificationFactory(Base):
    class Meta:
        model = Notification

    user = factory.SubFactory(UserFactory)
    entry = factory.SubFactory(EntryFactory)


class WebhookFactory(Base):
    class Meta:
        model = Webhook

    name = "Chat"
    url = "http://127.0.0.1:9/hook"
    salt = "salt"


class WebhookDeliveryFactory(Base):
    class Meta:
        model = WebhookDelivery

    webhook = factory.SubFactory(WebhookFactory)
    entry = factory.SubFactory(EntryFactory)


class FollowFactory(Base):
    class Meta:
        model = Follow
        exclude = ["subject"]

    subject = factory.SubFactory("tests.factories.RoadmapItemFactory")
    user = factory.SubFactory(UserFactory)
    subject_kind = factory.LazyAttribute(lambda row: row.subject._meta.label_lower)
    subject_id = factory.LazyAttribute(lambda row: row.subject.pk)


# --- sigs -----------------------------------------------------------------------------------------
class GroupFactory(Base):
    class Meta:
        model = Group

    slug = factory.Sequence(lambda n: f"sig-{n}")
    name = factory.Sequence(lambda n: f"SIG {n}")


class TermFactory(Base):
    """A member's open term; `role="chair"` makes them lead."""

    class Meta:
        model = Term

    group = factory.SubFactory(GroupFactory)
    user = factory.SubFactory(UserFactory)
    starts_on = factory.LazyFunction(lambda: today(-100))


class SubprojectFactory(Base):
    class Meta:
        model = Subproject

    group = factory.SubFactory(GroupFactory)
    name = factory.Sequence(lambda n: f"Subproject {n}")


class ConclusionFactory(Base):
    class Meta:
        model = Conclusion

    slug = factory.Sequence(lambda n: f"conclusion-{n}")
    group = factory.SubFactory(GroupFactory)
    title = factory.Sequence(lambda n: f"Conclusion {n}")
    verdict = "Use it."
    concluded_on = factory.LazyFunction(lambda: today(-30))


class CaseVerdictFactory(Base):
    class Meta:
        model = CaseVerdict

    conclusion = factory.SubFactory(ConclusionFactory)
    use_case = factory.Sequence(lambda n: f"Use case {n}")
    verdict = "Use another one."


class EvaluationFactory(Base):
    """An open evaluation that compares nothing yet."""

    class Meta:
        model = Evaluation

    slug = factory.Sequence(lambda n: f"evaluation-{n}")
    group = factory.SubFactory(GroupFactory)
    question = factory.Sequence(lambda n: f"Which one, {n}?")


class ComparedOptionFactory(Base):
    class Meta:
        model = ComparedOption

    evaluation = factory.SubFactory(EvaluationFactory)
    key = factory.Sequence(lambda n: f"option-{n}")
    name = factory.Sequence(lambda n: f"Option {n}")
    position = factory.Sequence(lambda n: n % 30_000)


class CriterionFactory(Base):
    class Meta:
        model = Criterion

    evaluation = factory.SubFactory(EvaluationFactory)
    key = factory.Sequence(lambda n: f"criterion-{n}")
    name = factory.Sequence(lambda n: f"Criterion {n}")
    position = factory.Sequence(lambda n: n % 30_000)


class FindingFactory(Base):
    """A pro of an option by a criterion of the same evaluation."""

    class Meta:
        model = Finding

    option = factory.SubFactory(ComparedOptionFactory)
    criterion = factory.SubFactory(CriterionFactory, evaluation=factory.SelfAttribute("..option.evaluation"))
    key = factory.Sequence(lambda n: f"finding-{n}")
    leaning = "pro"
    text = factory.Sequence(lambda n: f"Finding {n}")
    author = factory.SubFactory(UserFactory)


# --- catalog --------------------------------------------------------------------------------------
class ServiceFactory(Base):
    """A service without a stage; give it one with `ServiceStageFactory(subject=service)`."""

    class Meta:
        model = Service

    slug = factory.Sequence(lambda n: f"service-{n}")
    name = factory.Sequence(lambda n: f"Service {n}")
    summary = "Does one thing well."


class ServiceStageFactory(Base):
    class Meta:
        model = ServiceStage

    subject = factory.SubFactory(ServiceFactory)
    stage = ServiceStage.Stage.BETA
    starts_on = factory.LazyFunction(lambda: today(-60))


class ReturnConditionFactory(Base):
    """Look again when a service is stable."""

    class Meta:
        model = ReturnCondition

    conclusion = factory.SubFactory(ConclusionFactory)
    service = factory.SubFactory(ServiceFactory)
    stage = ServiceStage.Stage.STABLE


class ClusterFactory(Base):
    class Meta:
        model = Cluster

    slug = factory.Sequence(lambda n: f"cluster-{n}")
    name = factory.Sequence(lambda n: f"Cluster {n}")


class ClusterStageFactory(Base):
    class Meta:
        model = ClusterStage

    subject = factory.SubFactory(ClusterFactory)
    stage = ClusterStage.Stage.SUPPORTED
    starts_on = factory.LazyFunction(lambda: today(-60))


class EnablementFactory(Base):
    class Meta:
        model = Enablement

    service = factory.SubFactory(ServiceFactory)
    cluster = factory.SubFactory(ClusterFactory)
    starts_on = factory.LazyFunction(lambda: today(-60))


# --- status ---------------------------------------------------------------------------------------
class TargetFactory(Base):
    """A target nobody measured yet: its status is unknown."""

    class Meta:
        model = Target

    slug = factory.Sequence(lambda n: f"target-{n}")
    name = factory.Sequence(lambda n: f"Target {n}")
    service = factory.SubFactory(ServiceFactory)
    url = "http://127.0.0.1:9/health"


class ObservationFactory(Base):
    class Meta:
        model = Observation

    target = factory.SubFactory(TargetFactory)
    at = factory.LazyFunction(now)
    status = Status.OK
    latency_ms = 12
    http_code = 200


class FlipFactory(Base):
    class Meta:
        model = Flip

    target = factory.SubFactory(TargetFactory)
    before = Status.OK
    after = Status.DOWN
    at = factory.LazyFunction(lambda: now(hours=-1))


class MaintenanceFactory(Base):
    """Announced work going on now; pass `services=[...]`."""

    class Meta:
        model = Maintenance
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Maintenance {n}")
    starts_at = factory.LazyFunction(lambda: now(hours=-1))
    ends_at = factory.LazyFunction(lambda: now(hours=1))

    @factory.post_generation
    def services(self, create, extracted, **kwargs):
        if create and extracted:
            self.services.set(extracted)


class IncidentFactory(Base):
    """An open incident with one word about it; pass `service=...` to have it touch one, as `status`."""

    class Meta:
        model = Incident
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Incident {n}")
    started_at = factory.LazyFunction(lambda: now(hours=-1))

    @factory.post_generation
    def service(self, create, extracted, **kwargs):
        self.updates.create(state="investigating", body="We look into it.", at=self.started_at)
        if extracted:
            began, status = self.started_at, kwargs.get("status", "down")
            self.impacts.create(service=extracted, starts_at=began, noted_at=began, status=status)


class ProberFactory(Base):
    class Meta:
        model = Prober

    name = factory.Sequence(lambda n: f"prober-{n}")
    beat_at = factory.LazyFunction(now)


# --- meetings, demos, recordings ------------------------------------------------------------------
class SeriesFactory(Base):
    """A series on no date; give it `rrule`, `first_on` and `time`, or `weekly=True` for a living one."""

    class Meta:
        model = Series

    class Params:
        weekly = factory.Trait(
            rrule="FREQ=WEEKLY",
            first_on=factory.LazyFunction(lambda: today(-70)),
            time=dt.time(10, 0),
            timezone="Europe/Madrid",
        )

    slug = factory.Sequence(lambda n: f"series-{n}")
    title = factory.Sequence(lambda n: f"Series {n}")


class MeetingFactory(Base):
    """A meeting of an hour, a week ago."""

    class Meta:
        model = Meeting

    series = factory.SubFactory(SeriesFactory)
    starts_at = factory.LazyFunction(lambda: now(days=-7))
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + dt.timedelta(hours=1))


class WishFactory(Base):
    """A wish on the list that nobody joined yet."""

    class Meta:
        model = Wish

    slug = factory.Sequence(lambda n: f"wish-{n}")
    title = factory.Sequence(lambda n: f"Wish {n}")


class DemoFactory(Base):
    """A published demo; pass `services=[...]` and `presenters=[...]`."""

    class Meta:
        model = Demo
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"demo-{n}")
    title = factory.Sequence(lambda n: f"Demo {n}")
    state = Demo.State.PUBLISHED

    @factory.post_generation
    def services(self, create, extracted, **kwargs):
        if create and extracted:
            self.services.set(extracted)

    @factory.post_generation
    def presenters(self, create, extracted, **kwargs):
        if create and extracted:
            self.presenters.set(extracted)


class RecordingFactory(Base):
    class Meta:
        model = Recording

    slug = factory.Sequence(lambda n: f"recording-{n}")
    title = factory.Sequence(lambda n: f"Recording {n}")
    recorded_on = factory.LazyFunction(lambda: today(-10))


class SegmentFactory(Base):
    class Meta:
        model = Segment

    recording = factory.SubFactory(RecordingFactory)
    title = factory.Sequence(lambda n: f"Segment {n}")
    starts_s = 60
    ends_s = 180


# --- roadmap --------------------------------------------------------------------------------------
class RoadmapItemFactory(Base):
    """A proposed item; pass `services=[...]`."""

    class Meta:
        model = RoadmapItem
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"item-{n}")
    title = factory.Sequence(lambda n: f"Item {n}")

    @factory.post_generation
    def services(self, create, extracted, **kwargs):
        if create and extracted:
            self.services.set(extracted)


class ItemStageFactory(Base):
    class Meta:
        model = ItemStage

    item = factory.SubFactory(RoadmapItemFactory)
    stage = "alpha"
    milestone = "v1.0"


class SupportFactory(Base):
    class Meta:
        model = Support

    item = factory.SubFactory(RoadmapItemFactory)
    user = factory.SubFactory(UserFactory)
    need = Support.Need.IMPORTANT

    @factory.post_generation
    def counted(self, create, extracted, **kwargs):
        recount([self.item.canonical_id or self.item.pk])


# --- golden paths ---------------------------------------------------------------------------------
class PathFactory(Base):
    class Meta:
        model = Path

    slug = factory.Sequence(lambda n: f"path-{n}")
    title = factory.Sequence(lambda n: f"Path {n}")
    persona = "Data scientist"
    outcome = "A first model, trained and registered."


class DocPageFactory(Base):
    class Meta:
        model = DocPage

    path = factory.Sequence(lambda n: f"guides/page-{n}/")
    title = factory.Sequence(lambda n: f"Page {n}")
    text = "How to use it."


class StepFactory(Base):
    """A step of a path; pass `services=[...]`."""

    class Meta:
        model = Step
        skip_postgeneration_save = True

    path = factory.SubFactory(PathFactory)
    position = factory.Sequence(lambda n: n % 30_000 + 1)
    title = factory.Sequence(lambda n: f"Step {n}")

    @factory.post_generation
    def services(self, create, extracted, **kwargs):
        if create and extracted:
            self.services.set(extracted)


# --- voting ---------------------------------------------------------------------------------------
class DecisionFactory(Base):
    """A draft without options; what is open or over is made by the verbs: see `tests/voting/rounds.py`."""

    class Meta:
        model = Decision

    slug = factory.Sequence(lambda n: f"decision-{n}")
    group = factory.SubFactory(GroupFactory)
    question = factory.Sequence(lambda n: f"Question {n}?")
    created_by = factory.SubFactory(UserFactory)


class DecisionOptionFactory(Base):
    class Meta:
        model = DecisionOption

    decision = factory.SubFactory(DecisionFactory)
    key = factory.Sequence(lambda n: f"option-{n}")
    name = factory.Sequence(lambda n: f"Option {n}")


class ElectorFactory(Base):
    class Meta:
        model = Elector

    decision = factory.SubFactory(DecisionFactory)
    person = factory.SubFactory(UserFactory)
    handle = factory.LazyAttribute(lambda elector: elector.person.handle)


class ConcernFactory(Base):
    class Meta:
        model = Concern

    decision = factory.SubFactory(DecisionFactory)
    author = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Concern {n}")


class NominationFactory(Base):
    class Meta:
        model = Nomination

    decision = factory.SubFactory(DecisionFactory, purpose="election", role="chair")
    person = factory.SubFactory(UserFactory)
    nominated_by = factory.SubFactory(UserFactory)
