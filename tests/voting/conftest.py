"""People of a vote."""

import pytest

from hub.accounts.models import User
from hub.sigs.models import Group
from tests.voting import rounds


@pytest.fixture
def five(group: Group, chair: User) -> list[User]:
    """Four new members of `group` and its chair: all who may vote in it."""
    return [chair, *rounds.members(group, 4)]
