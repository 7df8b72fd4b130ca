"""Every factory makes a row that its model's own validation accepts."""

import pytest

from tests import factories
from tests.cast import CAST

FACTORIES = [
    value
    for value in vars(factories).values()
    if isinstance(value, type) and issubclass(value, factories.Base) and value is not factories.Base
]


@pytest.mark.django_db
@pytest.mark.parametrize("make", FACTORIES, ids=lambda factory: factory.__name__)
def test_every_factory_makes_valid_rows_twice(make):
    for row in (make(), make()):
        row.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize("who", CAST)
def test_the_cast_signs_in_as_themselves(who, cast):
    browser = cast(f"as_{who}")

    assert ("_auth_user_id" in browser.session) == cast(who).is_authenticated


def test_the_cast_has_their_roles(admin, chair, member, outsider, group, team):
    assert admin.is_platform_admin
    assert list(group.terms.leading().values_list("user", flat=True)) == [chair.pk]
    assert set(group.terms.values_list("user", flat=True)) == {chair.pk, member.pk}
    assert list(team.memberships.values_list("user", flat=True)) == [member.pk]
    assert not outsider.terms.exists()
    assert not outsider.memberships.exists()
