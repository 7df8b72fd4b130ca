"""The list of groups and a group's page cost the same however much there is."""

from tests import factories as make
from tests.pages import MOST_QUERIES, queries_of
from tests.voting.rounds import open_vote


def fill(rows):
    for _ in range(rows):
        term = make.TermFactory(role="chair")
        make.TermFactory(group=term.group)


def test_a_longer_list_takes_no_more_queries(as_member):
    fill(1)
    few = queries_of(as_member, "/community/groups/")
    fill(29)

    assert queries_of(as_member, "/community/groups/") == few <= MOST_QUERIES


def test_a_busier_group_takes_no_more_queries(as_member, group, member, chair):
    def busier(times):
        for _ in range(times):
            make.TermFactory(group=group, role="chair", ends_on=make.today(20))
            make.TermFactory(group=group, ends_on=make.today(-1))
            make.ConclusionFactory(group=group, review_on=make.today(-1)).services.add(
                make.ServiceFactory(group=group)
            )
            item = make.RoadmapItemFactory(group=group)
            make.EntryFactory(subject=item)
            make.SubprojectFactory(group=group)
            make.PathFactory(group=group)
            series = make.SeriesFactory(group=group, weekly=True)
            make.MeetingFactory(series=series, starts_at=make.now(days=2))
            make.RecordingFactory(meeting=make.MeetingFactory(series=series, notes="Said."))
            make.FindingFactory(option__evaluation__group=group)
            decision = open_vote(group)
            make.ConcernFactory(decision=decision, author=member)
            make.DecisionFactory(group=group)
            make.EntryFactory(subject=decision, kind="voting.decision_opened")

    busier(1)
    counts = [queries_of(as_member, group.get_absolute_url())]
    busier(29)
    counts.append(queries_of(as_member, group.get_absolute_url()))

    assert counts[0] == counts[1] <= MOST_QUERIES, counts
