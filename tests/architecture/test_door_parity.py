"""Each verb with two doors gives the same verdict at both: the page's form, and the API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from hub.accounts import tokens
from hub.accounts.models import Team
from hub.activity.models import Notification, Webhook
from hub.catalog.models import Service
from hub.demos.models import Demo, Wish
from hub.meetings.actions import cancel_date
from hub.meetings.models import AgendaItem, Attendance, Meeting, Series
from hub.recordings.forms_media import CLOCK, ClockField
from hub.recordings.models import Cue, Cut, Recording, SignOff
from hub.roadmap.models import Move, Note, RoadmapItem, Round, RoundVoter, Support, TeamUpdate, Use
from hub.roadmap.quarters import quarter_of
from hub.sigs.models import Conclusion, Evaluation, Finding, Term
from hub.voting.actions import draft_decision
from hub.voting.models import Ballot, BallotBox, Concern, Decision, Elector
from tests.cast import CAST, browser_of
from tests.demos.planned import session
from tests.factories import (
    ComparedOptionFactory,
    ConclusionFactory,
    CriterionFactory,
    DemoFactory,
    EvaluationFactory,
    FindingFactory,
    MeetingFactory,
    NotificationFactory,
    RecordingFactory,
    RoadmapItemFactory,
    SeriesFactory,
    ServiceFactory,
    TeamFactory,
    WebhookFactory,
    WishFactory,
    now,
    today,
)
from tests.roadmap import filled
from tests.voting import rounds
from tests.voting.concluded import closed as over

SAID_BY_PAGES = {403: "forbidden", 404: "not found", 409: "refused", 422: "invalid"}
SAID_BY_API = {400: "invalid", 401: "sign in", 403: "forbidden", 404: "not found", 409: "refused"}
API = "/api/v1"
LIB = "/community/recordings"
SPAN = {"starts_ms": "1:20", "ends_ms": "1:31.5", "reason": "A name"}
SPOKEN = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ada>Hello</v>\n"
MEETS, MEETS_API = "/community/meetings/ml-sync", "/series/ml-sync"
BEFORE, DAY, LATER = (today(days).isoformat() for days in (-7, 0, 7))


@dataclass(frozen=True)
class Verb:
    """A verb with its two doors, what is sent, and what is there afterwards."""

    page: str
    api: tuple[str, str]
    sent: dict[str, Any]
    traces: Callable[[], object]


def items() -> object:
    rows = RoadmapItem.objects.order_by("title")
    return [
        (
            row.title,
            row.need,
            row.step,
            row.for_whom,
            [s.slug for s in row.services.all()],
            who(row.proposed_by),
        )
        for row in rows
    ]


def webhooks() -> object:
    rows = Webhook.objects.order_by("pk").values_list("name", "url", "kinds", "about", "active")
    return list(rows)


def supports() -> object:
    rows = Support.objects.select_related("user", "item").order_by("pk")
    return [(row.item.slug, row.user.handle, row.need, row.why) for row in rows]


def lives() -> object:
    rows = RoadmapItem.objects.order_by("slug")
    moves = list(Move.objects.order_by("pk").values_list("item__slug", "to_state", "reason", "by__handle"))
    notes = list(Note.objects.order_by("pk").values_list("item__slug", "kind", "text", "by__handle"))
    uses = list(Use.objects.order_by("pk").values_list("item__slug", "user__handle", "answer", "why"))
    states = [(row.slug, row.state, row.step, row.impediment, who(row.owner), row.estimate) for row in rows]
    return states, moves, notes, uses


def merges() -> object:
    rows = RoadmapItem.objects.exclude(canonical=None).select_related("canonical").order_by("slug")
    return [(row.slug, row.canonical.slug, row.canonical.supporters) for row in rows]


def capacities() -> object:
    return list(Team.objects.order_by("slug").values_list("slug", "capacity"))


def demos() -> object:
    rows = Demo.objects.order_by("pk")
    return [
        (
            row.title,
            row.abstract,
            row.team_id and row.team.slug,
            row.tools,
            row.minutes,
            list(row.presenters.all()),
            (row.state, row.state_reason, row.shows, row.may_record, str(row.meeting), who(row.proposed_by)),
        )
        for row in rows
    ], wishes()


def wishes() -> object:
    rows = Wish.objects.order_by("title")
    return [(row.title, row.state, row.voices, row.reason, row.demo and row.demo.title) for row in rows]


def recordings() -> object:
    rows = Recording.objects.order_by("pk").select_related("group")
    said = list(
        SignOff.objects.order_by("pk").values_list("recording__slug", "user__handle", "agrees", "words")
    )
    return said, [
        (row.slug, row.state, row.state_reason, row.audience, row.group and row.group.slug, row.keep_until)
        for row in rows
    ]


def cuts() -> object:
    rows = Cut.objects.order_by("pk").select_related("recording", "by")
    return [(row.recording.slug, row.starts_ms, row.ends_ms, row.reason, who(row.by)) for row in rows]


def captions() -> object:
    rows = Cue.objects.order_by("pk").values_list(
        "track__recording__slug", "track__language", "text", "speaker"
    )
    return list(rows)


def agendas() -> object:
    """What is on every date and in the backlog, the minutes, who comes."""
    points = AgendaItem.objects.select_related("presenter", "added_by").order_by(
        "meeting_id", "position", "pk"
    )
    meetings = Meeting.objects.order_by("starts_at")
    people = Attendance.objects.order_by("user__handle").values_list("user__handle", "answer", "was_there")
    return (
        [
            (
                p.title,
                p.minutes,
                p.outcome,
                p.position,
                who(p.added_by),
                bool(p.began_at),
                p.meeting and p.meeting.day,
            )
            for p in points
        ],
        [(m.day, m.notes, bool(m.began_at), bool(m.over_at), m.revisions.count()) for m in meetings],
        list(people),
    )


def unread() -> object:
    rows = Notification.objects.filter(read_at=None).select_related("user")
    return sorted(row.user.handle for row in rows)


def evaluations() -> object:
    rows = Evaluation.objects.order_by("pk").prefetch_related("options__findings__criterion", "criteria")
    return [
        (
            (row.group.slug, row.question, row.context, row.state, who(row.created_by)),
            [(o.key, o.name, o.summary, o.url, o.status_quo, found_of(o)) for o in row.options.all()],
            [(c.key, c.name, c.why) for c in row.criteria.all()],
        )
        for row in rows
    ]


def found_of(option: Any) -> object:
    rows = option.findings.all()
    return [(f.criterion.key, f.leaning, f.text, f.evidence_url, who(f.author)) for f in rows]


def terms() -> object:
    rows = Term.objects.select_related("user", "group").order_by("user__handle", "role", "starts_on")
    return [(t.group.slug, t.user.handle, t.role, t.starts_on, t.ends_on) for t in rows]


def votes() -> object:
    """What was voted, by whom, and what became of the decisions."""
    ballots = Ballot.objects.filter(current=True).order_by("elector")
    boxes = [
        (sorted(p["content"]["approved"] for p in box.papers), box.handed_in)
        for box in BallotBox.objects.all()
    ]
    states = list(Decision.objects.order_by("slug").values_list("slug", "state", "void_reason"))
    return [(row.elector.person.handle, row.content) for row in ballots], boxes, states


def objections() -> object:
    rows = Concern.objects.order_by("pk")
    return [(row.author.handle, row.title, row.text, row.state, row.reply) for row in rows]


def electorate() -> object:
    rows = Elector.objects.order_by("decision__slug", "person__handle")
    return [(row.decision.slug, row.person.handle, row.reason, row.recusal_reason) for row in rows]


def who(person: Any) -> str:
    return person.handle if person else ""


def said_in_syncs() -> object:
    notes = [
        (note.item.slug, note.text, who(note.by), str(note.meeting)) for note in Note.objects.order_by("pk")
    ]
    return notes, [(row.team.slug, row.text, who(row.by)) for row in TeamUpdate.objects.order_by("pk")]


SYNC = f"/roadmap/sync/ml-sync/{today()}"
DECISIONS = "/community/decisions"
DEMOS = "/community/demos"
SENT_TO = {
    "name": "Tracker", "url": "https://tracker.example/hook", "kinds": ["roadmap.item_edited"], "about": "",
    "active": True,
}  # fmt: skip
NEED = {"title": "Compare runs", "need": "Across teams.", "for_whom": "Everybody", "step": "training"}
SHOWN = {"title": "Our cache", "abstract": "What went wrong.", "tools": "MLflow, Feast", "minutes": 15}


def conclusions() -> object:
    rows = Conclusion.objects.order_by("title")
    return [(row.title, row.verdict, row.confidence, row.review_on, row.supersedes_id) for row in rows]


def quarters() -> object:
    """The rounds, their ballots, and what became of them."""
    ballots = RoundVoter.objects.order_by("round__slug", "user__handle")
    states = Round.objects.order_by("slug").values_list(
        "slug", "title", "quarter", "capacity", "state", "statement"
    )
    return list(states), list(ballots.values_list("round__slug", "user__handle", "marks"))


ROUND = {
    "title": "A quarter", "quarter": "2028-Q1", "capacity": "20.0", "voters": "people", "ballot": "points",
    "credits": 7, "introduction": "Vote.",
}  # fmt: skip
VOTES = "/community/decisions"
SAID = {"title": "MLflow", "verdict": "Use it.", "confidence": "low"}
HOLDS = {"why": "Nothing new", "review_on": today(90).isoformat()}
WHICH, GROUP = "/community/evaluations/which", "/community/groups/sig-tracking"
ASKED = {
    "group": "sig-tracking", "question": "Which cache?", "context": "We wait.",
    "options": ["One", "Two"], "criteria": ["Cost"], "status_quo": True,
}  # fmt: skip
SAID = {"leaning": "con", "text": "It is slow.", "evidence_url": "/community/demos/x/"}
FOUND = SAID | {"option": "mlflow", "criterion": "cost"}
ROLE = {"person": "mateo", "role": "tech-lead", "reason": "Knows it.", "ends_on": "2100-01-01"}


def series() -> object:
    """The series, their dates as they were changed, and what calendars are told."""
    kept = Series.objects.order_by("slug").values_list("title", "rrule", "time", "ended_on", "sequence")
    dates = Meeting.objects.order_by("starts_at")
    return list(kept), list(
        dates.values_list("occurs_on", "starts_at", "ends_at", "state", "reason", "sequence")
    )


LEADS = "/community/meetings/led"  # the series of the group
NEXT = today(7).isoformat()
MOVED = {
    "on": today(9).isoformat(), "at": "15:00", "minutes": 30, "reason": "Room taken",
    "starts_at": f"{today(9)}T15:00:00Z",
}  # fmt: skip
PLANNED = {
    "title": "Sync", "kind": "sync", "group": "sig-tracking", "repeats": "rule", "rrule": "FREQ=WEEKLY;BYDAY=TU",
    "first_on": today(1).isoformat(), "time": "10:00", "timezone": "Europe/Madrid", "minutes": 30, "remind_hours": 24,
}  # fmt: skip
VERBS = {
    "make series": Verb("/community/meetings/new/", ("post", "/series/"), PLANNED, series),
    "make series by a bad rule": Verb(
        "/community/meetings/new/", ("post", "/series/"), PLANNED | {"rrule": "FREQ=NEVER"}, series
    ),
    "make series of nobody": Verb("/community/meetings/new/", ("post", "/series/"), PLANNED | {"group": ""}, series),
    "edit series": Verb(f"{LEADS}/edit/", ("patch", "/series/led/"), PLANNED, series),
    "edit series into none": Verb(
        f"{LEADS}/edit/", ("patch", "/series/led/"), PLANNED | {"rrule": "FREQ=DAILY;COUNT=0"}, series
    ),
    "end series": Verb(f"{LEADS}/ending/", ("post", "/series/led/ending/"), {"on": NEXT}, series),
    "end series before it begins": Verb(
        f"{LEADS}/ending/", ("post", "/series/led/ending/"), {"on": "2001-01-01"}, series
    ),
    "add date": Verb(f"{LEADS}/dates/new/", ("post", "/series/led/dates/"), MOVED, series),
    "add date in the past": Verb(
        f"{LEADS}/dates/new/", ("post", "/series/led/dates/"),
        MOVED | {"on": "2020-01-01", "starts_at": "2020-01-01T10:00:00Z"}, series,
    ),
    "move date": Verb(f"{LEADS}/{NEXT}/moving/", ("post", f"/series/led/dates/{NEXT}/moving/"), MOVED, series),
    "move no date": Verb(
        f"{LEADS}/{today(8)}/moving/", ("post", f"/series/led/dates/{today(8)}/moving/"), MOVED, series
    ),
    "move date of others": Verb(
        f"/community/meetings/of-others/{NEXT}/moving/",
        ("post", f"/series/of-others/dates/{NEXT}/moving/"), MOVED, series,
    ),
    "cancel date": Verb(
        f"{LEADS}/{NEXT}/cancelling/", ("post", f"/series/led/dates/{NEXT}/cancelling/"), {"reason": "Off"}, series
    ),
    "cancel date without a reason": Verb(
        f"{LEADS}/{NEXT}/cancelling/", ("post", f"/series/led/dates/{NEXT}/cancelling/"), {"reason": " "}, series
    ),
    "cancel date that is over": Verb(
        f"{LEADS}/{today(-7)}/cancelling/", ("post", f"/series/led/dates/{today(-7)}/cancelling/"),
        {"reason": "Off"}, series,
    ),
    "restore date": Verb(
        f"{LEADS}/{today(14)}/restoring/", ("post", f"/series/led/dates/{today(14)}/restoring/"), {}, series
    ),
    "note in a sync": Verb(
        f"{SYNC}/items/wanted/notes/",
        ("post", f"/syncs/ml-sync/{today()}/notes/"),
        {"item": "wanted", "text": "We wait."},
        said_in_syncs,
    ),
    "tell an update in a sync": Verb(
        f"{SYNC}/updates/pricing/",
        ("put", f"/syncs/ml-sync/{today()}/updates/pricing/"),
        {"text": "Our cache works."},
        said_in_syncs,
    ),
    "tell an update without words": Verb(
        f"{SYNC}/updates/pricing/",
        ("put", f"/syncs/ml-sync/{today()}/updates/pricing/"),
        {"text": " "},
        said_in_syncs,
    ),
    "tell an update on another day": Verb(
        f"/roadmap/sync/ml-sync/{today(1)}/updates/pricing/",
        ("put", f"/syncs/ml-sync/{today(1)}/updates/pricing/"),
        {"text": "Our cache works."},
        said_in_syncs,
    ),
    **{
        name: Verb(
            f"{LIB}/{slug}/captions/",
            ("put", f"/recordings/{slug}/captions/{language}/"),
            {"captions": text, "language": language},
            captions,
        )
        for name, slug, language, text in (
            ("bring captions", "kept", "en", SPOKEN),
            ("bring captions of a draft", "drafted", "de", SPOKEN),
            ("bring captions that are none", "kept", "en", "a letter"),
            ("bring captions without words", "kept", "en", "WEBVTT"),
            ("bring captions in no language", "kept", "english!", SPOKEN),
            ("bring captions of nothing", "gone", "en", SPOKEN),
        )
    },
    "publish recording": Verb(
        f"{LIB}/drafted/publication/", ("post", "/recordings/drafted/publication/"), {}, recordings
    ),
    "publish recording twice": Verb(
        f"{LIB}/kept/publication/", ("post", "/recordings/kept/publication/"), {}, recordings
    ),
    "retire recording": Verb(
        f"{LIB}/kept/retirement/", ("post", "/recordings/kept/retirement/"), {"reason": "Old"}, recordings
    ),
    "retire recording without a reason": Verb(
        f"{LIB}/kept/retirement/", ("post", "/recordings/kept/retirement/"), {"reason": " "}, recordings
    ),
    "retire draft": Verb(
        f"{LIB}/drafted/retirement/", ("post", "/recordings/drafted/retirement/"), {"reason": "Old"}, recordings
    ),
    "take recording back": Verb(f"{LIB}/kept/return/", ("post", "/recordings/kept/return/"), {}, recordings),
    "keep recording": Verb(
        f"{LIB}/kept/keeping/", ("put", "/recordings/kept/keeping/"), {"until": f"{today(90)}"}, recordings
    ),
    "keep recording until yesterday": Verb(
        f"{LIB}/kept/keeping/", ("put", "/recordings/kept/keeping/"), {"until": f"{today(-1)}"}, recordings
    ),
    "show recording to the group": Verb(
        f"{LIB}/kept/audience/",
        ("put", "/recordings/kept/audience/"),
        {"audience": "group", "group": "sig-tracking"},
        recordings,
    ),
    "show recording to no group": Verb(
        f"{LIB}/kept/audience/", ("put", "/recordings/kept/audience/"), {"audience": "group"}, recordings
    ),
    "show recording to nobody there is": Verb(
        f"{LIB}/kept/audience/", ("put", "/recordings/kept/audience/"), {"audience": "martians"}, recordings
    ),
    "ask speakers": Verb(
        f"{LIB}/drafted/speakers/", ("post", "/recordings/drafted/speakers/"), {"people": "otto"}, recordings
    ),
    "ask nobody": Verb(
        f"{LIB}/drafted/speakers/", ("post", "/recordings/drafted/speakers/"), {"people": ""}, recordings
    ),
    "ask somebody unknown": Verb(
        f"{LIB}/drafted/speakers/", ("post", "/recordings/drafted/speakers/"), {"people": "martian"}, recordings
    ),
    "sign a recording off": Verb(
        f"{LIB}/drafted/sign-off/", ("put", "/recordings/drafted/sign-off/"), {"agrees": True}, recordings
    ),
    "have a recording taken down": Verb(
        f"{LIB}/kept/sign-off/",
        ("put", "/recordings/kept/sign-off/"),
        {"agrees": False, "words": "A name is in it"},
        recordings,
    ),
    "have a recording taken down without words": Verb(
        f"{LIB}/kept/sign-off/", ("put", "/recordings/kept/sign-off/"), {"agrees": False}, recordings
    ),
    "cut a span": Verb(f"{LIB}/kept/cuts/", ("post", "/recordings/kept/cuts/"), SPAN, cuts),
    "cut a span that ends before it begins": Verb(
        f"{LIB}/kept/cuts/", ("post", "/recordings/kept/cuts/"), SPAN | {"ends_ms": "0:59"}, cuts
    ),
    "cut a span behind any end": Verb(
        f"{LIB}/kept/cuts/", ("post", "/recordings/kept/cuts/"), SPAN | {"ends_ms": "300:00:00"}, cuts
    ),
    "cut a span from nowhere": Verb(
        f"{LIB}/kept/cuts/", ("post", "/recordings/kept/cuts/"), SPAN | {"starts_ms": ""}, cuts
    ),
    "cut out of what is not there": Verb(
        f"{LIB}/nothing/cuts/", ("post", "/recordings/nothing/cuts/"), SPAN, cuts
    ),
    "take a cut back": Verb(
        f"{LIB}/kept/cuts/{{cut}}/", ("delete", "/recordings/kept/cuts/{cut}/"), {}, cuts
    ),
    "take a cut of another recording back": Verb(
        f"{LIB}/open/cuts/{{cut}}/", ("delete", "/recordings/open/cuts/{cut}/"), {}, cuts
    ),
    "start evaluation": Verb("/community/evaluations/new/", ("post", "/evaluations/"), ASKED, evaluations),
    "start evaluation without a question": Verb(
        "/community/evaluations/new/", ("post", "/evaluations/"), ASKED | {"question": " "}, evaluations
    ),
    "start evaluation of too much": Verb(
        "/community/evaluations/new/",
        ("post", "/evaluations/"),
        ASKED | {"criteria": [f"Criterion {n}" for n in range(31)]},
        evaluations,
    ),
    "start evaluation in a group that is not there": Verb(
        "/community/evaluations/new/", ("post", "/evaluations/"), ASKED | {"group": "nothing"}, evaluations
    ),
    "edit evaluation": Verb(
        f"{WHICH}/edit/", ("patch", "/evaluations/which/"), {"question": "Then?", "context": "So."}, evaluations
    ),
    "edit evaluation that is closed": Verb(
        "/community/evaluations/closed/edit/", ("patch", "/evaluations/closed/"), {"question": "Then?"}, evaluations
    ),
    "close evaluation": Verb(f"{WHICH}/closing/", ("post", "/evaluations/which/closing/"), {}, evaluations),
    "reopen evaluation": Verb(
        "/community/evaluations/closed/reopening/", ("post", "/evaluations/closed/reopening/"), {}, evaluations
    ),
    "add option": Verb(
        f"{WHICH}/options/new/", ("post", "/evaluations/which/options/"),
        {"name": "Other", "summary": "New.", "url": "https://example.org/"}, evaluations,
    ),
    "add option twice": Verb(
        f"{WHICH}/options/new/", ("post", "/evaluations/which/options/"), {"name": "MLflow"}, evaluations
    ),
    "add option at no address": Verb(
        f"{WHICH}/options/new/", ("post", "/evaluations/which/options/"),
        {"name": "Other", "url": "javascript:x"}, evaluations,
    ),
    "edit option": Verb(
        f"{WHICH}/options/mlflow/", ("patch", "/evaluations/which/options/mlflow/"), {"name": "MLflow 3"}, evaluations
    ),
    "edit option that is not there": Verb(
        f"{WHICH}/options/gone/", ("patch", "/evaluations/which/options/gone/"), {"name": "MLflow 3"}, evaluations
    ),
    "remove option with findings": Verb(
        f"{WHICH}/options/mlflow/removal/", ("delete", "/evaluations/which/options/mlflow/"), {}, evaluations
    ),
    "add criterion": Verb(
        f"{WHICH}/criteria/new/", ("post", "/evaluations/which/criteria/"), {"name": "Speed", "why": "We wait."},
        evaluations,
    ),
    "edit criterion": Verb(
        f"{WHICH}/criteria/cost/", ("patch", "/evaluations/which/criteria/cost/"), {"name": "Price"}, evaluations
    ),
    "remove criterion": Verb(
        f"{WHICH}/criteria/free/removal/", ("delete", "/evaluations/which/criteria/free/"), {}, evaluations
    ),
    "add finding": Verb(f"{WHICH}/findings/new/", ("post", "/evaluations/which/findings/"), FOUND, evaluations),
    "add finding of nothing": Verb(
        f"{WHICH}/findings/new/", ("post", "/evaluations/which/findings/"), FOUND | {"option": "gone"}, evaluations
    ),
    "add finding that leans nowhere": Verb(
        f"{WHICH}/findings/new/", ("post", "/evaluations/which/findings/"), FOUND | {"leaning": "so"}, evaluations
    ),
    "add finding with bad evidence": Verb(
        f"{WHICH}/findings/new/", ("post", "/evaluations/which/findings/"),
        FOUND | {"evidence_url": "javascript:alert(1)"}, evaluations,
    ),
    "add finding where all is closed": Verb(
        "/community/evaluations/closed/findings/new/", ("post", "/evaluations/closed/findings/"),
        FOUND | {"option": "old", "criterion": "old"}, evaluations,
    ),
    "edit finding": Verb(
        f"{WHICH}/findings/{{finding}}/", ("patch", "/evaluations/which/findings/{finding}/"), SAID, evaluations
    ),
    "edit finding through another evaluation": Verb(
        "/community/evaluations/closed/findings/{finding}/",
        ("patch", "/evaluations/closed/findings/{finding}/"), SAID, evaluations,
    ),
    "remove finding": Verb(
        f"{WHICH}/findings/{{finding}}/removal/", ("delete", "/evaluations/which/findings/{finding}/"), {},
        evaluations,
    ),
    "join group": Verb(f"{GROUP}/join/", ("post", "/groups/sig-tracking/join/"), {}, terms),
    "leave group": Verb(f"{GROUP}/leave/", ("post", "/groups/sig-tracking/leave/"), {}, terms),
    "leave group without a lead": Verb(
        f"{GROUP}/leave/", ("post", "/groups/sig-tracking/leave/"), {"leave_unled": True}, terms
    ),
    "appoint tech lead": Verb(f"{GROUP}/terms/new/", ("post", "/groups/sig-tracking/terms/"), ROLE, terms),
    "appoint chair": Verb(
        f"{GROUP}/terms/new/", ("post", "/groups/sig-tracking/terms/"), ROLE | {"role": "chair"}, terms
    ),
    "appoint nobody": Verb(
        f"{GROUP}/terms/new/", ("post", "/groups/sig-tracking/terms/"), ROLE | {"person": "nobody"}, terms
    ),
    "appoint without a reason": Verb(
        f"{GROUP}/terms/new/", ("post", "/groups/sig-tracking/terms/"), ROLE | {"reason": ""}, terms
    ),
    "end term": Verb(
        f"{GROUP}/terms/{{term}}/end/", ("post", "/groups/sig-tracking/terms/{term}/end/"), {"reason": "Over."}, terms
    ),
    "end term in the past": Verb(
        f"{GROUP}/terms/{{term}}/end/", ("post", "/groups/sig-tracking/terms/{term}/end/"),
        {"reason": "Over.", "ends_on": "2020-01-01"}, terms,
    ),
    "end term of the chair": Verb(
        f"{GROUP}/terms/{{chair}}/end/", ("post", "/groups/sig-tracking/terms/{chair}/end/"),
        {"reason": "Over."}, terms,
    ),
    "propose item": Verb("/roadmap/new/", ("post", "/roadmap/"), NEED | {"services": ["mlflow"]}, items),
    "propose item without a need": Verb("/roadmap/new/", ("post", "/roadmap/"), NEED | {"need": " "}, items),
    "propose item with an unknown step": Verb(
        "/roadmap/new/", ("post", "/roadmap/"), NEED | {"step": "sleeping"}, items
    ),
    "propose item about an unknown service": Verb(
        "/roadmap/new/", ("post", "/roadmap/"), NEED | {"services": ["nothing"]}, items
    ),
    "propose item of a kind": Verb("/roadmap/new/", ("post", "/roadmap/"), NEED | {"kind": "pain"}, items),
    "propose item of no kind there is": Verb(
        "/roadmap/new/", ("post", "/roadmap/"), NEED | {"kind": "whim"}, items
    ),
    "merge items": Verb(
        "/roadmap/wanted/merge/", ("post", "/roadmap/wanted/merge/"), {"into": "decided", "reason": "Same"}, merges
    ),
    "merge item into itself": Verb(
        "/roadmap/wanted/merge/", ("post", "/roadmap/wanted/merge/"), {"into": "wanted"}, merges
    ),
    "merge item into nothing": Verb(
        "/roadmap/wanted/merge/", ("post", "/roadmap/wanted/merge/"), {"into": "gone"}, merges
    ),
    "merge item that shipped": Verb(
        "/roadmap/shipped/merge/", ("post", "/roadmap/shipped/merge/"), {"into": "wanted"}, merges
    ),
    "support for somebody": Verb(
        "/roadmap/wanted/support/for/", ("put", "/roadmap/wanted/support/for/"),
        {"person": "ada", "need": 3, "why": "She said so."}, supports,
    ),
    "support for nobody": Verb(
        "/roadmap/wanted/support/for/", ("put", "/roadmap/wanted/support/for/"), {"person": "gone", "need": 3}, supports
    ),
    "support for somebody what is closed": Verb(
        "/roadmap/shipped/support/for/", ("put", "/roadmap/shipped/support/for/"),
        {"person": "ada", "need": 3}, supports,
    ),
    "publish capacity": Verb(
        "/roadmap/capacity/pricing/", ("put", "/roadmap/capacity/pricing/"), {"capacity": 7}, capacities
    ),
    "publish capacity below nothing": Verb(
        "/roadmap/capacity/pricing/", ("put", "/roadmap/capacity/pricing/"), {"capacity": -7}, capacities
    ),
    "edit item": Verb("/roadmap/wanted/edit/", ("patch", "/roadmap/wanted/"), NEED, items),
    "edit item that is decided": Verb("/roadmap/decided/edit/", ("patch", "/roadmap/decided/"), NEED, items),
    "edit item that is not there": Verb("/roadmap/gone/edit/", ("patch", "/roadmap/gone/"), NEED, items),
    "edit item to no title": Verb(
        "/roadmap/wanted/edit/", ("patch", "/roadmap/wanted/"), NEED | {"title": ""}, items
    ),
    "support": Verb(
        "/roadmap/wanted/support/", ("put", "/roadmap/wanted/support/"), {"need": 3, "why": "We wait."}, supports
    ),
    "support with a number that is none": Verb(
        "/roadmap/wanted/support/", ("put", "/roadmap/wanted/support/"), {"need": 9}, supports
    ),
    "support what is closed": Verb(
        "/roadmap/shipped/support/", ("put", "/roadmap/shipped/support/"), {"need": 2}, supports
    ),
    "support what is not there": Verb(
        "/roadmap/gone/support/", ("put", "/roadmap/gone/support/"), {"need": 2}, supports
    ),
    "withdraw support": Verb(
        "/roadmap/wanted/support/withdrawal/", ("delete", "/roadmap/wanted/support/"), {}, supports
    ),
    "withdraw support of what is closed": Verb(
        "/roadmap/shipped/support/withdrawal/", ("delete", "/roadmap/shipped/support/"), {}, supports
    ),
    "withdraw support of what is not there": Verb(
        "/roadmap/gone/support/withdrawal/", ("delete", "/roadmap/gone/support/"), {}, supports
    ),
    "move item": Verb("/roadmap/wanted/move/", ("post", "/roadmap/wanted/moves/"), {"to": "under-review"}, lives),
    "move item without the reason": Verb(
        "/roadmap/wanted/move/", ("post", "/roadmap/wanted/moves/"), {"to": "declined"}, lives
    ),
    "move item that moved meanwhile": Verb(
        "/roadmap/wanted/move/", ("post", "/roadmap/wanted/moves/"), {"to": "accepted", "seen": "under-review"}, lives
    ),
    "move item to another beginning": Verb(
        "/roadmap/decided/move/", ("post", "/roadmap/decided/moves/"), {"to": "proposed", "reason": "So."}, lives
    ),
    "move item that is not there": Verb(
        "/roadmap/gone/move/", ("post", "/roadmap/gone/moves/"), {"to": "accepted"}, lives
    ),
    "plan item": Verb(
        "/roadmap/decided/plan/", ("patch", "/roadmap/decided/plan/"), {"quarter": "", "step": "serving"}, lives
    ),
    "plan item for a quarter in no state for it": Verb(
        "/roadmap/wanted/plan/", ("patch", "/roadmap/wanted/plan/"), {"quarter": quarter_of(today()), "step": ""}, lives
    ),
    "note on item": Verb("/roadmap/wanted/notes/", ("post", "/roadmap/wanted/notes/"), {"text": "So."}, lives),
    "note nothing": Verb("/roadmap/wanted/notes/", ("post", "/roadmap/wanted/notes/"), {"text": " "}, lives),
    "answer those who asked": Verb(
        "/roadmap/wanted/notes/", ("post", "/roadmap/wanted/notes/"), {"text": "In May.", "kind": "answer"}, lives
    ),
    "impede item": Verb(
        "/roadmap/wanted/impediment/", ("put", "/roadmap/wanted/impediment/"), {"what": "No quota"}, lives
    ),
    "impede item that is closed": Verb(
        "/roadmap/shipped/impediment/", ("put", "/roadmap/shipped/impediment/"), {"what": "No quota"}, lives
    ),
    "free item": Verb(
        "/roadmap/wanted/impediment/end/", ("delete", "/roadmap/wanted/impediment/"), {}, lives
    ),
    "steer item": Verb(
        "/roadmap/wanted/steering/", ("patch", "/roadmap/wanted/steering/"),
        {"owner": "mateo", "estimate": "2.5", "group": "sig-tracking"}, lives,
    ),
    "steer item with an owner who is nobody": Verb(
        "/roadmap/wanted/steering/", ("patch", "/roadmap/wanted/steering/"), {"owner": "nobody"}, lives
    ),
    "edit release that is none": Verb(
        "/roadmap/wanted/release/", ("patch", "/roadmap/wanted/release/"), {"note": "New."}, lives
    ),
    "say that one uses it": Verb(
        "/roadmap/shipped/use/", ("put", "/roadmap/shipped/use/"), {"answer": "yes", "why": "Nightly"}, lives
    ),
    "say that one uses what has not shipped": Verb(
        "/roadmap/wanted/use/", ("put", "/roadmap/wanted/use/"), {"answer": "yes"}, lives
    ),
    "add point": Verb(
        f"{MEETS}/agenda/new/", ("post", f"{MEETS_API}/agenda/"), {"title": "New", "minutes": 5, "on": DAY}, agendas
    ),
    "add point to the backlog": Verb(
        f"{MEETS}/agenda/new/", ("post", f"{MEETS_API}/agenda/"), {"title": "New", "minutes": 5}, agendas
    ),
    "add point of no time": Verb(
        f"{MEETS}/agenda/new/", ("post", f"{MEETS_API}/agenda/"), {"title": "New", "minutes": 0}, agendas
    ),
    "add point on a day without a meeting": Verb(
        f"{MEETS}/agenda/new/", ("post", f"{MEETS_API}/agenda/"),
        {"title": "New", "minutes": 5, "on": today(1).isoformat()}, agendas,
    ),
    "edit point": Verb(
        f"{MEETS}/agenda/{{point}}/", ("patch", f"{MEETS_API}/agenda/{{point}}/"),
        {"title": "Else", "minutes": 7}, agendas,
    ),
    "remove point": Verb(
        f"{MEETS}/agenda/{{point}}/removal/", ("delete", f"{MEETS_API}/agenda/{{point}}/"), {}, agendas
    ),
    "place point": Verb(
        f"{MEETS}/agenda/{{point}}/place/", ("put", f"{MEETS_API}/agenda/{{point}}/place/"), {"on": DAY}, agendas
    ),
    "begin meeting": Verb(
        f"{MEETS}/{DAY}/running/", ("post", f"{MEETS_API}/dates/{DAY}/running/"), {"act": "begin"}, agendas
    ),
    "go on in a meeting that was not begun": Verb(
        f"{MEETS}/{DAY}/running/", ("post", f"{MEETS_API}/dates/{DAY}/running/"), {"act": "next"}, agendas
    ),
    "carry forward": Verb(
        f"{MEETS}/{BEFORE}/carrying/", ("post", f"{MEETS_API}/dates/{BEFORE}/carrying/"), {"to": "next"}, agendas
    ),
    "carry nothing forward": Verb(
        f"{MEETS}/{DAY}/carrying/", ("post", f"{MEETS_API}/dates/{DAY}/carrying/"), {"to": "next"}, agendas
    ),
    "say that one comes": Verb(
        f"{MEETS}/{LATER}/attendance/", ("put", f"{MEETS_API}/dates/{LATER}/attendance/"), {"answer": "yes"}, agendas
    ),
    "say that one perhaps comes": Verb(
        f"{MEETS}/{LATER}/attendance/", ("put", f"{MEETS_API}/dates/{LATER}/attendance/"), {"answer": "hm"}, agendas
    ),
    "write minutes": Verb(
        f"{MEETS}/{DAY}/minutes/", ("put", f"{MEETS_API}/dates/{DAY}/minutes/"), {"text": "So.", "base": 0}, agendas
    ),
    "write minutes that contradict": Verb(
        f"{MEETS}/{BEFORE}/minutes/", ("put", f"{MEETS_API}/dates/{BEFORE}/minutes/"),
        {"text": "Mine", "base": 1}, agendas,
    ),
    "write minutes on a revision that is none": Verb(
        f"{MEETS}/{DAY}/minutes/", ("put", f"{MEETS_API}/dates/{DAY}/minutes/"), {"text": "So.", "base": 9}, agendas
    ),
    "bring minutes back": Verb(
        f"{MEETS}/{BEFORE}/minutes/revisions/1/return/",
        ("post", f"{MEETS_API}/dates/{BEFORE}/minutes/revisions/1/"), {}, agendas,
    ),
    "propose demo": Verb(
        "/community/demos/new/", ("post", "/demos/"), SHOWN | {"services": ["mlflow"]}, demos
    ),
    "propose demo for a team": Verb(
        "/community/demos/new/", ("post", "/demos/"), SHOWN | {"team": "pricing"}, demos
    ),
    "propose demo for another team": Verb(
        "/community/demos/new/", ("post", "/demos/"), SHOWN | {"team": "others"}, demos
    ),
    "propose demo not to be recorded": Verb(
        "/community/demos/new/", ("post", "/demos/"),
        SHOWN | {"shows": "All of it.", "may_record": False, "presenters": ["mateo", "ada"]}, demos,
    ),
    "edit demo": Verb(
        f"{DEMOS}/offered/edit/", ("patch", "/demos/offered/"),
        SHOWN | {"title": "Edited", "presenters": ["ada"], "shows": "It."}, demos,
    ),
    "accept demo": Verb(f"{DEMOS}/offered/acceptance/", ("post", "/demos/offered/acceptance/"), {}, demos),
    "accept demo that was shown": Verb(f"{DEMOS}/shown/acceptance/", ("post", "/demos/shown/acceptance/"), {}, demos),
    "decline demo": Verb(
        f"{DEMOS}/offered/decline/", ("post", "/demos/offered/decline/"), {"reason": "Twice."}, demos
    ),
    "decline demo without a reason": Verb(
        f"{DEMOS}/offered/decline/", ("post", "/demos/offered/decline/"), {"reason": " "}, demos
    ),
    "withdraw demo": Verb(f"{DEMOS}/offered/withdrawal/", ("post", "/demos/offered/withdrawal/"), {}, demos),
    "reopen demo": Verb(f"{DEMOS}/offered/reopening/", ("post", "/demos/offered/reopening/"), {}, demos),
    "schedule demo": Verb(
        f"{DEMOS}/waiting/schedule/", ("post", "/demos/waiting/schedule/"),
        {"series": "community", "on": today(1).isoformat()}, demos,
    ),
    "move demo on": Verb(f"{DEMOS}/waiting/schedule/next/", ("post", "/demos/waiting/schedule/next/"), {}, demos),
    "take demo off": Verb(
        f"{DEMOS}/waiting/schedule/end/", ("post", "/demos/waiting/schedule/end/"), {"reason": "Ill."}, demos
    ),
    "mark demo given": Verb(f"{DEMOS}/waiting/given/", ("post", "/demos/waiting/given/"), {}, demos),
    "mark demo not given": Verb(
        f"{DEMOS}/shown/given/end/", ("post", "/demos/shown/given/end/"), {"reason": "Ill."}, demos
    ),
    "wish": Verb(
        f"{DEMOS}/wishes/new/", ("post", "/wishes/"), {"title": "Rolling back", "why": "At night."}, demos
    ),
    "wish for nothing": Verb(f"{DEMOS}/wishes/new/", ("post", "/wishes/"), {"title": " "}, demos),
    "join wish": Verb(f"{DEMOS}/wishes/{{wish}}/support/", ("post", "/wishes/{wish}/support/"), {}, demos),
    "leave wish": Verb(
        f"{DEMOS}/wishes/{{wish}}/support/withdrawal/", ("post", "/wishes/{wish}/support/withdrawal/"), {}, demos
    ),
    "close wish": Verb(
        f"{DEMOS}/wishes/{{wish}}/closing/", ("post", "/wishes/{wish}/closing/"), {"reason": "Old."}, demos
    ),
    "propose demo that lasts a day": Verb(
        "/community/demos/new/", ("post", "/demos/"), SHOWN | {"minutes": 1440}, demos
    ),
    "conclude": Verb(
        f"{VOTES}/settled/conclusion/", ("post", "/decisions/settled/conclusion/"), SAID, conclusions
    ),
    "conclude without a verdict": Verb(
        f"{VOTES}/settled/conclusion/", ("post", "/decisions/settled/conclusion/"), SAID | {"verdict": " "},
        conclusions,
    ),
    "conclude for a review yesterday": Verb(
        f"{VOTES}/settled/conclusion/", ("post", "/decisions/settled/conclusion/"),
        SAID | {"review_on": today(-1).isoformat()}, conclusions,
    ),
    "conclude what is a draft": Verb(
        f"{VOTES}/drafted/conclusion/", ("post", "/decisions/drafted/conclusion/"), SAID, conclusions
    ),
    "keep conclusion": Verb(
        "/community/conclusions/kept/keeping/", ("post", "/conclusions/kept/keeping/"), HOLDS, conclusions
    ),
    "keep conclusion that was replaced": Verb(
        "/community/conclusions/old/keeping/", ("post", "/conclusions/old/keeping/"), HOLDS, conclusions
    ),
    "vote": Verb(f"{DECISIONS}/for-it/ballot/", ("put", "/decisions/for-it/ballot/"), {"vote": "yes"}, votes),
    "vote nonsense": Verb(
        f"{DECISIONS}/for-it/ballot/", ("put", "/decisions/for-it/ballot/"), {"vote": "perhaps"}, votes
    ),
    "vote on a draft": Verb(
        f"{DECISIONS}/drafted/ballot/", ("put", "/decisions/drafted/ballot/"), {"vote": "yes"}, votes
    ),
    "vote too late": Verb(f"{DECISIONS}/over/ballot/", ("put", "/decisions/over/ballot/"), {"vote": "yes"}, votes),
    "raise concern": Verb(
        f"{DECISIONS}/consented/concerns/", ("post", "/decisions/consented/concerns/"),
        {"title": "Too dear", "text": "It costs."}, objections,
    ),
    "raise concern without a title": Verb(
        f"{DECISIONS}/consented/concerns/", ("post", "/decisions/consented/concerns/"), {"title": " "}, objections
    ),
    "raise concern in a vote": Verb(
        f"{DECISIONS}/asked/concerns/", ("post", "/decisions/asked/concerns/"), {"title": "Hm"}, objections
    ),
    "step aside": Verb(
        f"{DECISIONS}/asked/recusal/", ("post", "/decisions/asked/recusals/"), {"reason": "I sell it."}, electorate
    ),
    "step aside without a reason": Verb(
        f"{DECISIONS}/asked/recusal/", ("post", "/decisions/asked/recusals/"), {"reason": " "}, electorate
    ),
    "step aside from a draft": Verb(
        f"{DECISIONS}/drafted/recusal/", ("post", "/decisions/drafted/recusals/"), {"reason": "I sell it."}, electorate
    ),
    "close early": Verb(f"{DECISIONS}/asked/close/", ("post", "/decisions/asked/close/"), {}, votes),
    "close what may be closed": Verb(
        f"{DECISIONS}/shortly/close/", ("post", "/decisions/shortly/close/"), {}, votes
    ),
    "void": Verb(
        f"{DECISIONS}/asked/void/", ("post", "/decisions/asked/void/"), {"reason": "A wrong option"}, votes
    ),
    "void without a reason": Verb(
        f"{DECISIONS}/asked/void/", ("post", "/decisions/asked/void/"), {"reason": " "}, votes
    ),
    "void what is not there": Verb(
        f"{DECISIONS}/gone/void/", ("post", "/decisions/gone/void/"), {"reason": "x"}, votes
    ),
    "begin round": Verb("/roadmap/rounds/new/", ("post", "/rounds/"), ROUND, quarters),
    "begin round for no quarter": Verb(
        "/roadmap/rounds/new/", ("post", "/rounds/"), ROUND | {"quarter": "soon"}, quarters
    ),
    "begin round without capacity": Verb(
        "/roadmap/rounds/new/", ("post", "/rounds/"), ROUND | {"capacity": "0"}, quarters
    ),
    "edit round": Verb(
        "/roadmap/rounds/drafted-round/edit/", ("patch", "/rounds/drafted-round/"), ROUND, quarters
    ),
    "edit round that is open": Verb(
        "/roadmap/rounds/asked-round/edit/", ("patch", "/rounds/asked-round/"), ROUND, quarters
    ),
    "open round": Verb(
        "/roadmap/rounds/drafted-round/opening/", ("post", "/rounds/drafted-round/opening/"),
        {"closes_at": f"{today(20)}T10:00", "accept_warnings": True}, quarters,
    ),
    "open round in the past": Verb(
        "/roadmap/rounds/drafted-round/opening/", ("post", "/rounds/drafted-round/opening/"),
        {"closes_at": "2020-01-01T10:00", "accept_warnings": True}, quarters,
    ),
    "vote in round": Verb(
        "/roadmap/rounds/asked-round/ballot/", ("put", "/rounds/asked-round/ballot/"),
        {"marks": {"alpha": 4, "beta": 6}}, quarters,
    ),
    "vote in round with too many points": Verb(
        "/roadmap/rounds/asked-round/ballot/", ("put", "/rounds/asked-round/ballot/"),
        {"marks": {"alpha": 5, "beta": 6}}, quarters,
    ),
    "vote in round with nothing": Verb(
        "/roadmap/rounds/asked-round/ballot/", ("put", "/rounds/asked-round/ballot/"), {"marks": {}}, quarters
    ),
    "vote in round that is over": Verb(
        "/roadmap/rounds/settled-round/ballot/", ("put", "/rounds/settled-round/ballot/"),
        {"marks": {"alpha": 4}}, quarters,
    ),
    "take ballot back": Verb(
        "/roadmap/rounds/asked-round/ballot/withdrawal/", ("delete", "/rounds/asked-round/ballot/"), {}, quarters
    ),
    "close round early": Verb(
        "/roadmap/rounds/asked-round/close/", ("post", "/rounds/asked-round/close/"), {}, quarters
    ),
    "void round": Verb(
        "/roadmap/rounds/asked-round/void/", ("post", "/rounds/asked-round/void/"), {"reason": "Costs"}, quarters
    ),
    "void round without a reason": Verb(
        "/roadmap/rounds/asked-round/void/", ("post", "/rounds/asked-round/void/"), {"reason": " "}, quarters
    ),
    "make webhook": Verb("/profile/webhooks/new/", ("post", "/webhooks/"), SENT_TO, webhooks),
    "make webhook to no web address": Verb(
        "/profile/webhooks/new/", ("post", "/webhooks/"), SENT_TO | {"url": "ftp://a.example/"}, webhooks
    ),
    "make webhook of an unknown kind": Verb(
        "/profile/webhooks/new/", ("post", "/webhooks/"), SENT_TO | {"kinds": ["nothing"]}, webhooks
    ),
    "change webhook": Verb(
        "/profile/webhooks/{webhook}/", ("patch", "/webhooks/{webhook}/"), SENT_TO | {"about": "/roadmap/"}, webhooks
    ),
    "change webhook to no path": Verb(
        "/profile/webhooks/{webhook}/", ("patch", "/webhooks/{webhook}/"), SENT_TO | {"about": "x"}, webhooks
    ),
    "remove webhook": Verb("/profile/webhooks/{webhook}/removal/", ("delete", "/webhooks/{webhook}/"), {}, webhooks),
    "remove webhook that is not there": Verb(
        "/profile/webhooks/0/removal/", ("delete", "/webhooks/0/"), {}, webhooks
    ),
    "mark notifications read": Verb("/notifications/reading/", ("post", "/notifications/reading/"), {}, unread),
}  # fmt: skip


@pytest.fixture
def world(group, team, member, chair, admin, outsider):
    """A need that the member proposed and everybody supports, one decided, one shipped, and news for all."""
    kept = RecordingFactory(slug="kept", owner=member, group=group, video_url="https://v.example/1")
    drafted = RecordingFactory(
        slug="drafted", state="draft", owner=member, group=group, video_url="https://v.example/2"
    )
    SignOff.objects.bulk_create(SignOff(recording=row, user=member, agrees=True) for row in (kept, drafted))
    kept.cuts.create(starts_ms=60_000, ends_ms=75_000, by=member)
    ServiceFactory(slug="mlflow", name="MLflow")
    TeamFactory(slug="others", name="Others")
    SeriesFactory(slug="of-others", weekly=True, timezone="UTC")
    led = SeriesFactory(slug="led", weekly=True, timezone="UTC", group=group)
    cancel_date(led, by=admin, day=today(14), reason="Nobody can")
    on_the_agenda(SeriesFactory(slug="ml-sync", kind="sync", weekly=True, group=group), member)
    wanted = RoadmapItemFactory(slug="wanted", title="Wanted", proposed_by=member, group=group)
    evaluation = EvaluationFactory(slug="which", group=group)
    option = ComparedOptionFactory(evaluation=evaluation, key="mlflow", name="MLflow")
    FindingFactory(option=option, criterion__key="cost", author=member)
    CriterionFactory(evaluation=evaluation, key="free")
    closed = EvaluationFactory(slug="closed", group=group, state="closed")
    ComparedOptionFactory(evaluation=closed, key="old")
    CriterionFactory(evaluation=closed, key="old")
    old = ConclusionFactory(slug="old", group=group)
    ConclusionFactory(slug="kept", group=group, supersedes=old)
    over(group, by=chair, question="Settled")
    draft_decision(group=group, by=chair, question="Drafted")
    states = RoadmapItem.State
    RoadmapItemFactory(slug="decided", title="Decided", proposed_by=member, state=states.PLANNED, group=group)
    shipped = RoadmapItemFactory(slug="shipped", title="Shipped", state=states.SHIPPED)
    rounds.draft(group, question="Drafted")
    rounds.open_vote(group, question="Asked", minimum_hours=72)
    rounds.open_vote(group, question="Shortly", minimum_hours=0)
    rounds.open_vote(group, question="Consented", kind="consent")
    rounds.open_vote(group, question="For it?", kind="majority")
    rounds.close(rounds.open_vote(group, question="Over", kind="majority"))
    WebhookFactory()
    session(slug="community")
    DemoFactory(slug="offered", title="Offered", state="proposed", presenters=[member])
    DemoFactory(slug="waiting", title="Waiting", state="accepted", presenters=[member])
    DemoFactory(slug="shown", title="Shown", state="given", presenters=[member])
    WishFactory(title="Wanted", made_by=member)
    filled.drafted({"gamma": 3, "delta": 9}, title="Drafted round", quarter="2027-Q4")
    filled.opened({"alpha": 3, "beta": 9}, title="Asked round", quarter="2027-Q2")
    filled.closed(filled.opened({"alpha": 3, "beta": 9}, title="Settled round", quarter="2027-Q3"))
    for person in (member, chair, admin, outsider):
        for item in (wanted, shipped):
            Support.objects.create(item=item, user=person, need=1)
        NotificationFactory(user=person)


def on_the_agenda(series: Any, member: Any) -> None:
    """A point of the member in the backlog, and a date last week with minutes and a point that was not reached."""
    AgendaItem.objects.create(series=series, title="Waiting", added_by=member)
    before = MeetingFactory(series=series, notes="One", occurs_on=BEFORE)
    AgendaItem.objects.create(series=series, meeting=before, title="Left", added_by=member)
    Meeting.objects.filter(pk=before.pk).update(notes="Two")
    MeetingFactory(series=series, starts_at=now(), occurs_on=DAY)


def for_form(sent: dict[str, Any]) -> dict[str, Any]:
    """The same content as a form sends it: choices by key."""
    typed = dict(sent)
    if "marks" in sent:
        return {f"item-{slug}": mark for slug, mark in sent["marks"].items()}
    if "services" in sent:
        typed["services"] = [
            Service.objects.filter(slug=slug).values_list("pk", flat=True).first() or 0
            for slug in sent["services"]
        ]
    if "team" in sent:
        typed["team"] = Team.objects.get(slug=sent["team"]).pk
    if "captions" in sent:
        file = SimpleUploadedFile("captions.vtt", typed.pop("captions").encode(), "text/vtt")
        return typed | {"file": file}
    if "agrees" in sent:
        typed["agrees"] = "yes" if sent["agrees"] else "no"
    typed |= of_a_demo(sent)
    for name in ("options", "criteria"):
        if name in sent:
            typed[name] = "\n".join(sent[name])
    return typed | ({"confirmed": "1"} if "need" in sent and "title" in sent else {})


def of_a_demo(sent: dict[str, Any]) -> dict[str, Any]:
    """What the forms of demos take in words of their own: people, yes or no, a date of a series."""
    typed = {}
    if "presenters" in sent:
        typed["presenters"] = ", ".join(f"@{handle}" for handle in sent["presenters"])
    if "may_record" in sent:
        typed["may_record"] = "yes" if sent["may_record"] else "no"
    if "on" in sent and "series" in sent:
        typed["date"] = f"{sent['series']}@{sent['on']}"
    return typed


def for_program(sent: dict[str, Any]) -> Any:
    """The same content as a program sends it: lists are lists, a ballot is a thing of its own, captions a file."""
    if "vote" in sent:
        return {"content": sent}
    if "starts_ms" in sent:
        return sent | {name: in_ms(sent[name]) for name in ("starts_ms", "ends_ms")}
    if "captions" in sent:
        return sent["captions"]
    if "people" in sent and not isinstance(sent["people"], list):
        return sent | {"people": sent["people"].split(",") if sent["people"] else []}
    return sent | ({"tools": [tool.strip() for tool in sent["tools"].split(",")]} if "tools" in sent else {})


def in_ms(clock: str) -> int | str:
    """A moment that people type as on the player; programs send milliseconds."""
    return ClockField().clean(clock) if CLOCK.fullmatch(clock) else clock


def placed(address: str) -> str:
    """An address with the keys that only the database knows."""
    if "{" not in address:
        return address
    keys = {
        "finding": Finding.objects.get().pk,
        "webhook": Webhook.objects.get().pk,
        "wish": Wish.objects.get().pk,
        "cut": Cut.objects.get().pk,
    }
    keys["point"] = AgendaItem.objects.get(title="Waiting").pk
    for term in Term.objects.filter(user__handle__in=["mateo", "carla"]):
        keys["term" if term.user.handle == "mateo" else "chair"] = term.pk
    return address.format(**keys)


def at_the_page(person: Any, verb: Verb) -> str:
    """The verdict that a browser gets."""
    answer = browser_of(person).post(placed(verb.page), for_form(verb.sent))
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/"):
        return "sign in"
    return SAID_BY_PAGES.get(
        answer.status_code, "done" if answer.status_code in {200, 201, 302} else answer.status_code
    )


def at_the_api(person: Any, verb: Verb) -> str:
    """The verdict that a program with a token of that person gets."""
    headers = {}
    if person.is_authenticated:
        _token, key = tokens.issue_token(by=person, name="parity", scope="write")
        headers = {"Authorization": f"Bearer {key}"}
    method, path = verb.api
    send = getattr(Client(), method)
    kind = "text/vtt" if "captions" in verb.sent else "application/json"
    answer = send(API + placed(path), for_program(verb.sent), content_type=kind, headers=headers)
    return SAID_BY_API.get(
        answer.status_code, "done" if 200 <= answer.status_code < 300 else answer.status_code
    )


def outcome(door: Callable[[Any, Verb], str], person: Any, verb: Verb) -> tuple[str, object]:
    """The verdict of a door and what it left behind; then everything is as it was."""
    with transaction.atomic():
        said = door(person, verb)
        left = verb.traces()
        transaction.set_rollback(True)
    return said, left


@pytest.mark.parametrize("role", CAST)
@pytest.mark.parametrize("name", VERBS)
def test_both_doors_give_everyone_the_same_verdict(world, cast, name, role):
    verb, person = VERBS[name], cast(role)

    said, left = outcome(at_the_page, person, verb)

    assert said in {"done", "sign in", *SAID_BY_PAGES.values()}
    assert (said == "sign in") == (role == "anonymous")
    assert outcome(at_the_api, person, verb) == (said, left)


@pytest.mark.parametrize(
    ("name", "role", "verdict"),
    [
        ("propose item", "outsider", "done"),
        ("propose item without a need", "outsider", "invalid"),
        ("edit item", "outsider", "forbidden"),
        ("edit item", "chair", "done"),
        ("edit item that is decided", "member", "refused"),
        ("edit item that is not there", "admin", "not found"),
        ("support what is closed", "member", "refused"),
        ("bring captions", "member", "done"),
        ("bring captions", "chair", "done"),
        ("bring captions", "outsider", "forbidden"),
        ("bring captions of a draft", "member", "done"),
        ("bring captions of a draft", "outsider", "not found"),
        ("bring captions that are none", "member", "invalid"),
        ("bring captions that are none", "outsider", "forbidden"),
        ("bring captions without words", "admin", "invalid"),
        ("bring captions in no language", "admin", "invalid"),
        ("bring captions of nothing", "admin", "not found"),
        ("publish recording", "member", "done"),
        ("publish recording", "outsider", "not found"),
        ("publish recording twice", "member", "refused"),
        ("publish recording twice", "outsider", "forbidden"),
        ("retire recording", "chair", "done"),
        ("retire draft", "chair", "refused"),
        ("take recording back", "member", "forbidden"),
        ("take recording back", "admin", "done"),
        ("keep recording until yesterday", "member", "invalid"),
        ("sign a recording off", "member", "done"),
        ("sign a recording off", "admin", "forbidden"),
        ("have a recording taken down", "member", "done"),
        ("cut a span", "member", "done"),
        ("cut a span", "chair", "forbidden"),
        ("cut a span that ends before it begins", "member", "invalid"),
        ("cut a span behind any end", "admin", "invalid"),
        ("cut a span from nowhere", "member", "invalid"),
        ("cut out of what is not there", "admin", "not found"),
        ("take a cut back", "member", "done"),
        ("take a cut back", "chair", "forbidden"),
        ("take a cut of another recording back", "admin", "not found"),
        ("note in a sync", "chair", "done"),
        ("note in a sync", "member", "forbidden"),
        ("tell an update in a sync", "member", "done"),
        ("tell an update in a sync", "outsider", "forbidden"),
        ("tell an update without words", "admin", "invalid"),
        ("make series", "chair", "done"),
        ("make series", "member", "forbidden"),
        ("make series of nobody", "chair", "forbidden"),
        ("make series of nobody", "admin", "done"),
        ("make series by a bad rule", "chair", "invalid"),
        ("edit series", "chair", "done"),
        ("edit series", "member", "forbidden"),
        ("edit series into none", "chair", "invalid"),
        ("end series before it begins", "chair", "invalid"),
        ("add date in the past", "chair", "invalid"),
        ("move date", "chair", "done"),
        ("move date", "outsider", "forbidden"),
        ("move no date", "chair", "not found"),
        ("move date of others", "chair", "forbidden"),
        ("cancel date", "chair", "done"),
        ("cancel date without a reason", "chair", "invalid"),
        ("cancel date that is over", "chair", "refused"),
        ("restore date", "chair", "done"),
        ("tell an update on another day", "admin", "not found"),
        ("withdraw support of what is closed", "member", "refused"),
        ("propose demo for a team", "member", "done"),
        ("propose demo for a team", "outsider", "invalid"),
        ("accept demo", "chair", "forbidden"),
        ("accept demo", "admin", "done"),
        ("accept demo that was shown", "admin", "refused"),
        ("decline demo without a reason", "admin", "invalid"),
        ("edit demo", "member", "done"),
        ("edit demo", "outsider", "forbidden"),
        ("withdraw demo", "member", "done"),
        ("schedule demo", "admin", "done"),
        ("take demo off", "admin", "refused"),
        ("join wish", "outsider", "done"),
        ("close wish", "chair", "forbidden"),
        ("mark notifications read", "member", "done"),
        ("start evaluation", "outsider", "forbidden"),
        ("start evaluation", "member", "done"),
        ("start evaluation of too much", "member", "invalid"),
        ("edit evaluation", "outsider", "forbidden"),
        ("edit evaluation that is closed", "member", "refused"),
        ("close evaluation", "member", "forbidden"),
        ("close evaluation", "chair", "done"),
        ("remove option with findings", "member", "refused"),
        ("add finding", "outsider", "forbidden"),
        ("add finding where all is closed", "chair", "refused"),
        ("edit finding through another evaluation", "member", "not found"),
        ("join group", "outsider", "done"),
        ("leave group", "chair", "refused"),
        ("leave group without a lead", "chair", "done"),
        ("appoint tech lead", "member", "forbidden"),
        ("appoint tech lead", "chair", "done"),
        ("appoint chair", "chair", "forbidden"),
        ("appoint chair", "admin", "done"),
        ("end term", "chair", "done"),
        ("end term of the chair", "chair", "forbidden"),
        ("end term of the chair", "admin", "refused"),
    ],
)
def test_the_verdicts_are_those_of_the_rules(world, cast, name, role, verdict):
    assert outcome(at_the_page, cast(role), VERBS[name])[0] == verdict


@pytest.mark.parametrize(
    "name",
    [
        "propose item",
        "edit item",
        "support",
        "withdraw support",
        "propose demo",
        "edit demo",
        "withdraw demo",
        "wish",
        "join wish",
        "start evaluation",
        "edit evaluation",
        "add option",
        "edit option",
        "add criterion",
        "edit criterion",
        "remove criterion",
        "add finding",
        "edit finding",
        "remove finding",
        "leave group",
    ],
)
def test_what_is_done_leaves_a_trace(world, member, name):
    before = VERBS[name].traces()

    assert outcome(at_the_page, member, VERBS[name])[1] != before
