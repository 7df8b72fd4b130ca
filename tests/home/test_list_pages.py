"""The front door, today's page and the overview cost the same however much happened."""

import pytest

from tests import factories as make
from tests.pages import MOST_QUERIES, queries_of


def fill(person, rows):
    for _ in range(rows):
        make.NotificationFactory(user=person)
        make.RoadmapItemFactory(proposed_by=person)
        make.SeriesFactory(weekly=True, group=make.GroupFactory())
        make.PathFactory()
        meeting = make.MeetingFactory()
        make.DemoFactory(
            presenters=[person], state="scheduled", meeting=meeting, team=make.TeamFactory(), tools=["a"]
        )
        make.RecordingFactory(speakers=["b"])


@pytest.mark.parametrize("url", ["/", "/community/", "/community/speakers/", "/community/tools/"])
@pytest.mark.parametrize("who", ["anonymous", "member"])
def test_a_busier_community_takes_no_more_queries(who, url, cast, member):
    browser = cast(f"as_{who}")
    fill(member, 1)
    few = queries_of(browser, url)
    fill(member, 29)

    assert queries_of(browser, url) == few <= MOST_QUERIES
