"""The docs pages of conclusions: the whole record, the chain, and both ways to what it concerns."""

import pytest

from hub.goldenpath.pages import conclusions
from tests import factories as make
from tests.goldenpath import community
from tests.goldenpath.test_pages import written

pytestmark = pytest.mark.django_db


def test_a_conclusion_page_tells_everything_and_links_both_ways() -> None:
    made = community.small()
    text = written("conclusions")[f"conclusions/{made.conclusion.slug}.md"]
    assert text.startswith('---\ntitle: "MLflow, not Kubeflow 0"\n')
    assert '<span class="tag strong">In force</span>' in text
    assert f"Concluded by\n:   [SIG Registry 0](../groups/{made.group.slug}.md) on " in text
    assert "Confidence\n:   Medium&#58; good reasons, open questions" in text
    assert "| Secret models | A store of their own |" in text
    for block in ("<p>Use it.</p>", "<em>small</em>", "<em>mature</em>", "<em>roles</em>"):
        assert block in text
    assert "- [MLflow 0](../services/mlflow-0.md) reaches <span" in text
    assert 'now <span class="stage is-beta">Beta</span>' in text
    assert "Or when KServe asks for it&#46;" in text
    assert f"- [Stages of models 0](../roadmap/{made.item.slug}.md), Proposed" in text
    assert f"[Wait and see 0](../conclusions/{made.conclusion.supersedes.slug}.md)" in text
    assert f"[Open in the hub](/community/conclusions/{made.conclusion.slug}/)" in text
    assert 'data-service-status="mlflow-0"' in text


def test_a_replaced_conclusion_says_first_what_took_its_place() -> None:
    made = community.small()
    text = written("conclusions")[f"conclusions/{made.conclusion.supersedes.slug}.md"]
    assert '<span class="tag strong">Replaced</span>' in text
    assert "A later conclusion took its place on " in text
    assert text.index(f"(../conclusions/{made.conclusion.slug}.md)") < text.index("## What was concluded")


def test_a_chain_of_three_shows_on_each_page() -> None:
    first = make.ConclusionFactory(title="First")
    second = make.ConclusionFactory(title="Second", supersedes=first)
    third = make.ConclusionFactory(title="Third", supersedes=second)
    pages = written("conclusions")
    newest, middle = (pages[f"conclusions/{row.slug}.md"] for row in (third, second))
    assert newest.index("[Second]") < newest.index("[First]")
    assert "took its place" in middle
    assert "[Third]" in middle
    assert "[First]" in middle
    assert "[Third]" not in pages[f"conclusions/{first.slug}.md"]


def test_the_list_has_those_in_force_first_and_says_which_are_due() -> None:
    old = make.ConclusionFactory(title="Old", concluded_on=make.today(-5))
    make.ConclusionFactory(title="New", supersedes=old, concluded_on=make.today(-9), review_on=make.today())
    make.ConclusionFactory(title="Later", concluded_on=make.today(-50), review_on=make.today(1))
    text = written("conclusions")["conclusions/index.md"]
    order = [text.index(word) for word in ("## In force", "[New]", "[Later]", "## Replaced", "[Old]")]
    assert order == sorted(order)
    assert text.count("to be looked at again since") == 1


def test_a_met_condition_makes_it_due_before_its_day() -> None:
    due = make.ConclusionFactory(title="Met", review_on=make.today(90))
    make.DecisionFactory(group=due.group, reopens=due, created_by=None)
    pages = written("conclusions")
    assert "to be looked at again\n" in pages["conclusions/index.md"]
    assert '<span class="tag strong">To be looked at again</span>' in pages[f"conclusions/{due.slug}.md"]


def test_without_a_conclusion_the_list_says_what_belongs_here() -> None:
    assert "No group has concluded anything yet." in written("conclusions")["conclusions/index.md"]


def test_the_pages_cost_the_same_at_any_length(django_assert_num_queries) -> None:
    from django.utils import timezone

    community.small(1)
    with django_assert_num_queries(7):
        conclusions.read(timezone.localdate())
    community.small(20, first=1)
    with django_assert_num_queries(7):
        conclusions.read(timezone.localdate())
