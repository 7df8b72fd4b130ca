"""Bring a file that was handed in to its place: from the uploads, from an address, from the storage itself."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urljoin

import aiohttp
from django.conf import settings
from django.core.files.storage import default_storage

from hub.core import web
from hub.core.guard import Blocked, Guard
from hub.recordings.actions import processing, uploading
from hub.recordings.media import probe, pulse, spool, store
from hub.recordings.media.steps import Unusable
from hub.recordings.models import Job, Upload

CHUNK = 256 * 1024
REDIRECTS = 5
ANSWERS_IN_S = 30
ENDINGS = {
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "video/quicktime": "mov",
    "video/x-msvideo": "avi",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/x-wav": "wav",
    "audio/ogg": "ogg",
}


def fetch(job: Job) -> str:
    """The last file handed in becomes the original of the recording."""
    upload = (
        Upload.objects.filter(recording=job.recording_id)
        .exclude(finished_at=None)
        .order_by("-finished_at")
        .first()
    )
    if upload is None:
        raise Unusable("There is no file yet. Hand one in.")
    if "url" in upload.metadata and not spool.file_of(f"{upload.pk}.whole").exists():
        try:
            asyncio.run(_download(upload, job))
        except Unusable:
            spool.drop(upload.pk)  # half a file is of no use: another try begins at its start
            raise
    name = _moved(upload, job)
    size = default_storage.size(name)
    with store.workshop(job) as folder:
        digest = store.digest_of(store.on_disk(name, folder))
    processing.take_original(
        job, name, content_type="application/octet-stream", bytes=size, sha256=digest,
        details={"filename": upload.filename},
    )  # fmt: skip
    spool.drop(upload.pk)
    spool.drop(f"{upload.pk}.whole")
    return f"{size / 1_000_000:.1f} MB."


def _moved(upload: Upload, job: Job) -> str:
    """The file under its name in the storage. The name follows from the upload: a second run finds the first's work."""
    if "storage" in upload.metadata:
        return _from_storage(upload, job)
    waiting = spool.file_of(upload.pk)
    source = waiting if "url" not in upload.metadata else spool.file_of(f"{upload.pk}.whole")
    ending = ENDINGS.get(probe.type_of(source), "bin") if source.exists() else ""
    for known in [ending] if ending else [*ENDINGS.values(), "bin"]:
        name = store.new_name(job.recording_id, "original", known, upload.pk.hex)
        if source.exists():
            store.put(source, name)
            return name
        if default_storage.exists(name):
            return name
    raise Unusable("What was handed in is no longer here. Hand it in again.")


def _from_storage(upload: Upload, job: Job) -> str:
    """A file that lies in the storage: old ones stay where they are, those dropped in `incoming/` move."""
    name = str(upload.metadata["storage"])
    if not name.startswith(f"{settings.INCOMING}/"):
        if not default_storage.exists(name):
            raise Unusable("The file is no longer in the storage.")
        return name
    ending = Path(name).suffix.lstrip(".").lower()
    target = store.new_name(
        job.recording_id, "original", ending if ending.isalnum() else "bin", upload.pk.hex
    )
    if default_storage.exists(name):
        with store.workshop(job) as folder:
            store.put(store.on_disk(name, folder), target)
        default_storage.delete(name)
    elif not default_storage.exists(target):
        raise Unusable("The file is no longer in the storage.")
    return target


async def _download(upload: Upload, job: Job) -> None:
    """Fetch an address into the spool, capped; every hop of a redirect is looked at again."""
    guard = Guard(settings.FETCH_NETWORKS, "HUB_FETCH_NETWORKS")
    connector = aiohttp.TCPConnector(force_close=True, socket_factory=guard.socket)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=ANSWERS_IN_S, sock_read=ANSWERS_IN_S)
    url = str(upload.metadata["url"])
    jar = aiohttp.DummyCookieJar()
    try:
        async with aiohttp.ClientSession(
            connector=connector, cookie_jar=jar, trust_env=False, timeout=timeout
        ) as session:
            for _ in range(REDIRECTS):
                if (fault := web.fault_of(url)) is not None:
                    raise Unusable(fault)
                async with session.get(url, allow_redirects=False) as answer:
                    if answer.status in (301, 302, 303, 307, 308):
                        url = urljoin(url, answer.headers.get("Location", ""))
                        continue
                    await _write(answer, upload, job)
                    return
        raise Unusable("The address leads from one to the next without end.")
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unusable(_words(error)) from error


async def _write(answer: aiohttp.ClientResponse, upload: Upload, job: Job) -> None:
    if answer.status != 200:
        raise Unusable(f"The address answered {answer.status}.")
    total, most, here = answer.content_length or 0, uploading.limit(), 0
    if total > most:
        raise Unusable(f"The file is larger than {settings.UPLOAD_LIMIT_MB} MB, the most that is taken.")
    part = spool.file_of(upload.pk)
    with part.open("wb") as file:
        async for piece in answer.content.iter_chunked(CHUNK):
            pulse.check(job)
            here += len(piece)
            if here > most:
                raise Unusable(
                    f"The file is larger than {settings.UPLOAD_LIMIT_MB} MB, the most that is taken."
                )
            file.write(piece)
            job.progress = min(99, here * 100 // total) if total else 0
    part.replace(spool.file_of(f"{upload.pk}.whole"))


def _words(error: BaseException) -> str:
    """Why it could not be fetched, without what the other side answered."""
    blocked = error if isinstance(error, Blocked) else getattr(error, "os_error", None)
    if isinstance(blocked, Blocked):
        return f"Not fetched: {blocked}."
    if isinstance(error, TimeoutError):
        return f"The address did not answer within {ANSWERS_IN_S} s."
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "The host of the address is not known."
    if isinstance(error, aiohttp.ClientPayloadError):
        return "The connection broke before all of the file was here."
    return f"The address could not be asked ({type(error).__name__})."
