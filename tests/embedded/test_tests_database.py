"""The database of the tests is the real, embedded one."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["one", "two", "three", "four"])
def test_a_test_writes_and_reads_postgresql(name):
    get_user_model().objects.create(handle=name, name=name)
    assert list(get_user_model().objects.values_list("handle", flat=True)) == [name]
    assert connection.pg_version // 10_000 >= 15
