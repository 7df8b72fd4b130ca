"""Every kind of page of the app: open to everybody by axe's rules, no wider than the screen, no complaint."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.stack import Stack

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("hub")]

VISITOR = [
    "/", "/services/", "/services/mlflow-registry/", "/services/kubeflow-model-registry/", "/clusters/",
    "/clusters/dev-eu-west/", "/community/", "/community/groups/", "/community/groups/sig-experiment-tracking/",
    "/community/meetings/calendars/", "/community/meetings/?show=series",
    "/community/meetings/", "/community/meetings/ml-sync/", "/community/demos/", "/community/recordings/",
    "/community/decisions/", "/community/recordings/how-a-vote-explains-itself/",
    "/community/demos/teams/", "/community/demos/people/", "/community/demos/wishes/",
    "/community/demos/aliases-protected/", "/community/demos/photos-labels-in-house/",
    "/community/recordings/?q=zzzz", "/community/recordings/how-a-vote-explains-itself/transcript/",
    "/community/recordings/?q=zzzz", "/community/recordings/a-golden-path-in-ninety-seconds/",
    "/community/recordings/a-golden-path-in-ninety-seconds/?t=30",
    "/community/recordings/a-golden-path-in-ninety-seconds/embed/",
    "/community/recordings/a-golden-path-in-ninety-seconds/transcript/",
    "/community/recordings/?event=nowhere&state=retired", "/community/demos/?q=zzzz",
    "/community/demos/wishes/?state=shown", "/community/demos/wishes/1/",
    "/community/meetings/?show=past", "/community/meetings/?show=past&q=zzzz",
    "/community/meetings/ml-sync/2026-11-17/", "/community/meetings/community-session/2026-10-29/",
    "/community/meetings/ml-sync/2026-11-17/minutes/revisions/",
    "/community/decisions/",
    "/community/speakers/", "/community/tools/", "/status/", "/status/hub/", "/status/mlflow-registry/",
    "/status/mlflow-registry/history/", "/status/mlflow-registry/history/?at=2026-11-22T14:05",
    "/roadmap/", "/roadmap/?view=list", "/roadmap/?view=list&q=zzzz", "/roadmap/timeline/",
    "/roadmap/timeline/?as=table", "/roadmap/public/", "/roadmap/print/?quarter=2026-Q4", "/roadmap/sync/",
    "/roadmap/releases/", "/roadmap/contradictions/", "/roadmap/rounds/",
    "/roadmap/pipelines-artifacts-lineage/", "/roadmap/drift-baselines/", "/roadmap/batch-scoring/",
    "/roadmap/own-tracking-server/", "/roadmap/rstudio-image/", "/teams/halyard/",
    "/community/evaluations/", "/community/evaluations/which-model-registry/",
    "/community/evaluations/where-batch-scoring-starts/", "/community/groups/sig-serving/",
    "/community/conclusions/", "/community/conclusions/?standing=all", "/community/conclusions/?q=zzzz",
    "/community/conclusions/mlflow-for-model-registry/", "/community/conclusions/kubeflow-registry-pilot/",
    "/search/", "/search/?q=mlflow", "/search/?q=zzzz", "/activity/", "/sign-in/", "/sign-in-as/", "/api/v1/docs/",
]  # fmt: skip
SIGNED_IN = [
    "/", "/profile/", "/profile/notifications/", "/notifications/", "/roadmap/new/", "/community/demos/new/",
    "/community/demos/wishes/", "/community/demos/wishes/new/", "/community/demos/aliases-protected/",
    "/community/demos/batch-scoring-first-nights/",
    "/community/recordings/new/", "/community/recordings/how-a-vote-explains-itself/",
    "/community/recordings/how-a-vote-explains-itself/care/", "/community/recordings/how-a-vote-explains-itself/file/",
    "/community/recordings/how-a-vote-explains-itself/chapters/",
    "/community/recordings/how-a-vote-explains-itself/suggestions/",
    "/community/recordings/how-a-vote-explains-itself/transcript/",
    "/community/recordings/how-a-vote-explains-itself/transcript/names/?wrong=condorcet&right=Condorcet",
    "/community/meetings/ml-sync/2026-11-17/", "/community/meetings/ml-sync/2026-11-17/minutes/",
    "/community/meetings/ml-sync/2026-12-01/", "/community/meetings/ml-sync/agenda/new/",
    "/community/meetings/ml-sync/agenda/new/?on=2026-12-01", "/community/demos/wishes/1/",
    "/community/decisions/new/",
    "/community/groups/sig-experiment-tracking/", "/community/groups/sig-experiment-tracking/leave/",
    "/community/groups/sig-experiment-tracking/terms/new/", "/community/evaluations/which-model-registry/",
    "/community/evaluations/new/", "/community/evaluations/which-model-registry/edit/",
    "/community/evaluations/which-model-registry/criteria/new/",
    "/community/evaluations/which-model-registry/options/mlflow/",
    "/community/evaluations/which-model-registry/findings/new/?option=mlflow&criterion=upkeep",
    "/community/conclusions/mlflow-for-model-registry/",
    "/status/maintenance/", "/status/incidents/", "/people/marta.soler/", "/teams/car-pricing/",
    "/roadmap/mine/", "/roadmap/pipelines-artifacts-lineage/", "/roadmap/protect-champion/",
    "/roadmap/protect-champion/steering/", "/roadmap/protect-champion/merge/?q=champion",
]  # fmt: skip
PLATFORM_ADMIN = [
    "/community/meetings/new/", "/community/meetings/ml-sync/", "/community/meetings/ml-sync/edit/",
    "/community/meetings/ml-sync/ending/", "/community/meetings/ml-sync/dates/new/", "/community/meetings/calendars/",
    "/community/meetings/ml-sync/2026-12-01/", "/community/meetings/ml-sync/2026-12-01/moving/",
    "/community/meetings/ml-sync/2026-12-01/cancelling/", "/community/demos/aliases-protected/",
    "/community/demos/aliases-protected/edit/", "/community/demos/wishes/",
    "/community/recordings/a-golden-path-in-ninety-seconds/file/",
    "/roadmap/", "/roadmap/?move=canary-by-header&from=2026-Q4", "/roadmap/answers/", "/roadmap/mine/",
    "/roadmap/import/", "/roadmap/pipelines-artifacts-lineage/", "/roadmap/pipelines-artifacts-lineage/merge/",
    "/roadmap/drift-baselines/", "/roadmap/batch-scoring/", "/roadmap/batch-scoring/release/",
    "/roadmap/own-tracking-server/", "/roadmap/protect-champion/merge/?q=drift",
    "/community/recordings/a-golden-path-in-ninety-seconds/care/",
    "/community/recordings/a-golden-path-in-ninety-seconds/transcript/",
    "/community/recordings/a-golden-path-in-ninety-seconds/transcript/names/?wrong=cube+flow&right=Kubeflow",
    "/roadmap/capacity/halyard/", "/teams/halyard/", "/profile/webhooks/", "/profile/webhooks/new/",
]  # fmt: skip
WIDTHS = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
FOREIGN = {"/api/v1/docs/"}  # the list of doors is a tool of its own: only its frame is ours


def faults(page: Page, path: str) -> list[str]:
    """What is wrong with one page, in words: in light, and in dark as far as its colours go."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found = [f"{path}: {wide} px wider than the screen"] if wide > 0 else []
    if path not in FOREIGN:
        found += broken(page, path)
        page.emulate_media(color_scheme="dark")
        found += [f"in dark, {fault}" for fault in broken(page, path, runOnly=["color-contrast"])]
        page.emulate_media(color_scheme="light")
    return found


def broken(page: Page, path: str, **options: list[str]) -> list[str]:
    """The rules of axe that a page breaks, and where."""
    rules = Axe().run(page, options=options or None).response["violations"]
    return [f"{path}: {rule['id']} at {node['target']}" for rule in rules for node in rule["nodes"][:3]]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("paths", "who"),
    [(VISITOR, ""), (SIGNED_IN, "marta.soler"), (PLATFORM_ADMIN, "ines.duarte")],
    ids=["visitor", "chair", "platform-admin"],
)
def test_pages_are_open_to_everybody(browser: Browser, hub: Stack, width: str, paths: list[str], who: str):
    context = browser.new_context(base_url=hub.url, viewport=WIDTHS[width], reduced_motion="reduce")
    page = context.new_page()
    if who:
        page.goto(f"/sign-in-as/?q={who}")
        page.locator("form[method=post] button", has_text="Sign in as").first.click()
        page.wait_for_url(lambda url: "sign-in-as" not in url)
    said: list[str] = []
    page.on("console", lambda line: line.type == "error" and said.append(f"{page.url}: {line.text}"))
    found = [fault for path in dict.fromkeys(paths) for fault in faults(page, path)]
    context.close()
    assert found + said == []
