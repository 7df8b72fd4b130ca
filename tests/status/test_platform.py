"""A real MLflow and a real Jupyter server: watched while they run, missed when they stop, welcomed back."""

import os
import signal
import subprocess
import sys

import pytest
from django.test import Client

from hub.status import summary
from hub.status.models import Target
from tests import machine
from tests.factories import ServiceFactory, TargetFactory
from tests.status.test_probe_process import MANAGE, database_url, start, wait_for

pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
__all__ = ["start"]
MLFLOW, JUPYTER = 9341, 9342


@pytest.fixture
def platform():
    """Starts `manage.py platform` with the environment that is on this machine."""
    running = []

    def begin():
        env = os.environ | {
            "DATABASE_URL": database_url(),
            "HUB_VAR": str(machine.platform().parents[1]),
            "DJANGO_SETTINGS_MODULE": "hub.settings",
        }
        ports = ["--mlflow-port", str(MLFLOW), "--jupyter-port", str(JUPYTER)]
        process = subprocess.Popen(
            [sys.executable, MANAGE, "platform", *ports], env=env, stderr=subprocess.PIPE, text=True
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.terminate()
        process.wait(30)
        process.stderr.close()


def shown():
    summary.MEMORY.forget()
    services = Client().get("/status/summary.json").json()["services"]
    return {slug: services[slug]["status"] for slug in ("mlflow", "notebooks") if slug in services}


def test_hub_follows_a_real_platform_down_and_up_again(platform, start):
    words = {"interval_s": 5, "timeout_s": 3, "confirmations": 2, "degraded_ms": 3000, "enabled": False}
    mlflow = ServiceFactory(slug="mlflow", name="MLflow")
    TargetFactory(
        slug="mlflow-local", service=mlflow, url="http://127.0.0.1:5000/health", body_contains="OK", **words
    )
    TargetFactory(
        slug="jupyter-local", service=ServiceFactory(slug="notebooks"), json_path="started",
        url="http://127.0.0.1:8888/api/status", **words,
    )  # fmt: skip
    servers = platform()
    start()
    wait_for(lambda: shown() == {"mlflow": "ok", "notebooks": "ok"}, 150)
    assert Target.objects.get(slug="mlflow-local").url == f"http://127.0.0.1:{MLFLOW}/health"

    servers.send_signal(signal.SIGINT)
    servers.wait(30)
    wait_for(lambda: shown() == {"mlflow": "down", "notebooks": "down"}, 60)

    platform()
    wait_for(lambda: shown() == {"mlflow": "ok", "notebooks": "ok"}, 150)
