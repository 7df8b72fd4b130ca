"""Uploads that survive a lost connection: the tus 1.0 protocol, for browsers and programs."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from hub.accounts.authentication import ReadOrMayWrite, TokenAuthentication, person
from hub.core.errors import Refused
from hub.recordings.actions import uploading
from hub.recordings.media import spool
from hub.recordings.models import Recording, Upload

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
EXTENSIONS = "creation,creation-with-upload,creation-defer-length,checksum,expiration,termination"
ALGORITHMS = {"sha256": hashlib.sha256, "sha1": hashlib.sha1}
CHECKSUM_MISMATCH = 460
STATUS: dict[type[Exception], int] = {  # the first that fits
    uploading.TooLargeError: 413,
    uploading.TakenError: 423,
    Upload.DoesNotExist: 404,
    ValidationError: 400,
    PermissionDenied: 403,
}


class AnswerError(Exception):
    """An answer that ends the request: its status, and why in words."""

    def __init__(self, status: int, words: str, **headers: str) -> None:
        super().__init__(words)
        self.status, self.words, self.headers = status, words, headers


def answer(status: int, words: str = "", **headers: str) -> HttpResponse:
    """An answer with the headers that all of them carry."""
    made = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    if status == 204:
        del made["Content-Type"]
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in {"Tus-Resumable": VERSION, "Cache-Control": "no-store", **named}.items():
        made[name] = value
    return made


class Tus(APIView):
    """What both doors share: who may, which version, and how refusals look."""

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes = [ReadOrMayWrite]
    parser_classes: list[Any] = []
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Everybody may ask what is spoken here; for all else somebody is signed in and speaks the version."""
        super().initial(request, *args, **kwargs)
        if request.method not in ("POST", "HEAD", "PATCH", "DELETE"):
            return
        if not request.user.is_authenticated:
            raise NotAuthenticated
        if request.headers.get("Tus-Resumable") != VERSION:
            raise AnswerError(412, f"Say Tus-Resumable: {VERSION}.", Tus_Version=VERSION)

    def handle_exception(self, exc: Exception) -> Any:
        """Refusals in the words of the protocol; all else as the other doors have it."""
        if isinstance(exc, AnswerError):
            return answer(exc.status, exc.words, **exc.headers)
        if isinstance(exc, uploading.TooManyError):
            return answer(429, str(exc), Retry_After=str(exc.wait))
        if isinstance(exc, Refused):
            return answer(507 if exc.code == "no_room" else 409, exc.reason)
        found = next((status for kind, status in STATUS.items() if isinstance(exc, kind)), None)
        if found is None:
            return super().handle_exception(exc)
        return answer(found, " ".join(exc.messages) if isinstance(exc, ValidationError) else str(exc))

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """What is spoken here."""
        return answer(
            204, Tus_Version=VERSION, Tus_Extension=EXTENSIONS, Tus_Max_Size=str(uploading.limit()),
            Tus_Checksum_Algorithm=",".join(ALGORITHMS),
        )  # fmt: skip


# /community/recordings/uploads/
class Uploads(Tus):
    """Where uploads begin."""

    def post(self, request: Request) -> HttpResponse:
        """Begin one; its first piece may come along."""
        said = metadata(request.headers.get("Upload-Metadata", ""))
        length = _length(request)
        by = person(request)
        recording = _recording(by, said.get("recording", ""))
        with transaction.atomic():
            row = uploading.start_upload(
                by=by, recording=recording, filename=said.get("filename", ""), length=length, metadata=said
            )
            if length == 0:
                uploading.wrote(row, 0)
        place = reverse("recordings:upload", args=[row.pk])
        headers = {
            "Location": request.build_absolute_uri(place),
            "Upload_Expires": http_date(row.expires_at.timestamp()),
        }
        if request.content_type == PIECE and length != 0:
            headers["Upload_Offset"] = str(take_piece(request, row.pk, 0))
        return answer(201, **headers)


# /community/recordings/uploads/<uuid>/
class OneUpload(Tus):
    """One upload: where it stopped, its next piece, its end."""

    def head(self, request: Request, key: UUID) -> HttpResponse:
        """How much of it is here."""
        row = Upload.objects.get(pk=key, user=person(request))
        refuse_expired(row)
        here = row.offset if row.finished_at else spool.size(key)
        sizes = {"Upload_Defer_Length": "1"} if row.length is None else {"Upload_Length": str(row.length)}
        return answer(
            200, Upload_Offset=str(here), **sizes, Upload_Expires=http_date(row.expires_at.timestamp())
        )

    def patch(self, request: Request, key: UUID) -> HttpResponse:
        """The next piece of it."""
        if request.content_type != PIECE:
            raise AnswerError(415, f"A piece is sent as {PIECE}.")
        offset = _number(request.headers.get("Upload-Offset"), "Upload-Offset")
        here = take_piece(request, key, offset)
        row = Upload.objects.get(pk=key)
        return answer(204, Upload_Offset=str(here), Upload_Expires=http_date(row.expires_at.timestamp()))

    def delete(self, request: Request, key: UUID) -> HttpResponse:
        """Throw it away."""
        uploading.cancel_upload(key, by=person(request))
        return answer(204)


def refuse_expired(row: Upload) -> None:
    """What nobody continued for days is gone."""
    if row.finished_at is None and row.expires_at <= timezone.now():
        spool.drop(row.pk)
        raise AnswerError(410, "Nobody continued this upload for days: it is gone. Begin anew.")


def take_piece(request: Request, key: UUID, offset: int) -> int:
    """Write the piece behind what is here; says how much is here then. The row is locked while it comes in."""
    proof = _proof(request.headers.get("Upload-Checksum", ""))
    with transaction.atomic():
        row = uploading.hold(key, by=person(request))
        refuse_expired(row)
        here = row.offset if row.finished_at else spool.size(key)
        if offset != here:
            raise AnswerError(409, f"{here} bytes are here. Go on behind them.", Upload_Offset=str(here))
        if row.length is None and "Upload-Length" in request.headers:
            row.length = _length(request)
        most = uploading.most_now(row, here)
        if int(request.headers.get("Content-Length") or 0) > most:
            raise AnswerError(413, "This piece is longer than what is missing.")
        matches = _write(request, row, most, proof)
        here = spool.size(key)
        uploading.wrote(row, here)
    if not matches:
        raise AnswerError(CHECKSUM_MISMATCH, "The piece is not what its checksum says. Send it again.")
    return here


def _write(request: Request, row: Upload, most: int, proof: tuple[str, bytes] | None) -> bool:
    """The body of the request, straight to the disk; whether it is what its checksum says."""
    read = request._request.read  # noqa: SLF001 -- the body as it comes; Django's own limit is for forms
    if proof is None:
        spool.append(row.pk, read, most)
        return True
    digest = ALGORITHMS[proof[0]](usedforsecurity=False)
    with spool.unproven(row.pk) as prove:
        spool.append(row.pk, read, most, digest.update)
        if matches := digest.digest() == proof[1]:
            prove()
    return matches


def _proof(header: str) -> tuple[str, bytes] | None:
    """Algorithm and digest of a Upload-Checksum header."""
    if not header:
        return None
    name, _, coded = header.partition(" ")
    if name not in ALGORITHMS:
        raise AnswerError(400, f"Checksums are {', '.join(ALGORITHMS)}.")
    try:
        return name, base64.b64decode(coded, validate=True)
    except binascii.Error as error:
        raise AnswerError(400, "The checksum is not Base64.") from error


def metadata(header: str) -> dict[str, str]:
    """What the sender says of the file: names and Base64 values, separated by commas."""
    found = {}
    for pair in filter(None, (pair.strip() for pair in header[:8192].split(","))):
        name, _, coded = pair.partition(" ")
        try:
            found[name[:100]] = base64.b64decode(coded, validate=True).decode().replace("\0", "")[:1000]
        except (binascii.Error, UnicodeDecodeError) as error:
            raise AnswerError(400, f"Upload-Metadata cannot be read at {name[:100]!r}.") from error
    return {name: value for name, value in found.items() if name not in ("url", "storage")}


def _length(request: Request) -> int | None:
    if request.headers.get("Upload-Defer-Length") == "1" and "Upload-Length" not in request.headers:
        return None
    length = _number(request.headers.get("Upload-Length"), "Upload-Length")
    if length > uploading.limit():
        raise AnswerError(413, f"At most {uploading.limit()} bytes are taken.")
    return length


def _number(text: str | None, name: str) -> int:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 15:
        raise AnswerError(400, f"{name} must be a number of bytes.")
    return int(text)


def _recording(by: Any, slug: str) -> Recording | None:
    """The recording that the file is for; somebody else's draft is as good as none."""
    if not slug:
        return None
    found = Recording.objects.visible_to(by).filter(slug=slug).first()
    if found is None:
        raise AnswerError(404, "There is no such recording.")
    return found
