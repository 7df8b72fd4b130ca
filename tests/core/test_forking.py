"""A forked process (a prefork worker of the queue) opens database connections of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import os, django
django.setup()
from django.db import connection, connections

def backend():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]

def in_child():
    ours, theirs = os.pipe()
    if not os.fork():
        os.write(theirs, str(backend()).encode())
        os._exit(0)
    os.wait()
    return int(os.read(ours, 100))

before = backend()
open_ = in_child()
connections.close_all()  # gives the connection back to the pool
pooled = in_child()
print(before, open_, pooled, backend())
"""


@pytest.mark.django_db
def test_a_forked_child_uses_no_connection_of_its_parent(settings):
    environment = {**os.environ, "PYTHONWARNINGS": "default"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    before, child_of_open, child_of_pooled, after = map(int, done.stdout.split())
    assert child_of_open != child_of_pooled
    assert {before, after}.isdisjoint({child_of_open, child_of_pooled})
