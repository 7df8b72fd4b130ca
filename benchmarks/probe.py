"""What one check costs: 1,000 HTTP targets every 20 s on loopback, the real prober, for a minute.

Prints the CPU time per check, everything in (asking, judging, damping, writing), beside that of bare aiohttp
doing the same requests and nothing else. Needs the embedded PostgreSQL or DATABASE_URL; makes a database of
its own and drops it. Options: --targets 1000 --interval 20 --seconds 60.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")


def serve(port_out):
    """A loopback server that answers OK at once, in a process of its own."""
    reply = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK"

    async def answer(reader, writer):
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(reply)
            await writer.drain()
        writer.close()

    async def run():
        server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
        port_out.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def bare_aiohttp(port, checks):
    """CPU milliseconds per request of aiohttp alone, a new connection each, 50 at a time."""
    import aiohttp

    async def run():
        connector = aiohttp.TCPConnector(limit=50, force_close=True)
        async with aiohttp.ClientSession(connector=connector) as session:

            async def one():
                async with session.get(f"http://127.0.0.1:{port}/") as response:
                    await response.read()

            for _ in range(checks // 50):
                await asyncio.gather(*(one() for _ in range(50)))

    before = time.process_time()
    asyncio.run(run())
    return (time.process_time() - before) * 1000 / checks


def database(name, server):
    """The address of a database on that server, as the prober's environment wants it."""
    host = server["HOST"]
    who = server["USER"] + (f":{server['PASSWORD']}" if server["PASSWORD"] else "")
    if host.startswith("/"):
        return f"postgresql://{who}@/{name}?host={quote(host, safe='')}"
    return f"postgresql://{who}@{host}{':' + str(server['PORT']) if server['PORT'] else ''}/{name}"


def fill(count, interval, port):
    """The targets, all of one service."""
    from hub.catalog.models import Service
    from hub.status.models import Target

    service = Service.objects.create(slug="bench", name="Bench")
    Target.objects.bulk_create(
        Target(
            slug=f"bench-{n}", name=f"Bench {n}", service=service, url=f"http://127.0.0.1:{port}/",
            body_contains="OK", interval_s=interval,
        )
        for n in range(count)
    )  # fmt: skip


def cpu_of(pid):
    """User and system seconds a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(env, seconds):
    """Run the prober for a while: checks it stored, and the CPU seconds it used in that time."""
    from hub.status.models import Observation, Target

    prober = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "probe"], env=env, stderr=subprocess.DEVNULL
    )
    try:
        while Target.objects.exclude(observed_at=None).count() < Target.objects.count() * 0.99:
            time.sleep(0.5)
        checks, cpu = Observation.objects.count(), cpu_of(prober.pid)
        time.sleep(seconds)
        checks, cpu = Observation.objects.count() - checks, cpu_of(prober.pid) - cpu
        down = Observation.objects.exclude(status="ok").count()
        return checks, cpu, down
    finally:
        prober.terminate()
        prober.wait(10)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--targets", type=int, default=1000)
    options.add_argument("--interval", type=int, default=20)
    options.add_argument("--seconds", type=int, default=60)
    args = options.parse_args()

    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections

    if settings.EMBEDDED_DATABASE:
        from hub.embedded import ensure_running

        ensure_running(settings.VAR)
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    ours, child = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(child,), daemon=True)
    server.start()
    port, name = ours.recv(), f"hub_bench_{os.getpid()}"
    facts = connection.settings_dict
    facts["OPTIONS"].pop("pool", None)
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    url, original = database(name, facts), facts["NAME"]
    try:
        connection.close()
        facts["NAME"] = name
        call_command("migrate", verbosity=0)
        fill(args.targets, args.interval, port)
        env = os.environ | {
            "DATABASE_URL": url,
            "HUB_PROBE_NETWORKS": "127.0.0.0/8",
            "HUB_VAR": str(settings.VAR),
        }
        checks, cpu, failed = measure(env, args.seconds)
    finally:
        connections.close_all()
        facts["NAME"] = original
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    peer = bare_aiohttp(port, 2000)
    server.terminate()
    value = cpu * 1000 / max(checks, 1)
    result = {
        "name": "probe", "value": round(value, 3), "unit": "ms of CPU per check", "n": checks,
        "input": f"{args.targets} targets every {args.interval} s, {args.seconds} s", "not_ok": failed,
        "peer": {"bare aiohttp": round(peer, 3)}, "ratio": round(value / peer, 2),
    }  # fmt: skip
    print(json.dumps(result))


if __name__ == "__main__":
    main()
