"""What is searched for and not found: counted by words, kept only when it means something, and never endlessly."""

import datetime as dt

import pytest

from hub.demos.actions import missing, note_miss, sweep_misses
from hub.demos.gaps import missed
from hub.demos.models import Miss
from hub.demos.words import worth_keeping
from tests.demos.planned import at_once
from tests.factories import DemoFactory, WishFactory, today


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Feast", "feast"),
        ("  Feature   Store ", "feature store"),
        ('"spot machines" ray', "spot machines ray"),
        ("k8s operator", "k8s operator"),
        ("gRPC", "grpc"),
        ("c++ client", "c++ client"),
        ("mlflow 3.1", "mlflow 3.1"),
        ("XGBoost on Spark", "xgboost on spark"),
        ("días festivos", "días festivos"),
    ],
)
def test_names_of_things_are_kept(text, kept):
    assert worth_keeping(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "ab", "x" * 61, "ana@example.org", "ana at example.org", "https://intranet/secret", "10.0.0.12",
        "hub_8f3kd02kfj3k", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "AKIAIOSFODNN7EXAMPLE", "a1b2c3d4e5",
        "eyJhbGciOiJIUzI1NiJ9", "+34 600 123 456", "123456789", "asdf", "qwertyuiop", "aaaaaaa", "hahahaha",
        "xkcdqwrtz", "' OR 1=1 --", "<script>", "one two three four five six seven", "\x00\x01", "42", "???",
        "password=hunter2", "db.internal", "550e8400-e29b-41d4-a716-446655440000",
    ],
)  # fmt: skip
def test_addresses_tokens_and_noise_are_never_kept(db, text):
    assert worth_keeping(text) is None
    assert note_miss(text) is False
    assert Miss.objects.count() == 0


def test_misses_are_counted_by_times_and_by_days(db):
    for day in (-3, -3, 0):
        note_miss("Feast", on=today(day))
    miss = Miss.objects.get()
    assert (miss.words, miss.times, miss.days, miss.last_on) == ("feast", 3, 2, today())


def test_only_what_was_missed_on_two_days_or_three_times_is_shown(db):
    rows = {"once": (1, 1), "twice": (2, 1), "thrice": (3, 1), "two days": (2, 2), "wished": (9, 9)}
    for words, (times, days) in rows.items():
        Miss.objects.create(words=words, times=times, days=days)
    WishFactory(title="Wished")
    assert [miss.words for miss in missed()] == ["two days", "thrice"]


def test_table_never_outgrows_its_bound(db, monkeypatch):
    monkeypatch.setattr(missing, "MOST", 3)
    note_miss("important", on=today(-9))
    note_miss("important", on=today(-8))
    for words in ("alpha", "beta", "gamma", "delta"):
        note_miss(words)
    assert set(Miss.objects.values_list("words", flat=True)) >= {"important"}
    assert Miss.objects.count() == 3


def test_what_nobody_misses_for_half_a_year_is_forgotten(db):
    note_miss("old", on=today() - dt.timedelta(days=200))
    note_miss("new")
    assert sweep_misses(today()) == 1
    assert Miss.objects.get().words == "new"


def test_search_without_a_result_is_counted_and_one_with_a_result_is_not(db, client):
    DemoFactory(title="Feast in use")
    client.get("/search/", {"q": "feast"})
    client.get("/search/", {"q": "streaming joins"})
    client.head("/search/", {"q": "streaming joins"})
    client.get("/search/", {"q": "streaming joins", "page": "2"})
    client.get("/search/", {"q": "ana@example.org"})
    assert list(Miss.objects.values_list("words", "times")) == [("streaming joins", 1)]


def test_misses_are_told_to_people_who_are_signed_in_and_become_a_wish_with_one_click(client, as_member):
    Miss.objects.create(words="streaming joins", times=3)
    assert "streaming joins" not in client.get("/community/demos/wishes/").content.decode()
    assert "streaming joins" not in client.get("/api/v1/wishes/gaps/").content.decode()
    assert "streaming joins" in as_member.get("/community/demos/wishes/").content.decode()
    as_member.post("/community/demos/wishes/new/", {"title": "streaming joins", "confirmed": "1"})
    assert list(missed()) == []


def test_admin_strikes_words_off(as_admin, as_member):
    miss = Miss.objects.create(words="rude", times=3)
    assert as_member.post(f"/community/demos/wishes/misses/{miss.pk}/removal/").status_code == 403
    assert as_admin.post(f"/community/demos/wishes/misses/{miss.pk}/removal/").status_code == 302
    assert Miss.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_searches_at_once_are_all_counted():
    at_once(5, lambda _number: note_miss("streaming joins"))
    assert Miss.objects.get().times == 5
