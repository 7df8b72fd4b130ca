"""The table of contents of the API: which viewset answers at which address."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.views import APIView

from hub.accounts import api as accounts
from hub.activity import api as activity
from hub.activity import api_webhooks as webhooks
from hub.catalog import api as catalog
from hub.demos import api as demos
from hub.exchange import api as exchange
from hub.goldenpath import api as goldenpath
from hub.meetings import api as meetings
from hub.recordings import api as recordings
from hub.recordings.api import care, cutting, segmenting, suggesting, watching
from hub.roadmap import api as roadmap
from hub.roadmap.api import consistency, syncing
from hub.sigs import api as sigs
from hub.sigs import api_evaluations as evaluations
from hub.voting import api as voting
from hub.voting.api import conclusions as concluding

router = DefaultRouter()
router.register("people", accounts.PersonViewSet, basename="person")
router.register("teams", accounts.TeamViewSet, basename="team")
router.register("groups", sigs.GroupViewSet, basename="group")
router.register("evaluations", evaluations.EvaluationViewSet, basename="evaluation")
router.register("decisions", voting.DecisionViewSet, basename="decision")
router.register("conclusions", sigs.ConclusionViewSet, basename="conclusion")
router.register("services", catalog.ServiceViewSet, basename="service")
router.register("clusters", catalog.ClusterViewSet, basename="cluster")
router.register("series", meetings.SeriesViewSet, basename="series")
router.register("meetings", meetings.MeetingViewSet, basename="meeting")
router.register("demos", demos.DemoViewSet, basename="demo")
router.register("wishes", demos.WishViewSet, basename="wish")
router.register("recordings", recordings.RecordingViewSet, basename="recording")
router.register("roadmap", roadmap.RoadmapViewSet, basename="roadmap")
router.register("rounds", roadmap.RoundViewSet, basename="round")
router.register("paths", goldenpath.PathViewSet, basename="path")
router.register("publications", goldenpath.PublicationViewSet, basename="publication")
router.register("entries", activity.EntryViewSet, basename="entry")
router.register("notifications", activity.NotificationViewSet, basename="notification")
router.register("webhooks", webhooks.WebhookViewSet, basename="webhook")


class Nothing(APIView):
    """Whatever is not in the table gets the one error shape, too."""

    permission_classes = [AllowAny]
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise NotFound("There is nothing at this address of the API.")

    def get(self, request: Request) -> Response:  # pragma: no cover -- `initial` answers before
        raise NotFound


docs = SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="core/api_docs.html")
TOOL_STYLES = {"style-src": [SELF, UNSAFE_INLINE]}  # the tool writes styles; its page has no text of people

app_name = "api"
urlpatterns = [
    path("openapi.json", SpectacularJSONAPIView.as_view(), name="schema"),
    path("docs/", require_safe(csp_update(TOOL_STYLES)(docs)), name="docs"),
    path("decisions/<slug:slug>/conclusion/", concluding.ConcludeView.as_view(), name="decision-conclusion"),
    path("decisions/<slug:slug>/terms/", concluding.TermsView.as_view(), name="decision-terms"),
    path("conclusions/<slug:slug>/keeping/", concluding.KeepView.as_view(), name="conclusion-keeping"),
    path("recordings/<slug:slug>/place/", watching.PlaceView.as_view(), name="recording-place"),
    path("recordings/<slug:slug>/notes/", watching.TimedNotesView.as_view(), name="recording-notes"),
    path("recordings/<slug:slug>/notes/<int:pk>/", watching.TimedNoteView.as_view(), name="recording-note"),
    path(
        "recordings/<slug:slug>/suggestions/",
        suggesting.SuggestionsView.as_view(),
        name="recording-suggestions",
    ),
    path(
        "recordings/<slug:slug>/suggestions/<int:pk>/acceptance/",
        suggesting.AcceptanceView.as_view(),
        name="recording-acceptance",
    ),
    path(
        "recordings/<slug:slug>/suggestions/<int:pk>/dismissal/",
        suggesting.DismissalView.as_view(),
        name="recording-dismissal",
    ),
    path("recordings/<slug:slug>/cuts/", cutting.CutsView.as_view(), name="recording-cuts"),
    path("recordings/<slug:slug>/cuts/<int:pk>/", cutting.CutView.as_view(), name="recording-cut"),
    path("recordings/<slug:slug>/chapters/", segmenting.ChaptersView.as_view(), name="recording-chapters"),
    path(
        "recordings/<slug:slug>/chapters/<int:pk>/",
        segmenting.ChapterView.as_view(),
        name="recording-chapter",
    ),
    path(
        "recordings/<slug:slug>/chapters/agenda/",
        segmenting.ChaptersFromAgendaView.as_view(),
        name="recording-chapters-agenda",
    ),
    path(
        "recordings/<slug:slug>/chapters/text/",
        segmenting.ChaptersFromTextView.as_view(),
        name="recording-chapters-text",
    ),
    path("roadmap/contradictions/", consistency.ContradictionsView.as_view(), name="roadmap-contradictions"),
    path("roadmap/import/", exchange.ImportItemsView.as_view(), name="roadmap-import"),
    path("syncs/<slug:series>/<str:day>/", syncing.SyncView.as_view(), name="sync"),
    path("syncs/<slug:series>/<str:day>/notes/", syncing.SyncNotesView.as_view(), name="sync-notes"),
    path(
        "syncs/<slug:series>/<str:day>/updates/<slug:team>/",
        syncing.SyncUpdateView.as_view(),
        name="sync-update",
    ),
    path("recordings/<slug:slug>/care/", care.RecordingCareView.as_view(), name="recording-care"),
    path(
        "recordings/<slug:slug>/publication/",
        care.RecordingPublicationView.as_view(),
        name="recording-publication",
    ),
    path(
        "recordings/<slug:slug>/retirement/",
        care.RecordingRetirementView.as_view(),
        name="recording-retirement",
    ),
    path("recordings/<slug:slug>/return/", care.RecordingReturnView.as_view(), name="recording-return"),
    path("recordings/<slug:slug>/keeping/", care.RecordingKeepingView.as_view(), name="recording-keeping"),
    path("recordings/<slug:slug>/audience/", care.RecordingAudienceView.as_view(), name="recording-audience"),
    path("recordings/<slug:slug>/speakers/", care.RecordingSpeakersView.as_view(), name="recording-speakers"),
    path("recordings/<slug:slug>/sign-off/", care.RecordingSignOffView.as_view(), name="recording-sign-off"),
    path(
        "recordings/<slug:slug>/captions/<str:language>/",
        recordings.CaptionsView.as_view(),
        name="recording-captions",
    ),
    *meetings.paths,
    path("", include(router.urls)),
    re_path("", Nothing.as_view()),
]
