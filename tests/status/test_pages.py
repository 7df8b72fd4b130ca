"""The status pages, as people get them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from hub.activity.models import Entry
from hub.status.models import Maintenance, Status, Target
from tests.cast import CAST
from tests.factories import (
    ClusterFactory,
    EnablementFactory,
    FlipFactory,
    MaintenanceFactory,
    ObservationFactory,
    ProberFactory,
    ServiceFactory,
    TargetFactory,
    now,
)

pytestmark = pytest.mark.django_db


def measured(status=Status.OK, **words):
    """A target that was measured just now."""
    seen = words.pop("observed_at", now(seconds=-3))
    return TargetFactory(
        status=status,
        status_since=now(hours=-1),
        observed_at=seen,
        latency_ms=12,
        detail="Answered 200.",
        **words,
    )


def page(client, address="/status/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_anyone_sees_that_nothing_is_probed_yet(as_anonymous):
    html = page(as_anonymous)
    assert "No service is probed yet" in html
    assert "No prober is running." in html


def test_anyone_sees_the_worst_first(as_anonymous):
    measured(service__name="Fine")
    measured(Status.DOWN, service__name="Broken")
    measured(Status.DEGRADED, service__name="Sluggish")
    html = page(as_anonymous)
    assert html.index(">Broken<") < html.index(">Sluggish<") < html.index(">Fine<")
    assert "Outage: Broken" in html


def test_anyone_sees_not_enabled_not_probed_and_down_apart(as_anonymous):
    here, there, nowhere = (ClusterFactory(name=name) for name in ("here", "there", "nowhere"))
    target = measured(Status.DOWN, cluster=here)
    EnablementFactory(service=target.service, cluster=here)
    EnablementFactory(service=target.service, cluster=there)
    EnablementFactory(cluster=nowhere)
    html = page(as_anonymous)
    row = html[html.index(f'scope="row"><a href="/status/{target.service.slug}/"') :]
    row = row[: row.index("</tr>")]
    cells = row.split("<td>")[2:]
    assert ["Outage" in cells[0], "Not enabled" in cells[1], "Not probed" in cells[2]] == [True] * 3


def test_nothing_stays_green_when_the_prober_is_dead(as_anonymous):
    target = measured(observed_at=now(minutes=-5), service__name="MLflow")
    ProberFactory(beat_at=now(minutes=-5), targets=1)
    for address in ("/status/", f"/status/{target.service.slug}/"):
        html = page(as_anonymous, address)
        assert 'data-status="ok"' not in html
    assert "Status unknown: MLflow" in page(as_anonymous)
    assert "Prober silent" in page(as_anonymous)


def test_maintenance_covers_what_is_measured(as_anonymous):
    target = measured(Status.DOWN)
    MaintenanceFactory(title="Upgrade", services=[target.service])
    html = page(as_anonymous)
    assert "In maintenance" in html
    assert 'data-status="down"' not in html
    assert "Maintenance now: Upgrade" in html


@pytest.mark.parametrize("who", CAST)
def test_only_the_platform_team_sees_how_a_target_is_asked(who, cast):
    from tests.cast import browser_of

    target = measured(url="http://internal.example:5000/health")
    FlipFactory(target=target)
    ObservationFactory(target=target)
    ProberFactory(name="secret-host-17", targets=1)
    client = browser_of(cast(who))
    pages = [page(client, a) for a in ("/status/", f"/status/{target.service.slug}/", "/status/summary.json")]
    assert any("internal.example" in html for html in pages) == (who == "admin")
    assert not any("secret-host-17" in html for html in pages)


def test_anyone_sees_measurements_and_changes_of_a_service(as_anonymous):
    target = measured(service__slug="mlflow")
    for minute in range(5):
        ObservationFactory(target=target, at=now(minutes=-minute))
    FlipFactory(target=target, detail="Answered 500.")
    html = page(as_anonymous, "/status/mlflow/")
    assert "Last 5 measurements, median 12 ms" in html
    assert html.count("<rect") >= 5
    assert "Answered 500." in html


def test_anyone_sees_that_a_service_is_not_probed(as_anonymous):
    ServiceFactory(slug="katib", name="Katib")
    assert "Nothing measures this service" in page(as_anonymous, "/status/katib/")


def test_unknown_service_is_not_found(as_anonymous):
    assert as_anonymous.get("/status/nothing/").status_code == 404


def test_status_texts_are_escaped(as_anonymous):
    target = measured(Status.DOWN, service__slug="x", service__name="<script>alert(1)</script>")
    Target.objects.update(detail="<img src=x onerror=alert(2)>")
    FlipFactory(target=target, detail="<b>bold</b>")
    for address in ("/status/", "/status/x/"):
        html = page(as_anonymous, address)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<b>bold" not in html


@pytest.mark.parametrize("count", [1, 30])
def test_status_page_asks_the_database_a_fixed_number_of_times(
    as_anonymous, django_assert_num_queries, count
):
    clusters = [ClusterFactory() for _ in range(3)]
    for _ in range(count):
        target = measured(cluster=clusters[0])
        EnablementFactory(service=target.service, cluster=clusters[1])
        FlipFactory(target=target)
        MaintenanceFactory(services=[target.service])
        MaintenanceFactory(services=[target.service], starts_at=now(days=1), ends_at=now(days=2))
    ProberFactory(targets=count)
    with django_assert_num_queries(13):
        page(as_anonymous)


@pytest.mark.parametrize("count", [1, 30])
def test_service_page_asks_the_database_a_fixed_number_of_times(
    as_anonymous, django_assert_num_queries, count
):
    service = ServiceFactory(slug="mlflow")
    for _ in range(count):
        target = measured(service=service, cluster=ClusterFactory())
        ObservationFactory(target=target)
        FlipFactory(target=target)
    with django_assert_num_queries(13):
        page(as_anonymous, "/status/mlflow/")


def test_badge_says_the_status_and_its_time(as_anonymous):
    target = measured(name="MLflow")
    response = as_anonymous.get(f"/status/badge/{target.public_id}.svg")
    assert response["Content-Type"].startswith("image/svg+xml")
    assert f"MLflow: operational at {timezone.now():%H:}" in response.content.decode()


# --- maintenance ----------------------------------------------------------------------------------
def form(**words):
    service = words.pop("service", None) or ServiceFactory()
    return {
        "title": "Upgrade of MLflow",
        "services": [service.pk],
        "starts_at": f"{now(hours=1):%Y-%m-%dT%H:%M}",
        "ends_at": f"{now(hours=2):%Y-%m-%dT%H:%M}",
        "body": "Runs are kept.",
    } | words


def test_admin_announces_maintenance(as_admin, as_anonymous):
    response = as_admin.post(reverse("status:announce_maintenance"), form(), follow=True)
    assert "Announced: Upgrade of MLflow." in response.content.decode()
    assert Entry.objects.get().kind == "status.maintenance_announced"
    assert "Upgrade of MLflow" in page(as_anonymous, "/status/maintenance/")
    assert "Upgrade of MLflow" in page(as_anonymous)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"services": []}, "This field is required"),
        ({"ends_at": "9999-12-31T10:00"}, "That is too far ahead."),
        ({"repeat": "weekly"}, "Say until when it comes back."),
        ({"repeat": "weekly", "until": "2020-01-01"}, "It must come back on a day after it began."),
        ({"repeat": "daily", "until": f"{now(days=90):%Y-%m-%d}"}, "That is more than 60 times"),
        ({"repeat": "yearly"}, "Select a valid choice"),
        ({"starts_at": f"{now(days=9):%Y-%m-%dT%H:%M}"}, "It must end after it begins."),
        ({"ends_at": "soon"}, "Enter a valid date/time"),
        ({"title": "x" * 300}, "at most 200 characters"),
    ],
)
def test_admin_announces_nonsense_and_keeps_what_was_typed(as_admin, words, fault):
    response = as_admin.post(reverse("status:announce_maintenance"), form(**words))
    assert response.status_code == 422
    assert fault in response.content.decode()
    assert "Runs are kept." in response.content.decode()
    assert not Maintenance.objects.exists()


def test_admin_announces_no_work_that_is_over(as_admin):
    past = {"ends_at": "2020-01-01T10:00", "starts_at": "2020-01-01T09:00"}
    response = as_admin.post(reverse("status:announce_maintenance"), form(**past))
    assert response.status_code == 409
    assert "The work is over already." in response.content.decode()


def test_work_that_comes_back_is_announced_once_and_called_off_alone(as_admin):
    until = now(days=22)
    response = as_admin.post(
        reverse("status:announce_maintenance"), form(repeat="weekly", until=f"{until:%Y-%m-%d}")
    )
    assert response.status_code == 302
    works = list(Maintenance.objects.order_by("starts_at"))
    assert [work.starts_at - works[0].starts_at for work in works] == [
        dt.timedelta(days=7 * n) for n in range(4)
    ]
    assert {work.ends_at - work.starts_at for work in works} == {dt.timedelta(hours=1)}
    assert all(work.services.count() == 1 for work in works)
    assert "announced maintenance, 4 times: Upgrade of MLflow" in Entry.objects.get().summary
    as_admin.post(reverse("status:end_maintenance", args=[works[1].pk]))
    assert Maintenance.objects.count() == 3


@pytest.mark.parametrize(
    ("who", "code"), [("chair", 403), ("member", 403), ("outsider", 403), ("anonymous", 302)]
)
def test_others_announce_nothing(cast, who, code):
    from tests.cast import browser_of

    client = browser_of(cast(who))
    work = MaintenanceFactory(services=[ServiceFactory()])
    assert client.post(reverse("status:announce_maintenance"), form()).status_code == code
    assert client.post(reverse("status:end_maintenance", args=[work.pk])).status_code == code
    assert Maintenance.objects.get().ends_at == work.ends_at


def test_admin_ends_maintenance_early(as_admin):
    work = MaintenanceFactory(services=[ServiceFactory()])
    address = reverse("status:end_maintenance", args=[work.pk])
    assert "Ended" in as_admin.post(address, follow=True).content.decode()
    work.refresh_from_db()
    assert timezone.now() - work.ends_at < dt.timedelta(seconds=10)
    assert "This work is over already." in as_admin.post(address, follow=True).content.decode()


def test_admin_calls_off_what_has_not_begun(as_admin):
    work = MaintenanceFactory(services=[ServiceFactory()], starts_at=now(hours=1), ends_at=now(hours=2))
    as_admin.post(reverse("status:end_maintenance", args=[work.pk]))
    assert not Maintenance.objects.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            {"url": "https://mlflow.internal.example", "profile": "mlflow"},
            ["Looks at the process: it answers.", "It does not see the database and the artifact store",
             "It must answer 200 and contain the expected text within 5 s",
             "So does a certificate that ends within 14 days."],
        ),
        (
            {"url": "http://airflow.internal.example/", "profile": "airflow", "expected_codes": [200, 203]},
            ["Looks at what it depends on", "It must answer 200 or 203 and have the expected value in its JSON"],
        ),
        (
            {"url": "", "kind": "tcp", "host": "broker.internal.example", "port": 5672},
            ["Looks at the connection: its port is open.", "It must take a connection within 5 s",
             "It does not see whether what takes the connection is the service"],
        ),
        (
            {"url": "", "kind": "dns", "host": "ml.internal.example", "expected_address": "10.1.2.3"},
            ["Looks at the name: it leads somewhere.", "It must lead to the expected address within 5 s",
             "It does not see whether anything answers at the address."],
        ),
    ],
)  # fmt: skip
def test_anyone_sees_how_deep_a_probe_looks_and_what_it_does_not_see(as_anonymous, as_admin, words, said):
    target = measured(headers={"Authorization": "secret://HIDDEN_NAME"}, **words)
    address = f"/status/{target.service.slug}/"
    html = page(as_anonymous, address)
    assert [one for one in said if one not in html] == []
    assert "internal.example" not in html
    assert "10.1.2.3" not in html
    assert "certificate" in html or "https" not in words["url"]
    assert ".internal.example" in page(as_admin, address)
    assert "HIDDEN_NAME" not in html + page(as_admin, address)


def test_a_target_without_a_profile_claims_no_depth(as_anonymous):
    target = measured(url="http://internal.example/health")
    html = page(as_anonymous, f"/status/{target.service.slug}/")
    assert "Looks at" not in html
    assert "certificate" not in html
    assert "It must answer 200 within 5 s" in html
