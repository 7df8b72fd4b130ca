"""Findings: added with evidence, edited, removed."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from hub.activity.models import Entry, Follow
from hub.core.errors import Refused
from hub.sigs import actions
from hub.sigs.evidence import evidence_address, evidence_label
from hub.sigs.models import Finding
from tests import factories as make


@pytest.fixture
def cell(group):
    evaluation = make.EvaluationFactory(group=group)
    option = make.ComparedOptionFactory(evaluation=evaluation, name="MLflow")
    return {
        "evaluation": evaluation,
        "option": option,
        "criterion": make.CriterionFactory(evaluation=evaluation, name="Upgrades"),
    }


def test_member_writes_down_what_they_found(cell, member):
    finding = actions.add_finding(
        **cell, by=member, leaning="con", text="Two of three upgrades\nneeded a hand.",
        evidence_url=" https://mlflow.org/docs ",
    )  # fmt: skip

    assert finding.text == "Two of three upgrades needed a hand."
    assert (finding.author, finding.evidence_url) == (member, "https://mlflow.org/docs")
    entry = Entry.objects.get(kind="sigs.finding_added")
    assert entry.subject_id == cell["evaluation"].pk
    assert "a con of MLflow, Upgrades" in entry.summary
    assert Follow.objects.filter(user=member, subject_id=cell["evaluation"].pk).exists()


def test_member_who_clicks_twice_found_one_thing(cell, member):
    for _ in range(2):
        actions.add_finding(**cell, by=member, leaning="pro", text="It works.")

    assert Finding.objects.count() == Entry.objects.filter(kind="sigs.finding_added").count() == 1


def test_evidence_within_the_hub_is_kept_without_its_host(cell, member, settings):
    address = "/community/recordings/may/#t=95"

    finding = actions.add_finding(
        **cell, by=member, leaning="pro", text="Seen.", evidence_url=settings.BASE_URL + address
    )

    assert finding.evidence_url == address


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"leaning": "maybe"}, "leaning"),
        ({"evidence_url": "javascript:alert(1)"}, "evidence_url"),
        ({"evidence_url": "//evil.example"}, "evidence_url"),
        ({"evidence_url": "/\\evil.example"}, "evidence_url"),
        ({"evidence_url": "https://"}, "evidence_url"),
        ({"evidence_url": "https://[::1"}, "evidence_url"),
        ({"evidence_url": "somewhere"}, "evidence_url"),
    ],
)
def test_member_who_types_nonsense_adds_nothing(cell, member, told, field):
    with pytest.raises(ValidationError) as error:
        actions.add_finding(**cell, by=member, **{"leaning": "pro", "text": "Good."} | told)

    assert field in error.value.message_dict
    assert not Finding.objects.exists()


@pytest.mark.parametrize("name", ["option", "criterion"])
def test_a_finding_stands_in_one_evaluation(cell, member, name):
    strange = {"option": make.ComparedOptionFactory, "criterion": make.CriterionFactory}[name]()

    with pytest.raises(ValidationError) as error:
        actions.add_finding(**cell | {name: strange}, by=member, leaning="pro", text="Good.")
    assert name in error.value.message_dict


def test_author_says_it_better_and_takes_it_back(cell, member):
    finding = actions.add_finding(**cell, by=member, leaning="pro", text="Good.")
    key = finding.key

    edited = actions.edit_finding(
        finding, by=member, leaning="con", text="Bad.", evidence_url="/docs/services/"
    )
    assert (edited.key, edited.leaning, edited.text, edited.evidence_url) == (
        key, "con", "Bad.", "/docs/services/",
    )  # fmt: skip
    for _ in range(2):
        actions.remove_finding(finding, by=member)

    assert not Finding.objects.exists()
    assert Entry.objects.filter(kind="sigs.finding_removed").count() == 1


def test_nothing_is_found_after_the_close(cell, member, chair):
    finding = actions.add_finding(**cell, by=member, leaning="pro", text="Good.")
    actions.close_evaluation(cell["evaluation"], by=chair)

    for verb in (
        lambda: actions.add_finding(**cell, by=member, leaning="pro", text="Late."),
        lambda: actions.edit_finding(finding, by=member, leaning="pro", text="Late."),
        lambda: actions.remove_finding(finding, by=member),
    ):
        with pytest.raises(Refused, match="is closed"):
            verb()
    assert list(Finding.objects.values_list("text", flat=True)) == ["Good."]


@pytest.mark.django_db(transaction=True)
def test_many_who_say_the_same_at_once_found_one_thing(cell, member):
    start, failed = threading.Barrier(6), []

    def click():
        try:
            start.wait()
            actions.add_finding(**cell, by=member, leaning="pro", text="It works.")
        except Exception as error:  # noqa: BLE001 -- told by the main thread
            failed.append(error)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(6)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert failed == []
    assert Finding.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/community/recordings/may/#t=95", "Recording at 1:35"),
        ("/community/recordings/may/?x=1#t=3700", "Recording at 1:01:40"),
        ("/community/recordings/may/?t=95", "Recording at 1:35"),
        ("/community/recordings/may/", "Recording"),
        ("/community/demos/shown/", "Demo"),
        ("/services/mlflow/", "Service"),
        ("/teams/x/", "Page of the hub"),
        ("https://www.kubeflow.org/docs/", "kubeflow.org"),
        ("http://[2001:db8::1]:80/a", "2001:db8::1"),
    ],
)
def test_evidence_is_called_by_what_it_is(address, label):
    evidence_address(address)

    assert evidence_label(address) == label
