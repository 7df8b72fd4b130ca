"""Ready-made ways to ask well-known services: what to ask, what to expect, and what the answer leaves out. Pure.

Most health addresses prove that a process answers and nothing more. So each profile says how deep it looks and
what stays unseen, and the page of a service says it too.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Depth(enum.StrEnum):
    """How deep a probe looks."""

    PROCESS = "process"
    DEPENDENCY = "dependency"
    TRANSACTION = "transaction"

    @property
    def words(self) -> str:
        """What it proves, to follow "Looks at"."""
        return DEPTH_WORDS[self]


DEPTH_WORDS = {
    Depth.PROCESS: "the process: it answers",
    Depth.DEPENDENCY: "what it depends on: it answers, and what it names behind it does too",
    Depth.TRANSACTION: "real work: it answers a request as its users make them",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one kind of service is asked.

    `json` are the paths into the answer with the values they must have; an empty value asks only that the path is
    there. `unseen` is one sentence, `hint` is for those who set it up.
    """

    name: str
    title: str
    path: str
    depth: Depth
    unseen: str
    source: str
    codes: tuple[int, ...] = (200,)
    contains: str = ""
    json: tuple[tuple[str, str], ...] = ()
    hint: str = ""

    def address(self, url: str) -> str:
        """Where to ask: an address without a path, or one that ends in `/`, is the base of the service."""
        base, query, _ = url.partition("?")
        named = "/" in base.partition("://")[2] and not base.endswith("/")
        if query or named or base.endswith(self.path.partition("?")[0]):
            return url
        return base.rstrip("/") + self.path


GITHUB = "https://github.com/"
AIRFLOW_HEALTH = (
    "https://airflow.apache.org/docs/apache-airflow/stable/administration-and-deployment/"
    "logging-monitoring/check-health.html"
)
AIRFLOW_JSON = (("metadatabase.status", "healthy"), ("scheduler.status", "healthy"))
AIRFLOW_UNSEEN = "It does not see whether workers take tasks, nor the triggerer and the DAG processor."

TRACKING = (
    Profile(
        name="mlflow",
        title="MLflow",
        path="/health",
        contains="OK",
        depth=Depth.PROCESS,
        unseen="It does not see the database and the artifact store: the address touches neither.",
        source=GITHUB + "mlflow/mlflow/blob/master/mlflow/server/__init__.py",
        hint="With a static prefix the base is the address with the prefix and `/` behind it.",
    ),
    Profile(
        name="mlflow-experiments",
        title="MLflow, reading experiments",
        path="/api/2.0/mlflow/experiments/search?max_results=1&view_type=ALL",
        json=(("experiments.0.experiment_id", ""),),
        depth=Depth.TRANSACTION,
        unseen="It does not see the artifact store, nor whether runs can be written.",
        source=GITHUB + "mlflow/mlflow/blob/master/mlflow/protos/service.proto",
        hint="Who asks must be allowed to see an experiment. With sign-in, send the header by reference.",
    ),
    Profile(
        name="feast",
        title="Feast feature server (Python)",
        path="/health",
        depth=Depth.DEPENDENCY,
        unseen="It does not see the online store, and it may read the registry from its cache.",
        source=GITHUB + "feast-dev/feast/blob/master/sdk/python/feast/feature_server.py",
        hint="The answer is empty: only its code counts (503 when the registry cannot be read).",
    ),
    Profile(
        name="feast-go",
        title="Feast feature server (Go)",
        path="/health",
        contains="Healthy",
        depth=Depth.PROCESS,
        unseen="It does not see the registry and the online store.",
        source=GITHUB + "feast-dev/feast/tree/master/go",
    ),
)
NOTEBOOKS = (
    Profile(
        name="notebooks-v1",
        title="Kubeflow Notebooks v1 (web app)",
        path="/healthz/readiness",
        contains="ready",
        depth=Depth.PROCESS,
        unseen="It does not see the notebook controller, nor whether a notebook starts.",
        source=GITHUB + "kubeflow/kubeflow/blob/master/components/crud-web-apps/common/backend/kubeflow/"
        "kubeflow/crud_backend/probes.py",
    ),
    Profile(
        name="notebooks-v2",
        title="Kubeflow Notebooks v2 (backend)",
        path="/api/v1/healthcheck",
        json=(("status", "Healthy"),),
        depth=Depth.PROCESS,
        unseen="It does not see the workspace controller, nor whether a workspace starts.",
        source=GITHUB + "kubeflow/notebooks/blob/notebooks-v2/workspaces/backend/api/healthcheck_handler.go",
    ),
    Profile(
        name="jupyterhub",
        title="JupyterHub",
        path="/hub/api/",
        json=(("version", ""),),
        depth=Depth.PROCESS,
        unseen="It does not see the hub's database, nor whether a server starts for a user.",
        source=GITHUB + "jupyterhub/jupyterhub/blob/main/jupyterhub/apihandlers/hub.py",
        hint="Needs no sign-in. `/hub/health` answers with nothing, so a wrong page could pass for it.",
    ),
    Profile(
        name="jupyter",
        title="Jupyter server",
        path="/api/status",
        json=(("started", ""),),
        depth=Depth.PROCESS,
        unseen="It does not see whether a kernel starts.",
        source=GITHUB + "jupyter-server/jupyter_server/blob/main/jupyter_server/services/api/handlers.py",
        hint="Needs a token (`Authorization`), unless the server has none. Give the base URL of the server.",
    ),
)
WORKFLOWS = (
    Profile(
        name="kfp-api",
        title="Kubeflow Pipelines API server",
        path="/apis/v2beta1/healthz",
        json=(("commit_sha", ""),),
        depth=Depth.PROCESS,
        unseen="It does not see the database, the object store and the workflow controller: "
        "the address checks nothing and always answers 200.",
        source=GITHUB + "kubeflow/pipelines/blob/master/backend/src/apiserver/main.go",
        hint="Ask the API server itself. The UI server has the same path and another answer.",
    ),
    Profile(
        name="kfp-ui",
        title="Kubeflow Pipelines UI server",
        path="/apis/v2beta1/healthz",
        json=(("apiServerReady", "true"),),
        depth=Depth.DEPENDENCY,
        unseen="It does not see the database, the object store and the workflow controller behind the API server.",
        source=GITHUB + "kubeflow/pipelines/blob/master/frontend/server/handlers/healthz.ts",
        hint="It answers 200 even when the API server is down, so the body decides.",
    ),
    Profile(
        name="argo",
        title="Argo Workflows server",
        path="/api/v1/version",
        json=(("version", ""),),
        depth=Depth.PROCESS,
        unseen="It does not see the workflow controller, nor whether a workflow runs.",
        source=GITHUB + "argoproj/argo-workflows/blob/main/api/openapi-spec/swagger.json",
        hint="Needs a bearer token where the server asks for one.",
    ),
    Profile(
        name="airflow",
        title="Airflow 3",
        path="/api/v2/monitor/health",
        json=AIRFLOW_JSON,
        depth=Depth.DEPENDENCY,
        unseen=AIRFLOW_UNSEEN,
        source=AIRFLOW_HEALTH,
        hint="The code is always 200, so the body decides.",
    ),
    Profile(
        name="airflow-2",
        title="Airflow 2",
        path="/health",
        json=AIRFLOW_JSON,
        depth=Depth.DEPENDENCY,
        unseen=AIRFLOW_UNSEEN,
        source=AIRFLOW_HEALTH,
        hint="The code is always 200, so the body decides.",
    ),
)
TRAINING = (
    Profile(
        name="katib",
        title="Katib controller",
        path="/readyz",
        contains="ok",
        depth=Depth.PROCESS,
        unseen="It does not see the database manager and the web page, nor whether an experiment runs.",
        source=GITHUB + "kubeflow/katib/blob/master/cmd/katib-controller/v1beta1/main.go",
        hint="On port 18080 of the controller. The web page of Katib has no health address.",
    ),
    Profile(
        name="training-operator",
        title="Training Operator and Trainer",
        path="/readyz",
        contains="ok",
        depth=Depth.PROCESS,
        unseen="It does not see whether a training job is taken up and runs.",
        source=GITHUB + "kubeflow/trainer/blob/master/cmd/trainer-controller-manager/main.go",
        hint="The path can be set where the manager is started; give the full address where it differs.",
    ),
    Profile(
        name="ray",
        title="Ray",
        path="/api/gcs_healthz",
        contains="success",
        depth=Depth.DEPENDENCY,
        unseen="It does not see the worker nodes, nor whether a job runs.",
        source=GITHUB + "ray-project/ray/blob/master/python/ray/dashboard/modules/healthz/healthz_head.py",
        hint="On the dashboard of the head node; it asks the global control service.",
    ),
)
SERVING = (
    Profile(
        name="kserve",
        title="KServe controller",
        path="/readyz",
        contains="ok",
        depth=Depth.PROCESS,
        unseen="It does not see whether models answer, nor whether a new one is deployed.",
        source=GITHUB + "kserve/kserve/blob/master/cmd/manager/main.go",
    ),
    Profile(
        name="kserve-model",
        title="KServe model server",
        path="/v2/health/ready",
        json=(("ready", "true"),),
        depth=Depth.PROCESS,
        unseen="It does not see whether a model predicts, nor whether the answer makes sense.",
        source=GITHUB + "kserve/kserve/blob/master/python/kserve/kserve/protocol/rest/v2_endpoints.py",
        hint="For KServe's own model server; a runtime that answers without a body needs a rule of its own.",
    ),
)
WATCHING = (
    Profile(
        name="prometheus",
        title="Prometheus",
        path="/-/ready",
        contains="is Ready",
        depth=Depth.PROCESS,
        unseen="It does not see whether targets are scraped, nor whether alerts go out.",
        source="https://prometheus.io/docs/prometheus/latest/management_api/",
        hint="`/-/healthy` always answers 200, so this asks for readiness.",
    ),
    Profile(
        name="prometheus-query",
        title="Prometheus, answering a query",
        path="/api/v1/query?query=up",
        json=(("status", "success"),),
        depth=Depth.TRANSACTION,
        unseen="It does not see whether anything is scraped: an empty answer is a success too.",
        source="https://prometheus.io/docs/prometheus/latest/querying/api/",
        hint="The answer grows with the number of scraped targets; above 64 KiB it proves nothing.",
    ),
    Profile(
        name="grafana",
        title="Grafana",
        path="/api/health",
        json=(("database", "ok"),),
        depth=Depth.DEPENDENCY,
        unseen="It does not see whether data sources answer, nor whether alerts go out.",
        source="https://grafana.com/docs/grafana/latest/developers/http_api/other/",
    ),
    Profile(
        name="kubernetes",
        title="Kubernetes API server",
        path="/readyz",
        contains="ok",
        depth=Depth.DEPENDENCY,
        unseen="It does not see the nodes, the scheduler and the controllers, nor whether a pod starts.",
        source="https://kubernetes.io/docs/reference/using-api/health-checks/",
        hint="It looks at etcd too. `/healthz` is deprecated.",
    ),
)

PROFILES: dict[str, Profile] = {
    profile.name: profile for profile in (*TRACKING, *NOTEBOOKS, *WORKFLOWS, *TRAINING, *SERVING, *WATCHING)
}


def choices() -> list[tuple[str, str]]:
    """The profiles by name and title, for the field of a target."""
    return [(profile.name, profile.title) for profile in PROFILES.values()]
