"""People of a vote."""

from collections.abc import Callable
from typing import Any

import pytest

from hub.accounts.models import User
from hub.sigs.models import Group
from tests.voting import leaks, rounds


@pytest.fixture
def five(group: Group, chair: User) -> list[User]:
    """Four new members of `group` and its chair: all who may vote in it."""
    return [chair, *rounds.members(group, 4)]


@pytest.fixture
def polls(group: Group, cast: Callable[[str], Any]) -> leaks.Polls:
    """Three running votes, and everybody who may look at them."""
    return leaks.polls(group, cast)
