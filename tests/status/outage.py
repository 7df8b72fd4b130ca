"""A real outage of the test's database."""

import contextlib

import psycopg
from django.db import connection


@contextlib.contextmanager
def nobody_gets_in(spare=0):
    """The test's database lets nobody in and throws everybody out but one."""
    facts = connection.settings_dict
    where = {
        "host": facts["HOST"],
        "port": facts["PORT"] or None,
        "user": facts["USER"],
        "dbname": "postgres",
    }
    with psycopg.connect(**where, password=facts["PASSWORD"] or None, autocommit=True) as keeper:
        keeper.execute(f'ALTER DATABASE "{facts["NAME"]}" ALLOW_CONNECTIONS false')
        keeper.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s",
            [facts["NAME"], spare],
        )
        try:
            yield
        finally:
            keeper.execute(f'ALTER DATABASE "{facts["NAME"]}" ALLOW_CONNECTIONS true')
            connection.close()
            connection.close_pool()  # its pauses between attempts have grown; what comes next begins afresh
