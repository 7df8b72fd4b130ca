"""How many status polls a second two web workers answer: 304s of summary.json and of the v2 summary, beside plain ones.

The load comes from asyncio clients over kept-open connections on the same machine, so the figure is a lower
bound: clients and server share the processors. Options: --seconds 5 --connections 32 --workers 2.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = "/status/summary.json"
V2 = "/status/api/v2/summary.json"
PLAIN = """
def application(environ, start_response):
    start_response("304 Not Modified", [("ETag", '"s1"')])
    return [b""]
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(application, workers, folder):
    """A granian with that application, answering; its process and port."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--no-ws", application,
    ]  # fmt: skip
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "hub.settings", "PYTHONPATH": f"{ROOT}:{folder}"}
    process = subprocess.Popen(
        command,
        env=env,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return process, port
        except OSError:
            time.sleep(0.1)
    sys.exit("The web server does not start.")


async def poll(port, address, end, counts):
    """One client: asks again as soon as it has its answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = request_with(address, b'"none"')
    while time.monotonic() < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        code = int(head[9:12])
        counts[code] = counts.get(code, 0) + 1
        length = head.lower().find(b"content-length:")
        if length >= 0:
            size = int(head[length + 15 : head.index(b"\r\n", length)])
            await reader.readexactly(size)
        if code == 200:  # a new version: go on with its ETag
            start = head.lower().find(b"etag: ") + 6
            etag = head[start : head.index(b"\r\n", start)]
            request = request_with(address, etag)
    writer.close()


def request_with(address, etag):
    return f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nIf-None-Match: ".encode() + etag + b"\r\n\r\n"


def rate(port, address, seconds, connections):
    """Answers a second by code."""
    counts = {}

    async def run():
        end = time.monotonic() + seconds
        await asyncio.gather(*(poll(port, address, end, counts) for _ in range(connections)))

    asyncio.run(run())
    return {code: round(number / seconds) for code, number in counts.items()}


def measure(application, address, args, folder):
    process, port = start(application, args.workers, folder)
    try:
        if application.startswith("hub"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}{address}").read()
        rate(port, address, 1, args.connections)  # warm
        return rate(port, address, args.seconds, args.connections)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=5)
    options.add_argument("--connections", type=int, default=32)
    options.add_argument("--workers", type=int, default=2)
    args = options.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

    import django
    from django.conf import settings

    django.setup()
    if settings.EMBEDDED_DATABASE:
        from hub.embedded import ensure_running

        ensure_running(settings.VAR)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "plain304.py").write_text(PLAIN)
        peer = measure("plain304:application", OURS, args, folder)
        for name, address in (("status_poll", OURS), ("status_poll_v2", V2)):
            say(name, measure("hub.wsgi:application", address, args, folder), peer, args)


def say(name, ours, peer, args):
    """One line of JSON."""
    result = {
        "name": name, "value": ours.get(304, 0), "unit": "304/s",
        "n": ours.get(304, 0) * args.seconds,
        "input": f"{args.connections} connections, {args.workers} workers, {args.seconds} s",
        "by_code": ours, "peer": {"granian plain 304": peer.get(304, 0)},
        "ratio": round(ours.get(304, 0) / max(peer.get(304, 1), 1), 2),
    }  # fmt: skip
    print(json.dumps(result))


if __name__ == "__main__":
    main()
