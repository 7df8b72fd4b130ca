"""Lists of meetings and the page of a series cost the same however long they are."""

import pytest

from tests import factories as make
from tests.pages import MOST_QUERIES, queries_of


def fill(rows):
    for day in range(rows):
        series = make.SeriesFactory(weekly=True, group=make.GroupFactory())
        make.MeetingFactory(series=series)
        make.MeetingFactory(series=series, starts_at=make.now(days=day % 20, hours=1))


@pytest.mark.parametrize(
    "url", ["/community/meetings/", "/community/meetings/?show=past", "/community/meetings/?show=series"]
)
def test_a_longer_list_takes_no_more_queries(url, as_member):
    fill(1)
    few = queries_of(as_member, url)
    fill(29)

    assert queries_of(as_member, url) == few <= MOST_QUERIES


def test_a_longer_series_takes_no_more_queries(as_member):
    series = make.SeriesFactory(weekly=True, group=make.GroupFactory())

    def longer(times):
        for _ in range(times):
            meeting = make.MeetingFactory(
                series=series, starts_at=make.now(days=-1 - series.meetings.count())
            )
            make.DemoFactory(meeting=meeting)
            make.RecordingFactory(meeting=meeting)

    longer(1)
    few = queries_of(as_member, series.get_absolute_url())
    longer(15)

    assert queries_of(as_member, series.get_absolute_url()) == few <= MOST_QUERIES
