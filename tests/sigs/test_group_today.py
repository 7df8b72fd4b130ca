"""A group's page as people use it: what is asked of them, who leads until when, and how the group fares."""

import pytest

from hub.sigs import actions
from hub.voting import actions as voting
from tests import factories as make
from tests.pages import links_of, main_of, text_of
from tests.voting.rounds import cast, close, draft, members, open_vote


def page(client, group):
    return text_of(client.get(group.get_absolute_url()))


def test_each_sees_what_is_asked_of_them(
    as_member, as_chair, as_outsider, as_anonymous, group, member, chair
):
    decision = open_vote(group, question="Which cache?")
    ballot = f"{decision.get_absolute_url()}ballot/"

    for client in (as_member, as_chair):
        assert ballot in links_of(client.get(group.get_absolute_url()))
    for client in (as_outsider, as_anonymous):
        answer = client.get(group.get_absolute_url())
        assert "Which cache?" in text_of(answer)
        assert ballot not in links_of(answer)
    cast(decision, {member: {"approved": ["alpha"]}})

    answer = as_member.get(group.get_absolute_url())
    assert ballot not in links_of(answer)
    assert "Your vote is in" in text_of(answer)
    assert ballot in links_of(as_chair.get(group.get_absolute_url()))


def test_a_detached_vote_that_is_in_asks_no_more(as_member, as_chair, group, member, chair):
    members(group, 4)
    decision = open_vote(group, secrecy="detached")
    cast(decision, {member: {"approved": ["alpha"]}})

    assert "Your vote is in" in page(as_member, group)
    assert "Your vote is in" not in page(as_chair, group)


def test_who_stepped_aside_is_asked_nothing(as_member, group, member, chair):
    decision = open_vote(group)
    voting.recuse(decision, by=member, person=member, reason="My own project.")

    assert f"{decision.get_absolute_url()}ballot/" not in links_of(as_member.get(group.get_absolute_url()))


def test_a_draft_is_the_groups_and_its_lead_opens_it(as_member, as_chair, as_outsider, group, member, chair):
    draft(group, question="Not yet public?", by=member)

    assert "Not yet public?" in page(as_member, group)
    assert "Check and open" not in page(as_member, group)
    assert "Check and open" in page(as_chair, group)
    assert "Not yet public?" not in page(as_outsider, group)


def test_a_counted_vote_waits_for_its_conclusion(as_chair, as_member, group, member, chair):
    decision = open_vote(group, question="Which cache?")
    close(decision)

    assert "Write down the conclusion" in page(as_chair, group)
    assert "waits for its conclusion" in page(as_member, group)


def test_concerns_that_stand_are_counted_in_words(as_anonymous, group, member, chair):
    decision = open_vote(group, kind="consent", question="Shall we?")
    voting.raise_concern(decision, by=member, title="Too dear", text="")

    said = page(as_anonymous, group)

    assert "1 open concern" in said
    assert "Open concerns 1 concern waits for an answer." in said


def test_the_one_primary_button_is_the_next_step(as_anonymous, as_outsider, as_member, group):
    assert "Sign in to join" in main_of(as_anonymous.get(group.get_absolute_url()))
    assert "Join the group" in main_of(as_outsider.get(group.get_absolute_url()))
    answer = as_member.get(group.get_absolute_url())
    assert f"/community/decisions/new/?group={group.slug}" in links_of(answer)
    for client in (as_anonymous, as_outsider, as_member):
        assert main_of(client.get(group.get_absolute_url())).count("button primary") == 1


def test_outsider_joins_and_leaves_by_the_page(as_outsider, outsider, group):
    joined = as_outsider.post(f"{group.get_absolute_url()}join/", follow=True)
    assert "you are in it" in text_of(joined)
    leave = f"{group.get_absolute_url()}leave/"
    assert leave in links_of(joined)
    assert "You can come back" in text_of(as_outsider.get(leave))

    assert "you are in it" not in text_of(as_outsider.post(leave, follow=True))


def test_the_last_lead_is_asked_whether_they_mean_it(as_chair, group):
    leave = f"{group.get_absolute_url()}leave/"
    assert "stay without a lead" not in text_of(as_chair.get(leave))

    refused = as_chair.post(leave)
    assert refused.status_code == 409
    assert "nobody would lead" in text_of(refused)
    assert "may stay without a lead" in text_of(refused)

    assert "Nobody leads it now" in text_of(as_chair.post(leave, {"leave_unled": "on"}, follow=True))


def test_chair_gives_and_ends_a_role_by_the_pages(as_chair, group, member):
    form = as_chair.get(f"{group.get_absolute_url()}terms/new/")
    assert "Mateo Member" in main_of(form)
    assert '<option value="chair">' not in main_of(form)

    told = {"person": "mateo", "role": "tech-lead", "reason": "Knows it.", "ends_on": make.today(20)}
    said = text_of(as_chair.post(f"{group.get_absolute_url()}terms/new/", told, follow=True))
    assert "Mateo Member is tech lead" in said
    assert "Term ends soon" in said
    term = group.terms.get(user=member, role="tech-lead")
    end = f"{group.get_absolute_url()}terms/{term.pk}/end/"
    assert end in links_of(as_chair.get(group.get_absolute_url()))
    term_of_chair = group.terms.get(role="chair")
    assert f"terms/{term_of_chair.pk}/" not in main_of(as_chair.get(group.get_absolute_url()))

    assert as_chair.post(end, {"reason": ""}).status_code == 422
    as_chair.post(end, {"reason": "Moved on."})
    assert not group.terms.filter(pk=term.pk).exists()


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (30, "Term ends soon"),
        (200, "Terms run 1 lead has a term that lasts"),
        (None, "No end of term known 1 of 1 lead has a term without an end."),
    ],
)
def test_terms_are_told_from_facts(client, group, ends, words):
    make.TermFactory(group=group, role="chair", ends_on=make.today(ends) if ends else None)

    assert words in page(client, group)


def test_a_term_that_is_over_without_a_successor_stands_out(client, group):
    make.TermFactory(group=group, role="chair", user__name="Lea Last", ends_on=make.today(-3))
    make.TermFactory(group=group, role="chair", user__name="Fay First", ends_on=make.today(-30))
    make.TermFactory(group=group, role="tech-lead")

    said = page(client, group)

    assert "Lea Last Chair Term over" in said
    assert "Term over 1 leading term is over and nobody followed." in said
    assert "Fay First Chair Term over" not in said

    make.TermFactory(group=group, role="chair", starts_on=make.today(-3))
    assert "Term over" not in page(client, group)


def test_a_group_of_which_nothing_is_known_says_so(client, group):
    said = page(client, group)

    for words in (
        "Meetings unknown", "The hub knows no meeting of this group.", "No activity known", "No question is open.",
        "Nothing concluded", "Nobody leads it", "Nothing is being compared now.",
    ):  # fmt: skip
        assert words in said


def test_meetings_are_counted_with_the_list_behind(client, group):
    series = make.SeriesFactory(group=group, weekly=True, first_on=make.today(-70))
    for number in range(3):
        first = make.now(days=-7 * number - 1)
        make.MeetingFactory(series=series, starts_at=first, notes="Said." if number else "")

    answer = client.get(group.get_absolute_url())
    kept = answer.context["kept"]
    behind = next(link for link in links_of(answer) if "show=past" in link).replace("&amp;", "&")

    assert (kept.written, kept.noted, kept.recorded, kept.traced) == (3, 2, 0, 2)
    assert f"{kept.written} of {kept.planned}" in text_of(answer)
    assert len(client.get(behind).context["page"]) == kept.written
    assert "held is not known" in text_of(answer)


def test_an_internal_recording_is_no_trace_for_a_visitor(client, as_member, group):
    meeting = make.MeetingFactory(series=make.SeriesFactory(group=group))
    make.RecordingFactory(meeting=meeting, audience="internal")

    assert client.get(group.get_absolute_url()).context["kept"].traced == 0
    assert as_member.get(group.get_absolute_url()).context["kept"].traced == 1


def test_overdue_reviews_are_counted_and_replaced_conclusions_are_not(client, group):
    old = make.ConclusionFactory(group=group, review_on=make.today(-9))
    make.ConclusionFactory(group=group, supersedes=old, review_on=make.today(90))
    due = make.ConclusionFactory(group=group, review_on=make.today(-1))

    answer = client.get(group.get_absolute_url())

    behind = next(link for link in links_of(answer) if "standing=due" in link).replace("&amp;", "&")
    assert answer.context["overdue"] == [due]
    assert list(client.get(behind).context["page"]) == [due]
    assert "Reviews overdue 1 of 2 in force should have been looked at again." in text_of(answer)


def test_what_happened_last_names_only_what_the_visitor_may_see(client, as_member, group, member):
    actions.start_evaluation(by=member, group=group, question="Which cache?")
    item = make.RoadmapItemFactory(group=group)
    make.EntryFactory(subject=item, public=False, summary="whispered")

    assert "started the evaluation Which cache?" in page(client, group)
    assert "whispered" not in page(client, group)
    assert "whispered" in page(as_member, group)


def test_long_names_are_cut_nowhere_they_matter(client, group):
    group.name = "Special interest group for " + "very-long-words-without-a-break" * 5
    group.save()
    make.EvaluationFactory(group=group, question="Q" * 200)

    assert group.name in page(client, group)
    assert "Q" * 200 in page(client, group)
