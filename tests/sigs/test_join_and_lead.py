"""Joining and leaving a group, giving and ending roles: dated terms."""

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry, Follow
from hub.core.errors import Refused
from hub.sigs import actions
from hub.sigs.models import Term
from tests import factories as make


def terms(group, person):
    rows = group.terms.filter(user=person).order_by("starts_on", "pk")
    return [(row.role, row.starts_on, row.ends_on) for row in rows]


def test_outsider_joins_from_today_and_hears_of_the_group(group, outsider):
    for _ in range(2):
        actions.join_group(group, by=outsider)

    assert terms(group, outsider) == [("member", make.today(), None)]
    assert Follow.objects.filter(user=outsider, subject_id=group.pk).exists()
    assert Entry.objects.filter(kind="sigs.joined").count() == 1


def test_an_emeritus_lead_joins_as_a_member(group, outsider):
    make.TermFactory(group=group, user=outsider, role="emeritus")

    actions.join_group(group, by=outsider)

    assert [role for role, *_ in terms(group, outsider)] == ["emeritus", "member"]


def test_member_leaves_and_comes_back(group, member, chair):
    actions.leave_group(group, by=member)
    actions.leave_group(group, by=member)
    actions.join_group(group, by=member)

    assert terms(group, member) == [
        ("member", make.today(-100), make.today()),
        ("member", make.today(), None),
    ]
    assert Entry.objects.get(kind="sigs.left").data["tell"] == [chair.pk]


def test_who_joins_and_leaves_on_one_day_never_was_in_it(group, outsider):
    actions.join_group(group, by=outsider)
    actions.leave_group(group, by=outsider)

    assert terms(group, outsider) == []
    assert not Follow.objects.filter(user=outsider).exists()


def test_the_last_lead_leaves_only_when_they_say_so(group, chair, member):
    with pytest.raises(Refused) as refused:
        actions.leave_group(group, by=chair)
    assert refused.value.code == "last_lead"
    assert terms(group, chair)[0][2] is None

    actions.leave_group(group, by=chair, leave_unled=True)
    assert terms(group, chair)[0][2] == make.today()


def test_a_lead_beside_others_just_leaves(group, chair):
    make.TermFactory(group=group, role="tech-lead")

    actions.leave_group(group, by=chair)

    assert terms(group, chair)[0][2] == make.today()


def test_chair_makes_somebody_tech_lead_with_a_reason(group, chair, member):
    term = actions.appoint(
        group, person=member, role="tech-lead", by=chair, reason=" Knows\nit best. ", ends_on=make.today(365)
    )

    assert (term.starts_on, term.ends_on) == (make.today(), make.today(365))
    entry = Entry.objects.get(kind="sigs.appointed")
    assert "tech lead of SIG Experiment Tracking: Knows it best." in entry.summary
    assert entry.data["tell"] == [member.pk]


def test_said_again_it_is_the_same_term(group, chair, member):
    facts = {
        "person": member,
        "role": "tech-lead",
        "by": chair,
        "reason": "Elected.",
        "ends_on": make.today(9),
    }

    assert actions.appoint(group, **facts) == actions.appoint(group, **facts)
    assert Entry.objects.filter(kind="sigs.appointed").count() == 1


def test_who_is_elected_again_has_one_term_after_the_other(group, chair):
    actions.appoint(
        group, person=chair, role="chair", by=None, reason="Elected again.",
        starts_on=make.today(10), ends_on=make.today(375),
    )  # fmt: skip
    actions.appoint(
        group, person=chair, role="chair", by=None, reason="For longer.",
        starts_on=make.today(10), ends_on=make.today(400),
    )  # fmt: skip

    assert terms(group, chair) == [
        ("chair", make.today(-100), make.today(10)),
        ("chair", make.today(10), make.today(400)),
    ]


def test_a_term_far_away_is_left_alone(group, outsider):
    far = make.TermFactory(group=group, user=outsider, role="liaison", starts_on=make.today(50))

    actions.appoint(
        group, person=outsider, role="liaison", by=None, reason="Until then.", ends_on=make.today(20)
    )

    far.refresh_from_db()
    assert far.starts_on == make.today(50)
    assert group.terms.filter(user=outsider).count() == 2


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"role": "king"}, "role"),
        ({"ends_on": make.today()}, "ends_on"),
    ],
)
def test_who_types_nonsense_appoints_nobody(group, chair, member, told, field):
    facts = {"person": member, "role": "tech-lead", "by": chair, "reason": "Good."} | told

    with pytest.raises(ValidationError) as error:
        actions.appoint(group, **facts)
    assert field in error.value.message_dict
    assert not Term.objects.filter(user=member, role="tech-lead").exists()


def test_who_has_left_the_hub_is_not_appointed(group, chair, member):
    member.is_active = False

    with pytest.raises(ValidationError, match="left the hub"):
        actions.appoint(group, person=member, role="tech-lead", by=chair, reason="Good.")


def test_chair_ends_a_term_today_or_later(group, chair, member):
    term = group.terms.get(user=member)

    actions.end_term(term, by=chair, reason="Changed teams.", ends_on=make.today(5))
    assert terms(group, member) == [("member", make.today(-100), make.today(5))]
    actions.end_term(term, by=chair, reason="Sooner.")
    assert terms(group, member) == [("member", make.today(-100), make.today())]

    with pytest.raises(Refused) as refused:
        actions.end_term(term, by=chair, reason="Again.")
    assert refused.value.code == "over"
    assert Entry.objects.filter(kind="sigs.term_ended").count() == 2


def test_a_term_does_not_end_before_today_or_without_a_reason(group, chair, member):
    term = group.terms.get(user=member)

    with pytest.raises(ValidationError, match="today or a later day"):
        actions.end_term(term, by=chair, reason="Sorry.", ends_on=make.today(-1))
    with pytest.raises(ValidationError, match="Say why"):
        actions.end_term(term, by=chair, reason="")


def test_the_last_leads_term_ends_only_when_it_is_meant(group, chair, admin):
    term = group.terms.get(user=chair)

    with pytest.raises(Refused) as refused:
        actions.end_term(term, by=admin, reason="Gone.")
    assert refused.value.code == "last_lead"
    actions.end_term(term, by=admin, reason="Gone.", leave_unled=True)

    assert terms(group, chair)[0][2] == make.today()


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        ("sigs.join_group", {"admin", "chair", "member", "outsider"}),
        ("sigs.appoint", {"admin", "chair"}),
        ("sigs.appoint_chair", {"admin"}),
        ("sigs.start_evaluation", {"admin", "chair", "member"}),
    ],
)
def test_who_may(group, cast, verb, allowed):
    people = ("admin", "chair", "member", "outsider")

    assert {name for name in people if cast(name).has_perm(verb, group)} == allowed


def test_who_may_end_a_term(group, cast, member, chair):
    people = ("admin", "chair", "member", "outsider")
    of_member, of_chair = group.terms.get(user=member), group.terms.get(user=chair)

    assert {name for name in people if cast(name).has_perm("sigs.end_term", of_member)} == {"admin", "chair"}
    assert {name for name in people if cast(name).has_perm("sigs.end_term", of_chair)} == {"admin"}


def test_who_may_change_a_finding(group, cast, member):
    make.TermFactory(group=group, user=(other := make.UserFactory()))
    finding = make.FindingFactory(option__evaluation__group=group, author=member)
    people = ("admin", "chair", "member", "outsider")

    assert {n for n in people if cast(n).has_perm("sigs.edit_finding", finding)} == {
        "admin",
        "chair",
        "member",
    }
    assert not other.has_perm("sigs.edit_finding", finding)
    assert {n for n in people if cast(n).has_perm("sigs.close_evaluation", finding.option.evaluation)} == {
        "admin",
        "chair",
    }
