"""An exporter that others wrote for Statuspage pages reads ours from a live server, and understands it rightly."""

import pytest

from hub.status import statuspage
from hub.status.models import Status, Target
from tests.factories import ClusterFactory, MaintenanceFactory, TargetFactory, now
from tests.status.readers.environment import understood

pytestmark = [pytest.mark.readers, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def read(live_server, tmp_path):
    """What the exporter says of the hub at this moment, as samples by name and labels."""

    def now_read():
        statuspage.MEMORY.forget()
        text = understood(f"{live_server.url}/status/api/v2/summary.json", tmp_path)
        lines = [line for line in text.splitlines() if line.startswith("statuspage_")]
        return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}

    yield now_read
    statuspage.MEMORY.forget()


def component(name):
    return f'statuspage_component_status{{component_name="{name}",service_name="hub"}}'


def measured(name, status=Status.OK, **words):
    words = {"observed_at": now(seconds=-3), "interval_s": 600} | words
    return TargetFactory(service__name=name, status=status, status_since=now(hours=-1), **words)


def test_exporter_sees_what_works_what_does_not_and_what_is_not_known(read):
    measured("Fine")
    told = read()
    assert told['statuspage_probe_check{service_name="hub"}'] == 1
    assert told['statuspage_service_status{service_name="hub"}'] == 1
    assert told[component("Fine")] == 1

    broken = measured("Broken", Status.DOWN, cluster=ClusterFactory())
    TargetFactory(service=broken.service, cluster=ClusterFactory(), status="ok", observed_at=now())
    measured("Silent", observed_at=now(days=-1))
    told = read()
    assert told['statuspage_service_status{service_name="hub"}'] == 0
    assert (told[component("Fine")], told[component("Broken")], told[component("Silent")]) == (1, 0, 0)

    Target.objects.update(status=Status.OK, observed_at=now())
    told = read()
    assert told['statuspage_service_status{service_name="hub"}'] == 1
    assert {told[component(name)] for name in ("Fine", "Broken", "Silent")} == {1}


def test_exporter_finds_announced_work_with_its_times_and_services(read):
    target = measured("MLflow")
    work = MaintenanceFactory(
        title="New disks", services=[target.service], starts_at=now(hours=2), ends_at=now(hours=3)
    )
    MaintenanceFactory(
        title="Long over", services=[target.service], starts_at=now(days=-2), ends_at=now(days=-1)
    )
    told = [name for name in read() if name.startswith("statuspage_maintenance_info")]
    assert len(told) == 1
    for part in (
        'maintenance_name="New disks"',
        'affected_components="MLflow"',
        f"{work.starts_at:%Y-%m-%dT%H:%M}",
    ):
        assert part in told[0]
