"""The list of groups and a group's page cost the same however much there is."""

from tests import factories as make
from tests.pages import MOST_QUERIES, queries_of


def fill(rows):
    for _ in range(rows):
        term = make.TermFactory(role="chair")
        make.TermFactory(group=term.group)


def test_a_longer_list_takes_no_more_queries(as_member):
    fill(1)
    few = queries_of(as_member, "/community/groups/")
    fill(29)

    assert queries_of(as_member, "/community/groups/") == few <= MOST_QUERIES


def test_a_busier_group_takes_no_more_queries(as_member, group):
    def busier(times):
        for _ in range(times):
            make.TermFactory(group=group, role="chair")
            make.TermFactory(group=group, ends_on=make.today(-1))
            make.ConclusionFactory(group=group).services.add(make.ServiceFactory(group=group))
            make.RoadmapItemFactory(group=group)
            make.SubprojectFactory(group=group)
            make.PathFactory(group=group)
            make.MeetingFactory(
                series=make.SeriesFactory(group=group, weekly=True), starts_at=make.now(days=2)
            )

    busier(1)
    few = queries_of(as_member, group.get_absolute_url())
    busier(10)

    assert queries_of(as_member, group.get_absolute_url()) == few <= MOST_QUERIES + 2
