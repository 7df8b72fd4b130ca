"""Parts of a large file: by nginx after the hub allowed it (X-Accel), beside nginx alone; then by the hub itself.

One JSON line per figure. Readers, nginx and the hub share the processors of this machine; turns alternate, so that
both see the same machine, and the median ratio counts. The last line says how much more memory the hub's web processes
hold while many readers at once take parts of the file from them, and while many hardly take anything:
`python benchmarks/serving.py --megabytes 500`. A database of its own is filled and thrown away. Needs nginx.
"""

import argparse
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from measured import REPOSITORY, say

GOAL, GROWTH_MB = 0.8, 16
MB = 1024 * 1024
PARTS = (1, 4, 16, 0)  # megabytes; 0: from somewhere to the end, as a browser asks that plays or jumps
DOOR = "/community/recordings/film/media/"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
CONFIG = """
{user} worker_processes 2; daemon off; pid {place}/pid; error_log {place}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; default_type video/mp4; keepalive_requests 1000000;
  client_body_temp_path {place}/b; proxy_temp_path {place}/p; fastcgi_temp_path {place}/f;
  uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  upstream hub {{ server 127.0.0.1:{hub}; keepalive 32; keepalive_requests 1000000; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://hub; proxy_http_version 1.1; proxy_set_header Connection "";
                  proxy_set_header Host 127.0.0.1; }}
    location /internal-media/ {{ internal; alias {media}/; }}
    location /alone/ {{ alias {media}/; }}
  }}
}}
"""


def main():
    """Start everything, measure, stop everything."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--megabytes", type=int, default=500, help="Size of the file.")
    options.add_argument("--seconds", type=float, default=2, help="Of each turn.")
    options.add_argument("--turns", type=int, default=3)
    options.add_argument("--readers", type=int, default=8)
    args = options.parse_args()
    if not NGINX:
        sys.exit("nginx is not on this machine.")
    folder = Path(tempfile.mkdtemp(prefix="serving-"))
    folder.chmod(0o711)  # the database runs as a user of its own
    os.environ |= {"HUB_VAR": str(folder), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "hub.settings"}
    sys.path.insert(0, str(REPOSITORY))
    from hub.embedded import ensure_running, release

    ensure_running(folder, durable=False)
    started = []
    try:
        name = filled(args.megabytes)
        beside_nginx(args, folder, name, started)
        by_itself(args, started)
    finally:
        for process in reversed(started):
            stop(process)
        release(folder)
        shutil.rmtree(folder, ignore_errors=True)


def filled(megabytes):
    """A recording for everybody, with a film of that size; its name in the storage."""
    import django

    django.setup()
    from django.core.files.storage import default_storage
    from django.core.management import call_command
    from django.db import connection

    from hub.recordings.models import Recording

    call_command("migrate", verbosity=0)
    talk = Recording.objects.create(slug="film", title="Film")
    name = f"recordings/{talk.pk}/video-film.mp4"
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(random.randbytes(MB))
    talk.files.create(kind="video", name=name, content_type="video/mp4", bytes=megabytes * MB)
    connection.close()
    connection.close_pool()
    return name


def beside_nginx(args, folder, name, started):
    """The same parts of the same file, in turns."""
    hub, port = web(started, HUB_X_ACCEL="/internal-media/"), free_port()
    place = folder / "nginx"
    place.mkdir()
    (place / "nginx.conf").write_text(
        CONFIG.format(
            place=place,
            port=port,
            hub=hub,
            media=folder / "media",
            user="user root;" if not os.getuid() else "",
        )
    )
    nginx = [NGINX, "-c", str(place / "nginx.conf"), "-p", str(place)]
    started.append(subprocess.Popen(nginx, stderr=subprocess.DEVNULL))
    wait_for(port)
    for part in PARTS:
        read(port, DOOR, part, args, seconds=1)
        ratios, ours, theirs = [], [], []
        for _ in range(args.turns):
            ours.append(read(port, DOOR, part, args))
            theirs.append(read(port, f"/alone/{name}", part, args))
            ratios.append(ours[-1] / theirs[-1])
        what = f"parts of {part} MB" if part else "from somewhere to the end"
        say(name=f"{what} through X-Accel", value=statistics.median(ours), unit="MB/s", n=args.turns,
            input=f"{args.megabytes} MB, {args.readers} readers",
            peer={"nginx alone": round(statistics.median(theirs))},
            ratio=statistics.median(ratios), goal=GOAL)  # fmt: skip
    stop(started.pop())
    stop(started.pop())


def by_itself(args, started):
    """What the hub's own processes hold while they send the file themselves."""
    port = web(started)
    whole = started[-1].pid
    read(port, DOOR, 1, args, readers=64, seconds=3)  # everything is loaded, as many threads run as ever will
    before, most = resident(whole), [0.0]
    over = threading.Event()
    watch = threading.Thread(target=lambda: keep_most(whole, most, over))
    watch.start()
    for part in (4, 16):
        rate = read(port, DOOR, part, args, readers=64, seconds=4)
        say(
            name=f"parts of {part} MB by the hub itself",
            value=rate,
            unit="MB/s",
            n=64,
            input="64 readers at once",
        )
    # they ask for all of it and take nothing
    slow = [asked(port, DOOR, 0, args.megabytes * MB) for _ in range(64)]
    time.sleep(5)
    for one in slow:
        one.close()
    over.set()
    watch.join()
    say(name="memory of the web processes", value=most[0] - before, unit="MB more at most", n=len(slow) + 64,
        input=f"{args.megabytes} MB, 64 readers of parts of 1 MB before; of larger ones, then 64 that take nothing",
        before=before, goal=GROWTH_MB)  # fmt: skip


def keep_most(pid, most, over):
    while not over.wait(0.1):
        most[0] = max(most[0], resident(pid))


def web(started, **settings):
    """The hub's web server as `make up` runs it; its port."""
    from hub.core.management.commands.up import web_command

    port = free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    env = {**os.environ, "HUB_DEBUG": "0", "HUB_DEMO": "0", **settings}
    started.append(subprocess.Popen(web_command("127.0.0.1", port), cwd=REPOSITORY, env=env, **quiet))
    wait_for(port)
    return port


def wait_for(port):
    for _ in range(600):
        try:
            asked(port, "/healthz", 0, 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("A server does not start.")


def asked(port, path, first, length):
    """A connection on which a part was asked for."""
    connection = socket.create_connection(("127.0.0.1", port), 20)
    connection.sendall(request(path, first, length))
    return connection


def request(path, first, length):
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes={first}-{first + length - 1}\r\n\r\n"
    return head.encode()


def read(port, path, part, args, *, seconds=None, readers=None):
    """How many megabytes a second all readers together get, in whole parts from anywhere in the file."""
    got, faults = [0], []
    begin = time.monotonic()
    end = begin + (seconds or args.seconds)
    threads = [
        threading.Thread(
            target=reader, args=(port, path, part * MB, args.megabytes * MB, end, got, faults, number)
        )
        for number in range(readers or args.readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        sys.exit(f"{path}: {faults[0]}")
    return got[0] / MB / (time.monotonic() - begin)


def reader(port, path, length, size, end, got, faults, number):
    """One that asks for the next part as soon as it has one."""
    dice, buffer = random.Random(number), bytearray(256 * 1024)
    try:
        connection = socket.create_connection(("127.0.0.1", port), 60)
        with connection:
            while time.monotonic() < end:
                first = dice.randrange(size - length)
                part = length or size - first
                connection.sendall(request(path, first, part))
                taken = answer(connection, buffer, part)
                got[0] += taken  # close enough: a lost addition is one part of thousands
    except (OSError, ValueError) as error:
        faults.append(repr(error))


def answer(connection, buffer, length):
    """Read one answer to its end; raises ValueError when it is not the part that was asked for."""
    view, here = memoryview(buffer), connection.recv_into(buffer)
    while (head := bytes(view[:here]).find(b"\r\n\r\n")) < 0:
        more = connection.recv_into(view[here:])
        if not more:
            raise ValueError("closed before it answered")
        here += more
    if b" 206 " not in bytes(view[:head])[:20]:
        raise ValueError(bytes(view[:head]).decode(errors="replace")[:200])
    here -= head + 4
    while here < length:
        taken = connection.recv_into(view[: min(len(buffer), length - here)])
        if not taken:
            raise ValueError(f"closed after {here} bytes")
        here += taken
    return here


def resident(pid):
    """MB that a process and all below it hold, shared pages once; media in the page cache is nobody's."""
    held = 0.0
    for one in tree(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        held += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return held


def tree(pid):
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below = task.read_text().split()
        except OSError:
            continue
        for child in below:
            yield from tree(int(child))


def stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(15)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
