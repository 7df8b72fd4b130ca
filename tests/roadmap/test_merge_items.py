"""Making two needs one, and taking it back: the verbs."""

import datetime as dt
import random

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hub.activity.models import Entry, Follow
from hub.core.errors import Refused
from hub.roadmap.actions import merge_item, propose_item, support_item, unmerge_item, withdraw_support
from hub.roadmap.models import Candidate, Merge, RoadmapItem, Round, Support
from hub.roadmap.tallies import recount_all
from tests.factories import RoadmapItemFactory, SupportFactory, UserFactory


@pytest.fixture
def pair(db):
    return RoadmapItemFactory(slug="gpus", title="More GPUs"), RoadmapItemFactory(
        slug="cards", title="Graphics cards"
    )


def counts(item):
    item.refresh_from_db()
    return item.supporters, item.blocked


def canonical(item):
    item.refresh_from_db()
    return item.canonical


def follows(user):
    return set(Follow.objects.filter(user=user).values_list("subject_id", flat=True))


def at(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_voices_are_counted_as_a_union(pair, admin):
    a, b = pair
    both = UserFactory()
    support_item(a, by=both, need=3)
    support_item(b, by=both, need=1)
    support_item(a, by=UserFactory(), need=2)
    support_item(b, by=UserFactory(), need=3)
    merge_item(a, into=b, by=admin, reason="Same thing")
    assert counts(b) == (3, 1)  # of the one who said both, what they said of the item itself holds
    assert counts(a) == (0, 0)
    assert Support.objects.count() == 4  # nobody's words moved


def test_unmerge_gives_each_its_own_back(pair, admin):
    a, b = pair
    for item, need in ((a, 3), (a, 2), (b, 1)):
        support_item(item, by=UserFactory(), need=need)
    merge_item(a, into=b, by=admin)
    again = unmerge_item(a, by=admin)
    assert (again.canonical, counts(a), counts(b)) == (None, (2, 1), (1, 0))
    row = Merge.objects.get()
    assert (row.by, row.undone_by, row.undone_at is not None) == (admin, admin, True)


def test_chain_ends_at_the_root_and_comes_apart_step_by_step(admin, db):
    a, b, c = RoadmapItemFactory.create_batch(3)
    for item in (a, b, c):
        support_item(item, by=UserFactory(), need=2)
    merge_item(a, into=b, by=admin)
    merge_item(b, into=c, by=admin)
    assert (canonical(a), canonical(b), counts(c)) == (c, c, (3, 0))
    unmerge_item(b, by=admin)
    assert (canonical(a), canonical(b), counts(b), counts(c)) == (b, None, (2, 0), (1, 0))
    unmerge_item(a, by=admin)
    assert (canonical(a), counts(a), counts(b)) == (None, (1, 0), (1, 0))


def test_inner_step_of_a_chain_is_taken_back_alone(admin, db):
    a, b, c, d = RoadmapItemFactory.create_batch(4)
    merge_item(d, into=a, by=admin)
    merge_item(a, into=b, by=admin)
    merge_item(b, into=c, by=admin)
    unmerge_item(a, by=admin)
    assert (canonical(d), canonical(a), canonical(b)) == (a, None, c)


def test_merging_into_a_part_goes_to_its_root(admin, db):
    a, b, c = RoadmapItemFactory.create_batch(3)
    merge_item(b, into=c, by=admin)
    merge_item(a, into=b, by=admin)
    assert canonical(a) == c
    assert Merge.objects.get(item=a).into == c


def test_circle_is_refused(pair, admin):
    a, b = pair
    with pytest.raises(Refused, match="itself"):
        merge_item(a, into=a, by=admin)
    merge_item(a, into=b, by=admin)
    with pytest.raises(Refused, match="itself"):
        merge_item(b, into=a, by=admin)
    with pytest.raises(Refused, match="already"):
        merge_item(a, into=RoadmapItemFactory(), by=admin)
    assert Merge.objects.count() == 1


@pytest.mark.parametrize("state", RoadmapItem.State.values)
def test_what_is_built_or_shipped_is_not_made_a_part(pair, admin, state):
    a, b = pair
    RoadmapItem.objects.filter(pk=a.pk).update(state=state)
    if state in ("in-progress", "shipped"):
        with pytest.raises(Refused, match="Merge the other one into it"):
            merge_item(a, into=b, by=admin)
    else:
        merge_item(a, into=b, by=admin)
    assert (canonical(a) is None) == (state in ("in-progress", "shipped"))


@pytest.mark.parametrize("state", RoadmapItem.State.values)
def test_a_need_may_become_part_of_an_item_in_any_state(pair, admin, state):
    a, b = pair
    RoadmapItem.objects.filter(pk=b.pk).update(state=state)
    merge_item(a, into=b, by=admin)
    assert canonical(a) == b
    closed = state in RoadmapItem.CLOSED
    assert ("may withdraw" in Entry.objects.get(kind="roadmap.item_merged").summary) != closed


def test_item_that_people_vote_on_stays(pair, admin):
    a, b = pair
    now = timezone.now()
    round_ = Round.objects.create(
        slug="q", title="Q", quarter="2027-Q1", capacity=10, closes_at=now + dt.timedelta(9)
    )
    Candidate.objects.create(round=round_, item=a, cost=1)
    merge_item(b, into=a, by=admin)
    unmerge_item(b, by=admin)
    Round.objects.update(state="open", opened_at=now)
    with pytest.raises(Refused, match="vote"):
        merge_item(a, into=b, by=admin)
    merge_item(b, into=a, by=admin)


@pytest.mark.parametrize(("late", "undone"), [(-1, True), (0, False), (1, False)])
def test_undo_ends_to_the_microsecond_after_seven_days(pair, admin, monkeypatch, late, undone):
    a, b = pair
    merge = merge_item(a, into=b, by=admin)
    at(monkeypatch, merge.at + dt.timedelta(days=7, microseconds=late))
    if undone:
        unmerge_item(a, by=admin)
    else:
        with pytest.raises(Refused, match="seven days"):
            unmerge_item(a, by=admin)
    assert (canonical(a) is None) == undone


def test_what_is_not_merged_is_not_unmerged(pair, admin):
    with pytest.raises(Refused, match="not merged"):
        unmerge_item(pair[0], by=admin)
    merge_item(pair[0], into=pair[1], by=admin)
    unmerge_item(pair[0], by=admin)
    with pytest.raises(Refused, match="not merged"):
        unmerge_item(pair[0], by=admin)


def test_merged_again_after_an_undo(pair, admin):
    a, b = pair
    merge_item(a, into=b, by=admin)
    unmerge_item(a, by=admin)
    merge_item(b, into=a, by=admin)
    assert (canonical(a), canonical(b)) == (None, a)


def test_too_long_a_reason_changes_nothing(pair, admin):
    with pytest.raises(ValidationError):
        merge_item(pair[0], into=pair[1], by=admin, reason="x" * 501)
    assert canonical(pair[0]) is None


def test_supporters_proposers_and_owners_of_both_are_named_to_be_told(admin, db):
    a = RoadmapItemFactory(proposed_by=UserFactory(), owner=UserFactory())
    b = RoadmapItemFactory(proposed_by=UserFactory())
    needing = [SupportFactory(item=item).user for item in (a, b)]
    gone = SupportFactory(item=a, user__is_active=False).user
    merge_item(a, into=b, by=admin, reason="Same")
    entry = Entry.objects.get(kind="roadmap.item_merged")
    told = {*[user.pk for user in needing], a.proposed_by.pk, a.owner.pk, b.proposed_by.pk}
    assert set(entry.data["tell"]) == told
    assert gone.pk not in told
    assert (entry.subject_id, entry.data["item"], entry.data["reason"]) == (b.pk, a.slug, "Same")
    unmerge_item(a, by=admin)
    entry = Entry.objects.get(kind="roadmap.item_unmerged")
    assert (entry.subject_id, set(entry.data["tell"])) == (a.pk, told)


def test_followers_follow_on_and_only_those_are_taken_back(pair, admin):
    a, b = pair
    only_a, both, chose, spoke = UserFactory.create_batch(4)
    for user, item in ((only_a, a), (both, a), (both, b), (chose, a), (spoke, a)):
        Follow.objects.create(user=user, subject_kind="roadmap.roadmapitem", subject_id=item.pk)
    merge_item(a, into=b, by=admin)
    assert all(follows(user) == {a.pk, b.pk} for user in (only_a, both, chose, spoke))
    Follow.objects.filter(user=chose, subject_id=b.pk).delete()
    support_item(b, by=spoke, need=1)
    unmerge_item(a, by=admin)
    assert follows(only_a) == {a.pk}
    assert follows(both) == {a.pk, b.pk}
    assert follows(chose) == {a.pk}
    assert follows(spoke) == {a.pk, b.pk}  # needs it too by now


def test_follows_of_a_chain_go_back_as_they_came(admin, db):
    a, b, c = RoadmapItemFactory.create_batch(3)
    user, other = UserFactory(), UserFactory()
    for person, item in ((user, a), (other, b)):
        Follow.objects.create(user=person, subject_kind="roadmap.roadmapitem", subject_id=item.pk)
    merge_item(a, into=b, by=admin)
    merge_item(b, into=c, by=admin)
    assert (follows(user), follows(other)) == ({a.pk, b.pk, c.pk}, {b.pk, c.pk})
    unmerge_item(a, by=admin)
    assert (follows(user), follows(other)) == ({a.pk}, {b.pk, c.pk})
    unmerge_item(b, by=admin)
    assert (follows(user), follows(other)) == ({a.pk}, {b.pk})


def test_support_of_a_part_counts_for_the_whole(pair, admin, member):
    a, b = pair
    merge_item(a, into=b, by=admin)
    support = support_item(a, by=member, need=3)
    assert (support.item, counts(b)) == (b, (1, 1))
    withdraw_support(a, by=member)
    assert counts(b) == (0, 0)


def test_who_withdraws_after_a_merge_takes_back_both(pair, admin, member):
    a, b = pair
    support_item(a, by=member, need=3)
    merge_item(a, into=b, by=admin)
    withdraw_support(b, by=member)
    unmerge_item(a, by=admin)
    assert (counts(a), counts(b), Support.objects.count()) == ((0, 0), (0, 0), 0)


@pytest.mark.parametrize("seed", range(12))
def test_kept_counts_are_those_of_a_recount_whatever_happens(db, admin, seed):
    """Random sequences of verbs; then all merges are taken back: what is left is what was said."""
    dice = random.Random(seed)  # noqa: S311 -- repeatable, not secret
    people = UserFactory.create_batch(4)
    items = [propose_item(by=admin, title=f"Item {n}", need="why") for n in range(5)]
    for _ in range(40):
        item, other, person = dice.choice(items), dice.choice(items), dice.choice(people)
        try:
            do(dice, item, other, person, admin)
        except Refused:
            continue
        assert kept() == recounted()
        assert not RoadmapItem.objects.filter(canonical__canonical__isnull=False).exists()
    while merge := Merge.objects.in_force().order_by("?").first():
        unmerge_item(merge.item, by=admin)
    assert RoadmapItem.objects.filter(canonical__isnull=False).count() == 0
    for item in items:
        said = item.supports.filter(need__gt=0)
        assert counts(item) == (said.count(), said.filter(need=3).count())


def do(dice, item, other, person, admin):
    verb = dice.choice(["support", "support", "withdraw", "merge", "unmerge"])
    if verb == "support":
        support_item(item, by=person, need=dice.randrange(4))
    elif verb == "withdraw":
        withdraw_support(item, by=person)
    elif verb == "merge":
        merge_item(item, into=other, by=admin)
    else:
        unmerge_item(item, by=admin)


def kept():
    return list(RoadmapItem.objects.order_by("pk").values_list("pk", "supporters", "blocked"))


def recounted():
    recount_all()
    return kept()
