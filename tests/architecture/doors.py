"""Every address of the hub, with what stands behind it in `world`: who may read it, and what takes only a POST.

A new address fails `test_every_door_is_listed` until it stands here: whoever adds a page says who may read it.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Everybody reads these, signed in or not.
PUBLIC = {
    "healthz": "/healthz",
    "home:today": "/",
    "home:community": "/community/",
    "home:speakers": "/community/speakers/",
    "home:tools": "/community/tools/",
    "accounts:sign_in": "/sign-in/",
    "accounts:sign_in_as": "/sign-in-as/",
    "accounts:teams": "/teams/",
    "accounts:team": "/teams/pricing/",
    "accounts:people": "/people/",
    "accounts:person": "/people/ada/",
    "activity:session": "/session.json",
    "activity:feed": "/activity/",
    "activity:atom": "/activity/feed.atom",
    "catalog:services": "/services/",
    "catalog:service": "/services/mlflow/",
    "catalog:clusters": "/clusters/",
    "catalog:cluster": "/clusters/prod/",
    "sigs:groups": "/community/groups/",
    "sigs:group": "/community/groups/sig-tracking/",
    "sigs:evaluations": "/community/evaluations/",
    "sigs:evaluation": "/community/evaluations/which/",
    "sigs:cell": "/community/evaluations/which/cell/?option=mlflow&criterion=cost",
    "voting:decisions": "/community/decisions/",
    "voting:decision": "/community/decisions/settled/",
    "voting:ledger": "/community/decisions/settled/ledger/",
    "voting:ballots": "/community/decisions/settled/ballots/",
    "voting:bundle": "/community/decisions/settled/bundle.json",
    "voting:verifier": "/community/decisions/settled/verify_decision.py",
    "voting:conclusions": "/community/conclusions/",
    "voting:conclusion": "/community/conclusions/mlflow-it-is/",
    "meetings:meetings": "/community/meetings/",
    "meetings:series": "/community/meetings/ml-sync/",
    "demos:demos": "/community/demos/",
    "demos:demo": "/community/demos/shown/",
    "recordings:recordings": "/community/recordings/",
    "recordings:recording": "/community/recordings/open/",
    "recordings:media": "/community/recordings/open/media/",
    "roadmap:roadmap": "/roadmap/",
    "roadmap:similar": "/roadmap/similar/",
    "roadmap:item": "/roadmap/wanted/",
    "status:board": "/status/",
    "status:summary": "/status/summary.json",
    "status:maintenance": "/status/maintenance/",
    "status:badge": "/status/badge/{target}.svg",
    "status:service": "/status/mlflow/",
    "search:search": "/search/",
    "goldenpath:home": "/docs/",
    "goldenpath:page": "/docs/services/",
    "api": "/api/",
    "api:schema": "/api/v1/openapi.json",
    "api:docs": "/api/v1/docs/",
    "api:api-root": "/api/v1/",
    "api:nothing": "/api/v1/nothing/",
    "api:person-list": "/api/v1/people/",
    "api:person-detail": "/api/v1/people/ada/",
    "api:team-list": "/api/v1/teams/",
    "api:team-detail": "/api/v1/teams/pricing/",
    "api:group-list": "/api/v1/groups/",
    "api:group-detail": "/api/v1/groups/sig-tracking/",
    "api:evaluation-list": "/api/v1/evaluations/",
    "api:evaluation-detail": "/api/v1/evaluations/which/",
    "api:conclusion-list": "/api/v1/conclusions/",
    "api:conclusion-detail": "/api/v1/conclusions/mlflow-it-is/",
    "api:service-list": "/api/v1/services/",
    "api:service-detail": "/api/v1/services/mlflow/",
    "api:cluster-list": "/api/v1/clusters/",
    "api:cluster-detail": "/api/v1/clusters/prod/",
    "api:series-list": "/api/v1/series/",
    "api:series-detail": "/api/v1/series/ml-sync/",
    "api:meeting-list": "/api/v1/meetings/",
    "api:meeting-detail": "/api/v1/meetings/{meeting}/",
    "api:demo-list": "/api/v1/demos/",
    "api:demo-detail": "/api/v1/demos/shown/",
    "api:recording-list": "/api/v1/recordings/",
    "api:recording-detail": "/api/v1/recordings/open/",
    "api:roadmap-list": "/api/v1/roadmap/",
    "api:roadmap-detail": "/api/v1/roadmap/wanted/",
    "api:roadmap-supports": "/api/v1/roadmap/wanted/supports/",
    "api:path-list": "/api/v1/paths/",
    "api:path-detail": "/api/v1/paths/first-model/",
    "api:entry-list": "/api/v1/entries/",
    "api:entry-detail": "/api/v1/entries/{entry}/",
}
# These ask for a person.
SIGN_IN = {
    "accounts:profile": "/profile/",
    "accounts:new_token": "/profile/tokens/",
    "activity:notifications": "/notifications/",
    "activity:notification": "/notifications/{notification}/",
    "activity:preferences": "/profile/notifications/",
    "voting:new_decision": "/community/decisions/new/",
    "voting:edit": "/community/decisions/drafted/edit/",
    "voting:opening": "/community/decisions/drafted/opening/",
    "voting:announcement": "/community/decisions/elected/announcement/",
    "voting:electors": "/community/decisions/asked/electors/",
    "voting:ballot": "/community/decisions/asked/ballot/",
    "voting:closing": "/community/decisions/asked/close/",
    "voting:void": "/community/decisions/asked/void/",
    "voting:conclude": "/community/decisions/settled/conclusion/",
    "demos:new_demo": "/community/demos/new/",
    "sigs:leave": "/community/groups/sig-tracking/leave/",
    "sigs:new_term": "/community/groups/sig-tracking/terms/new/",
    "sigs:end_term": "/community/groups/sig-tracking/terms/{term}/end/",
    "sigs:new_evaluation": "/community/evaluations/new/",
    "sigs:edit_evaluation": "/community/evaluations/which/edit/",
    "sigs:new_compared": "/community/evaluations/which/criteria/new/",
    "sigs:edit_compared": "/community/evaluations/which/options/mlflow/",
    "sigs:new_finding": "/community/evaluations/which/findings/new/?option=mlflow&criterion=cost",
    "sigs:edit_finding": "/community/evaluations/which/findings/{finding}/",
    "roadmap:new_item": "/roadmap/new/",
    "roadmap:edit": "/roadmap/wanted/edit/",
    "status:announce_maintenance": "/status/maintenance/new/",
    "api:publication-list": "/api/v1/publications/",
    "api:publication-detail": "/api/v1/publications/{publication}/",
    "api:notification-list": "/api/v1/notifications/",
}
# These change something: a GET is refused.
POST_ONLY = {
    "accounts:sign_out": "/sign-out/",
    "accounts:revocation": "/profile/tokens/{token}/revocation/",
    "activity:reading": "/notifications/reading/",
    "activity:follow": "/follows/",
    "activity:unfollow": "/follows/end/",
    "sigs:join": "/community/groups/sig-tracking/join/",
    "sigs:closing": "/community/evaluations/which/closing/",
    "sigs:reopening": "/community/evaluations/which/reopening/",
    "sigs:remove_compared": "/community/evaluations/which/criteria/cost/removal/",
    "sigs:remove_finding": "/community/evaluations/which/findings/{finding}/removal/",
    "voting:from_evaluation": "/community/evaluations/which/decision/",
    "voting:keeping": "/community/conclusions/mlflow-it-is/keeping/",
    "api:decision-conclusion": "/api/v1/decisions/settled/conclusion/",
    "api:decision-terms": "/api/v1/decisions/settled/terms/",
    "api:conclusion-keeping": "/api/v1/conclusions/mlflow-it-is/keeping/",
    "voting:nominations": "/community/decisions/elected/nominations/",
    "voting:nomination": "/community/decisions/elected/nominations/{nomination}/",
    "voting:admission": "/community/decisions/asked/electors/admission/",
    "voting:recusing": "/community/decisions/asked/electors/recusal/",
    "voting:recusal": "/community/decisions/asked/recusal/",
    "voting:summary": "/community/decisions/asked/ballot/summary/",
    "voting:concerns": "/community/decisions/consented/concerns/",
    "voting:settling": "/community/decisions/consented/concerns/{concern}/settling/",
    "voting:answer": "/community/decisions/consented/concerns/{concern}/answer/",
    "roadmap:support": "/roadmap/wanted/support/",
    "roadmap:withdrawal": "/roadmap/wanted/support/withdrawal/",
    "status:end_maintenance": "/status/maintenance/{maintenance}/end/",
    "api:group-join": "/api/v1/groups/sig-tracking/join/",
    "api:group-leave": "/api/v1/groups/sig-tracking/leave/",
    "api:group-appoint": "/api/v1/groups/sig-tracking/terms/",
    "api:group-end-term": "/api/v1/groups/sig-tracking/terms/{term}/end/",
    "api:evaluation-closing": "/api/v1/evaluations/which/closing/",
    "api:evaluation-reopening": "/api/v1/evaluations/which/reopening/",
    "api:evaluation-add-option": "/api/v1/evaluations/which/options/",
    "api:evaluation-option": "/api/v1/evaluations/which/options/mlflow/",
    "api:evaluation-add-criterion": "/api/v1/evaluations/which/criteria/",
    "api:evaluation-criterion": "/api/v1/evaluations/which/criteria/cost/",
    "api:evaluation-add-finding": "/api/v1/evaluations/which/findings/",
    "api:evaluation-finding": "/api/v1/evaluations/which/findings/{finding}/",
    "api:roadmap-support": "/api/v1/roadmap/wanted/support/",
    "api:notification-reading": "/api/v1/notifications/reading/",
}
EVERYTHING = PUBLIC | SIGN_IN | POST_ONLY

# Doors of programs that take another method than POST.
SENT_WITH = {
    "api:roadmap-support": "put",
    "api:evaluation-option": "patch",
    "api:evaluation-criterion": "patch",
    "api:evaluation-finding": "patch",
}

IN_THE_GROUP = {"admin": 200, "chair": 200, "member": 200, "outsider": 403}
LEADING = {"admin": 200, "chair": 200, "member": 403, "outsider": 403}
# What some of the signed-in get instead of the page; everybody else gets it.
ONLY = {
    "roadmap:edit": IN_THE_GROUP,
    "sigs:edit_evaluation": IN_THE_GROUP,
    "sigs:new_compared": IN_THE_GROUP,
    "sigs:edit_compared": IN_THE_GROUP,
    "sigs:new_finding": IN_THE_GROUP,
    "sigs:edit_finding": IN_THE_GROUP,
    "sigs:new_term": LEADING,
    "sigs:end_term": LEADING,
    "voting:new_decision": {"admin": 200, "chair": 200, "member": 200, "outsider": 403},
    "voting:edit": {"admin": 200, "chair": 200, "member": 403, "outsider": 404},
    "voting:opening": {"admin": 200, "chair": 200, "member": 403, "outsider": 404},
    "voting:announcement": {"admin": 200, "chair": 200, "member": 403, "outsider": 403},
    "voting:ballot": {"admin": 409, "chair": 200, "member": 200, "outsider": 409},
    "voting:closing": {"admin": 200, "chair": 200, "member": 403, "outsider": 403},
    "voting:void": {"admin": 200, "chair": 200, "member": 403, "outsider": 403},
    "voting:conclude": {"admin": 200, "chair": 200, "member": 403, "outsider": 403},
    "status:announce_maintenance": {"admin": 200, "chair": 403, "member": 403, "outsider": 403},
    "activity:notification": {"admin": 302, "chair": 404, "member": 404, "outsider": 404},
}
# Public addresses that answer with something else than a page.
ELSE = {"api": 302, "api:nothing": 404, "accounts:sign_in": {"anonymous": 200, "others": 302}}

# Nobody without a name sees what is internal: in lists, in filters, in search, in feeds, at its own address.
INTERNAL = [
    "/community/demos/whisper/",
    "/community/recordings/whisper/",
    "/community/recordings/whisper/media/",
    "/api/v1/demos/whisper/",
    "/api/v1/recordings/whisper/",
    "/api/v1/entries/{internal_entry}/",
]
LISTS = [
    "/search/?q={secret}",
    "/search/?q={secret}&kind=recording",
    "/community/demos/?q={secret}",
    "/community/demos/?state=proposed",
    "/community/recordings/?q={secret}",
    "/activity/?kind=demos.demo_proposed",
    "/api/v1/demos/?state=proposed",
    "/api/v1/entries/?kind=demos.demo_proposed",
    "/people/mateo/",
]


def patterns(rows: list[Any] | None = None, space: str = "") -> Iterator[str]:
    """The name of every address that the hub answers at, formats of the API left out."""
    for row in get_resolver().url_patterns if rows is None else rows:
        if isinstance(row, URLResolver):
            yield from patterns(row.url_patterns, f"{space}{row.namespace}:" if row.namespace else space)
        elif isinstance(row, URLPattern) and "format" not in str(row.pattern):
            yield f"{space}{row.name}" if row.name else (f"{space}nothing" if space else "api")
