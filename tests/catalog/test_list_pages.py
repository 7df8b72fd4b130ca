"""Lists of services and clusters cost the same however long they are."""

import pytest

from tests import factories as make
from tests.pages import MOST_QUERIES, queries_of


def fill(rows):
    for _ in range(rows):
        place = make.EnablementFactory(service__owner=make.TeamFactory(), service__group=make.GroupFactory())
        make.ServiceStageFactory(subject=place.service)
        make.ClusterStageFactory(subject=place.cluster)
        make.TargetFactory(service=place.service, cluster=place.cluster)


@pytest.mark.parametrize("url", ["/services/", "/clusters/", "/services/?step=platform&stage=beta&q=Service"])
def test_a_longer_list_takes_no_more_queries(url, as_member):
    fill(1)
    few = queries_of(as_member, url)
    fill(29)

    assert queries_of(as_member, url) == few <= MOST_QUERIES


def test_a_busier_service_takes_no_more_queries(as_member):
    service = make.ServiceFactory()

    def busier(times):
        for _ in range(times):
            make.EnablementFactory(service=service)
            service.conclusions.add(make.ConclusionFactory())
            demo = make.DemoFactory(
                services=[service], meeting=make.MeetingFactory(), team=make.TeamFactory()
            )
            make.SegmentFactory(demo=demo)
            make.RoadmapItemFactory(services=[service])
            make.StepFactory(services=[service])

    busier(1)
    few = queries_of(as_member, service.get_absolute_url())
    busier(10)

    assert queries_of(as_member, service.get_absolute_url()) == few <= MOST_QUERIES + 2


def test_a_busier_cluster_takes_no_more_queries(as_member):
    cluster = make.ClusterFactory()
    make.EnablementFactory(cluster=cluster, service__owner=make.TeamFactory())
    few = queries_of(as_member, cluster.get_absolute_url())
    for _ in range(29):
        make.EnablementFactory(cluster=cluster, service__owner=make.TeamFactory())

    assert queries_of(as_member, cluster.get_absolute_url()) == few <= MOST_QUERIES
