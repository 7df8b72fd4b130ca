"""Lists of teams and people, and their pages, cost the same however long they are."""

import pytest

from tests import factories as make
from tests.pages import MOST_QUERIES, queries_of


def fill(rows):
    for _ in range(rows):
        make.MembershipFactory()


@pytest.mark.parametrize("url", ["/teams/", "/people/"])
def test_a_longer_list_takes_no_more_queries(url, as_member):
    fill(1)
    few = queries_of(as_member, url)
    fill(29)

    assert queries_of(as_member, url) == few <= MOST_QUERIES


def test_a_busier_team_or_person_takes_no_more_queries(as_member, member, team):
    def busier(times):
        for _ in range(times):
            make.MembershipFactory(team=team)
            make.MembershipFactory(user=member, ends_on=make.today(-1))
            make.MembershipFactory(team=team, ends_on=make.today(-1))
            make.TermFactory(user=member)
            make.ServiceFactory(owner=team)
            make.DemoFactory(team=team, presenters=[member], meeting=make.MeetingFactory())
            make.RoadmapItemFactory(team=team, proposed_by=member, owner=member)

    for url in (team.get_absolute_url(), member.get_absolute_url()):
        busier(1)
        few = queries_of(as_member, url)
        busier(8)
        assert queries_of(as_member, url) == few <= MOST_QUERIES
