"""The standing cast: who does things in the tests.

| fixture | who |
|---|---|
| `admin` | platform admin |
| `chair` | leads `group` |
| `member` | member of `group`, and of the team `team` |
| `outsider` | signed in, in no group and no team |
| `anonymous` | not signed in |

`as_admin`, `as_chair`, `as_member`, `as_outsider` and `as_anonymous` are their browsers
(Django's test client); `cast` gives a person by name, for tests that walk through all:
`@pytest.mark.parametrize("who", CAST)`.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from hub.accounts.models import Team, User
from hub.sigs.models import Group, Term
from tests.factories import GroupFactory, MembershipFactory, TeamFactory, TermFactory, UserFactory

CAST = ("admin", "chair", "member", "outsider", "anonymous")
SIGNED_IN = CAST[:-1]


@pytest.fixture
def group(db: None) -> Group:
    return GroupFactory(slug="sig-tracking", name="SIG Experiment Tracking")


@pytest.fixture
def team(db: None) -> Team:
    return TeamFactory(slug="pricing", name="Pricing")


@pytest.fixture
def admin(db: None) -> User:
    return UserFactory(handle="ada", name="Ada Admin", is_platform_admin=True)


@pytest.fixture
def chair(group: Group) -> User:
    person = UserFactory(handle="carla", name="Carla Chair")
    TermFactory(group=group, user=person, role=Term.Role.CHAIR)
    return person


@pytest.fixture
def member(group: Group, team: Team) -> User:
    person = UserFactory(handle="mateo", name="Mateo Member")
    TermFactory(group=group, user=person)
    MembershipFactory(team=team, user=person)
    return person


@pytest.fixture
def outsider(db: None) -> User:
    return UserFactory(handle="otto", name="Otto Outsider")


@pytest.fixture
def anonymous() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    """A person of the cast by name: `cast("chair")`."""
    return request.getfixturevalue


def browser_of(person: Any) -> Client:
    """A browser in which that person is signed in (nobody, for the anonymous one)."""
    client = Client()
    if person.is_authenticated:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def as_admin(admin: User) -> Client:
    return browser_of(admin)


@pytest.fixture
def as_chair(chair: User) -> Client:
    return browser_of(chair)


@pytest.fixture
def as_member(member: User) -> Client:
    return browser_of(member)


@pytest.fixture
def as_outsider(outsider: User) -> Client:
    return browser_of(outsider)


@pytest.fixture
def as_anonymous(db: None) -> Client:
    return Client()
