"""The tags that other pages use: one reading of the board per request, whatever the number of badges."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from tests.factories import ServiceFactory, TargetFactory, now

pytestmark = pytest.mark.django_db
PAGE = Template(
    "{% load status %}{% for s in services %}{% service_status s %}{% endfor %}{% platform_status %}"
    "{% service_banner services.0 services.1 %}"
)


def render(services):
    return PAGE.render(Context({"services": services, "request": RequestFactory().get("/")}))


@pytest.mark.parametrize("count", [2, 30])
def test_page_with_many_badges_reads_the_board_once(django_assert_num_queries, count):
    services = [
        TargetFactory(status="ok", status_since=now(hours=-1), observed_at=now()).service
        for _ in range(count)
    ]
    with django_assert_num_queries(3):
        html = render(services)
    assert html.count('data-status="ok"') == count + 1
    assert "All probed services are operational" in html
    assert f'data-service-banner="{services[0].slug} {services[1].slug}"' in html


def test_badges_say_what_is_not_probed_and_what_is_stale():
    stale = TargetFactory(status="ok", observed_at=now(hours=-1), service__slug="stale").service
    html = render([ServiceFactory(slug="quiet"), stale])
    assert "Not probed" in html
    assert 'data-service-status="stale" data-status="unknown"' in html
    assert 'data-status="ok"' not in html


def test_names_in_badges_and_lines_are_escaped():
    TargetFactory(status="down", observed_at=now(), service__name="<b>x</b>")
    html = render([ServiceFactory(slug="a"), ServiceFactory(slug="b")])
    assert "&lt;b&gt;x" in html
    assert "<b>x" not in html
