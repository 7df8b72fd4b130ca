"""`manage.py up` at a terminal: starting, stopping, being killed, and saying what is wrong."""

import contextlib
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest

from hub import embedded

ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("up"),  # they share one data folder: importing and publishing once is enough
    pytest.mark.skipif(sys.platform != "linux", reason="linux: looks into /proc"),
]


@pytest.fixture(scope="module")
def var():
    with tempfile.TemporaryDirectory(prefix="hub-up-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "var"


@pytest.fixture
def start(var):
    """Start `up`, give the process and its port; what a test leaves running is ended."""
    started = []

    def run(*, ready=True, port=None, **environment):
        port = port or free_port()
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--port", str(port)],
            cwd=ROOT,
            env=clean_environment(var, **environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        process.port, process.said = port, ""
        started.append(process)
        if ready:
            read_until(process, "Ctrl-C stops the hub")
        return process

    yield run
    for process in started:
        process.terminate()
        process.communicate(timeout=60)
    assert within(30, lambda: not leftovers(var))


def clean_environment(var, **more):
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("HUB_", "PYTEST"))}
    for name in ("DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE"):
        mine.pop(name, None)
    return {**mine, "HUB_VAR": str(var), "HUB_DEBUG": "1", "HUB_DEMO": "1", "PYTHONUNBUFFERED": "1", **more}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read_until(process, text):
    for line in process.stdout:
        process.said += line
        if text in line:
            return
    pytest.fail(f"it ended with {process.wait()} and never said {text!r}:\n{process.said}")


def finish(process, how=signal.SIGINT):
    process.send_signal(how)
    process.said += process.communicate(timeout=60)[0]
    return process.returncode


def leftovers(var):
    """Command lines of what still runs for this data folder (what nobody waited for has no command line)."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (folder / "cmdline").read_bytes()
            mine = f"HUB_VAR={var}\0".encode() in (folder / "environ").read_bytes() + b"\0"
            if line and int(folder.name) != os.getpid() and (mine or str(var).encode() in line):
                found.append(f"{folder.name} {line.decode()}")
    return found


def pid_of(var, part):
    """The oldest process of this hub whose command line has the text."""
    return min(int(line.split()[0]) for line in leftovers(var) if part in line)


def within(seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return False


def status(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as page:
            return page.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def ask(var, sql):
    with psycopg.connect(embedded.database_url(var), autocommit=True, connect_timeout=10) as database:
        answer = database.execute(sql)
        return answer.fetchone()[0] if answer.description else None


def test_it_serves_pages_and_static_files_and_says_each_step(start):
    process = start()
    assert status(process.port, "/") in {200, 302, 404}
    assert status(process.port, "/static/rest_framework/css/default.css") == 200
    steps = re.findall(r"^  (\w[\w ]*?) {2,}.* \d+\.\d s$", process.said, re.MULTILINE)
    assert {"database", "tables", "static files", "docs site", "web server"} <= set(steps)
    assert f"http://127.0.0.1:{process.port}/" in process.said
    assert status(process.port, "/docs/") in {200, 503}  # the first publish runs beside it
    assert within(120, lambda: status(process.port, "/docs/") == 200)
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", process.said)


def test_ctrl_c_leaves_nothing_running_and_a_second_start_keeps_everything(start, var):
    first = start()
    ask(var, "CREATE TABLE kept_over_restarts AS SELECT 42 AS answer")
    assert finish(first) == 0
    assert leftovers(var) == []
    second = start()
    assert ask(var, "SELECT answer FROM kept_over_restarts") == 42
    ask(var, "DROP TABLE kept_over_restarts")
    assert re.search(r"tables +up to date", second.said)
    assert re.search(r"static files +unchanged", second.said)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP], ids=["sigterm", "closed terminal"])
def test_other_ways_to_end_it_leave_nothing_running_either(start, var, how):
    assert finish(start(), how) == 0
    assert leftovers(var) == []


def test_ctrl_c_while_it_is_starting_leaves_nothing_running(start, var):
    process = start(ready=False)
    read_until(process, "database")
    assert finish(process) == 0
    assert leftovers(var) == []


def test_ctrl_c_at_a_terminal_stops_it_once_and_in_order(var):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", sys.executable, "manage.py", "up", "--port", str(free_port())],
        cwd=ROOT,
        env=clean_environment(var),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said = ""
    with os.fdopen(ours, "r+b", buffering=0) as terminal:
        while "Ctrl-C stops" not in said:
            said += terminal.read(1000).decode()
        terminal.write(b"\x03")
        with contextlib.suppress(OSError):  # the terminal is gone when the program is
            while more := terminal.read(1000):
                said += more.decode()
        assert process.wait(60) == 0
    assert "stopping" in said
    assert "Traceback" not in said
    assert within(10, lambda: not leftovers(var))


def test_kill_9_leaves_no_orphans_and_the_next_start_works(start, var):
    process = start()
    process.kill()
    process.wait()
    assert within(30, lambda: not leftovers(var)), leftovers(var)
    assert status(start().port, "/static/rest_framework/css/default.css") == 200


def test_a_killed_web_server_is_started_again_with_a_line_about_it(start, var):
    process = start()
    os.kill(pid_of(var, "granian"), signal.SIGKILL)
    read_until(process, "web ended: SIGKILL")
    assert within(30, lambda: status(process.port, "/static/rest_framework/css/default.css") == 200)


def test_a_killed_worker_is_started_again_with_a_line_about_it(start, var):
    process = start()
    old = pid_of(var, "celery")
    os.kill(old, signal.SIGKILL)
    read_until(process, "worker ended: SIGKILL")
    assert within(30, lambda: any("celery" in line and f"{old} " not in line for line in leftovers(var)))


def test_a_killed_database_comes_back(start, var):
    process = start()
    os.kill(pid_of(var, "bin/postgres"), signal.SIGKILL)

    def answers():
        with contextlib.suppress(psycopg.OperationalError):
            return ask(var, "SELECT 1") == 1

    assert within(60, answers)
    assert process.poll() is None


def test_a_killed_database_keeper_is_replaced_with_a_line_about_it(start, var):
    process = start()
    os.kill(pid_of(var, "keeper.py"), signal.SIGKILL)
    read_until(process, "the database ended; starting it again")
    assert within(30, lambda: any("keeper.py" in line for line in leftovers(var)))


def test_a_second_one_in_the_same_folder_gets_one_line(start):
    first = start()
    second = start(ready=False)
    assert second.wait(60) == 1
    assert second.stdout.read() == (
        "CommandError: The hub already runs from this folder: "
        f"http://127.0.0.1:{first.port} (process {first.pid})\n"
    )
    assert first.poll() is None


def test_a_busy_port_gets_one_line_before_anything_is_made(start, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = start(ready=False, port=port, HUB_VAR=str(tmp_path / "var"))
        assert process.wait(60) == 1
    assert process.stdout.read() == (
        f"CommandError: Port {port} is in use: "
        f"end what listens there, or choose another: make up PORT={port + 1}\n"
    )
    assert not (tmp_path / "var" / "postgres").exists()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://me:s3cret-word@127.0.0.1:1/hub", "DATABASE_URL does not work: .*refused"),
        (
            "postgresql://me:s3cret-word@no-such-host.invalid/hub",
            "DATABASE_URL does not work: .*no-such-host",
        ),
        ("postgresql://me:s3cret-word@127.0.0.1:1/", "names no database"),
        ("postgresql://me:s3cret-word@127.0.0.1:port/hub", "port that is not a number"),
        ("postgresql://me:s3cret-word@127.0.0.1/hub?nonsense=1", "DATABASE_URL does not work: .*nonsense"),
        ("mysql://me:s3cret-word@127.0.0.1/hub", "must start with postgresql://"),
        ("me:s3cret-word@127.0.0.1/hub", "must start with postgresql://"),
    ],
)
def test_a_broken_database_address_gets_one_line_without_the_password(start, tmp_path, url, expected):
    process = start(ready=False, DATABASE_URL=url, HUB_VAR=str(tmp_path / "var"))
    assert process.wait(60) == 1
    said = process.stdout.read()
    assert re.search(expected, said)
    assert "s3cret-word" not in said
    assert "Traceback" not in said
    assert len([line for line in said.splitlines() if not line.startswith("  database")]) == 1


def test_demo_mode_without_debug_is_refused(start):
    process = start(ready=False, HUB_DEBUG="0")
    assert process.wait(60) == 1
    assert process.stdout.read() == (
        "manage.py: HUB_DEMO=1 lets anybody sign in as anyone: it needs HUB_DEBUG=1 too.\n"
    )
