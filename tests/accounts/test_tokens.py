"""Keys for programs: made once, checked often, taken back at once."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from hub.accounts import tokens
from hub.accounts.models import ApiToken
from hub.core.errors import Refused
from tests.factories import UserFactory


def test_person_issues_a_token_and_it_opens_the_door(member):
    token, key = tokens.issue_token(by=member, name="report", scope="write")
    found = tokens.verify(key)
    assert (found, found.user, found.scope) == (token, member, "write")


def test_key_is_long_and_only_its_digest_is_kept(member):
    token, key = tokens.issue_token(by=member, name="report")
    assert key.startswith("hub_")
    assert len(key) == len("hub_") + 43  # 32 bytes, base64
    row = ApiToken.objects.filter(pk=token.pk).values().get()
    assert not [value for value in row.values() if key in str(value)]


@pytest.mark.parametrize(
    "key", ["", "hub_", "hub_wrong", "x" * 10_000, "hub_" + "x" * 10_000, "hub_ß\x00", "Bearer hub_"]
)
def test_stranger_with_a_wrong_key_is_nobody(member, key):
    tokens.issue_token(by=member, name="report")
    assert tokens.verify(key) is None


def test_expired_token_opens_nothing(member):
    token, key = tokens.issue_token(
        by=member, name="report", expires_at=timezone.now() + dt.timedelta(days=1)
    )
    assert tokens.verify(key) == token
    ApiToken.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert tokens.verify(key) is None


def test_revoked_token_opens_nothing_and_keeps_its_first_date(member):
    token, key = tokens.issue_token(by=member, name="report")
    first = tokens.revoke_token(token, by=member).revoked_at
    assert tokens.verify(key) is None
    assert tokens.revoke_token(token, by=member).revoked_at == first


def test_token_of_somebody_who_left_opens_nothing(member):
    _, key = tokens.issue_token(by=member, name="report")
    member.is_active = False
    member.save()
    assert tokens.verify(key) is None


def test_use_is_noted_at_most_once_a_minute(member, django_assert_num_queries):
    token, key = tokens.issue_token(by=member, name="report")
    tokens.verify(key)
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    with django_assert_num_queries(1):  # reads, writes nothing
        tokens.verify(key)
    ApiToken.objects.update(last_used_at=first - dt.timedelta(seconds=61))
    tokens.verify(key)
    token.refresh_from_db()
    assert token.last_used_at >= first


def test_second_token_of_the_same_name_is_refused(member):
    token, _ = tokens.issue_token(by=member, name="report")
    with pytest.raises(Refused):
        tokens.issue_token(by=member, name=" report ")
    tokens.revoke_token(token, by=member)
    tokens.issue_token(by=member, name="report")
    tokens.issue_token(by=UserFactory(), name="report")


def test_twenty_first_token_is_refused(member):
    for number in range(tokens.MOST):
        tokens.issue_token(by=member, name=f"report {number}")
    with pytest.raises(Refused, match="Revoke one first"):
        tokens.issue_token(by=member, name="one more")


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 201}, {"scope": "root"}, {"expires_at": timezone.now()}]
)
def test_bad_token_is_refused_and_leaves_nothing(member, wrong):
    with pytest.raises(ValidationError):
        tokens.issue_token(**{"by": member, "name": "report", **wrong})
    assert ApiToken.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_person_who_clicks_twice_gets_one_token():
    person = UserFactory()
    results = []

    def click():
        try:
            tokens.issue_token(by=person, name="report")
            results.append("made")
        except Refused:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(results) == ["made", "refused", "refused", "refused"]
