"""Take a file in: piece by piece (tus), whole, from an address, or from the folder that others drop files into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import OperationalError, transaction
from django.db.models import Sum
from django.utils import timezone

from hub.accounts.limiter import Limit
from hub.accounts.models import User
from hub.core import limits, web
from hub.core.errors import Refused
from hub.core.permissions import authorize
from hub.core.slugs import save_with_slug
from hub.meetings.models import Meeting
from hub.recordings.media import spool
from hub.recordings.media.telling import note
from hub.recordings.models import Job, MediaFile, Recording, Upload
from hub.recordings.rules import groups_to_show_to
from hub.recordings.watching import old_media
from hub.sigs.models import Group

MEGABYTE = 1024 * 1024
WAITS = dt.timedelta(days=3)  # for the next piece
BEGUN_AN_HOUR = Limit(tries=60, seconds=3600)
RESERVED = frozenset(
    {"new", "key", "uploads", "search", "feed", "series", "embed"}
)  # addresses beside recordings


class TooLargeError(ValidationError):
    """More than the hub takes."""


class TooManyError(Exception):
    """Begun too often; `wait` says for how many seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too many uploads begun. Wait {wait} s.")
        self.wait = wait


class TakenError(Exception):
    """Somebody else writes to this upload at this moment."""


def limit() -> int:
    """The largest file that is taken (bytes)."""
    return int(settings.UPLOAD_LIMIT_MB) * MEGABYTE


@transaction.atomic
def add_recording(
    *, by: User, title: str, recorded_on: dt.date | None = None, meeting: Meeting | None = None,
    audience: str = Recording.Audience.INTERNAL, group: Group | None = None, event: str = "", language: str = "",
) -> Recording:  # fmt: skip
    """Begin a recording: a draft that only its owner sees, until there is a file and it is published."""
    authorize(by, "recordings.add_recording")
    if audience == Recording.Audience.GROUP and group is None:
        raise ValidationError({"group": "Say which group it is for."})
    if group and not groups_to_show_to(by, Recording()).filter(pk=group.pk).exists():
        raise ValidationError({"group": f"You are not in {group.name}."})
    if recorded_on and recorded_on > timezone.localdate() + dt.timedelta(days=1):
        raise ValidationError({"recorded_on": "This day is still to come."})
    row = Recording(
        title=title.strip(), recorded_on=recorded_on or (meeting.day if meeting else None), meeting=meeting,
        event=event or (meeting.series.title if meeting else ""), audience=audience, language=language,
        group=group if audience == Recording.Audience.GROUP else None, owner=by, state=Recording.State.DRAFT,
    )  # fmt: skip
    save_with_slug(row, title, "recording", RESERVED)
    note("recordings.recording_begun", row, "began {title}", by=by)
    return row


@transaction.atomic
def start_upload(
    *, by: User, recording: Recording | None, filename: str = "", length: int | None = None,
    metadata: dict[str, str] | None = None,
) -> Upload:  # fmt: skip
    """Begin to send a file; without a recording one is made of it at the end."""
    authorize(by, "recordings.add_recording")
    if recording:
        authorize(by, "recordings.look_after", recording)
        if recording.is_retired:
            raise Refused("It is retired. Bring it back before you hand in a file.", "retired")
    if wait := BEGUN_AN_HOUR.take("recordings.upload", str(by.pk)):
        raise TooManyError(wait)
    _check_room(by, length or 0)
    row = Upload.objects.create(
        user=by, recording=recording, filename=_clean(filename), length=length, metadata=metadata or {},
        expires_at=timezone.now() + WAITS,
    )  # fmt: skip
    spool.begin(row.pk)
    return row


def _clean(filename: str) -> str:
    """The last part of a file's name, without what no name needs."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[: limits.LINE]


def _check_room(by: User, length: int) -> None:
    if length > limit():
        raise TooLargeError(f"The file is larger than {settings.UPLOAD_LIMIT_MB} MB, the most that is taken.")
    User.objects.select_for_update().get(pk=by.pk)  # one at a time: two uploads do not share what is left
    unfinished = Upload.objects.filter(user=by, finished_at=None, expires_at__gt=timezone.now())
    held = unfinished.aggregate(sum=Sum("length"))["sum"] or 0
    if held + length > int(settings.UPLOAD_QUOTA_MB) * MEGABYTE:
        raise TooLargeError("Your other uploads are not finished. Finish or cancel them first.")
    if not spool.has_room(length):
        raise Refused(
            "There is no room on the disk for this file. The platform team has to make some.", "no_room"
        )


def hold(key: UUID, *, by: User) -> Upload:
    """The upload, locked until the transaction ends; raises TakenError when somebody else writes to it."""
    try:
        with transaction.atomic():
            return Upload.objects.select_for_update(nowait=True, of=("self",)).get(pk=key, user=by)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "55P03":  # lock not available
            raise TakenError("Somebody else writes to this upload at this moment.") from error
        raise


def most_now(upload: Upload, here: int) -> int:
    """How many more bytes it may have."""
    return (upload.length if upload.length is not None else limit()) - here


def wrote(upload: Upload, here: int) -> None:
    """Note how much is here now; it waits longer again. All of it: it goes to its recording."""
    upload.offset, upload.expires_at = here, timezone.now() + WAITS
    upload.save(update_fields=["offset", "expires_at", "length"])
    if upload.length is not None and here == upload.length and upload.finished_at is None:
        hand_in(upload)


def hand_in(upload: Upload) -> Recording:
    """All of the file is here: give it to its recording (a new draft if it has none) and have it looked at."""
    upload.finished_at = timezone.now()
    if upload.recording is None:
        title = upload.filename.rsplit(".", 1)[0].replace("_", " ").strip()[: limits.LINE] or "Recording"
        upload.recording = add_recording(by=upload.user, title=title)
    upload.save(update_fields=["finished_at", "recording"])
    _queue(upload.recording, by=upload.user)
    return upload.recording


def _queue(recording: Recording, *, by: User | None) -> None:
    """The work begins afresh with the new file; what can be watched now stays until then."""
    recording.jobs.all().delete()
    Job.objects.create(recording=recording, step=Job.Step.FETCH)
    note("recordings.file_handed_in", recording, "handed in the file of {title}", by=by)


@transaction.atomic
def take_whole(
    recording: Recording, *, by: User, filename: str, length: int, read: Callable[[int], bytes]
) -> Upload:
    """A small file that came with a form, all at once."""
    upload = start_upload(by=by, recording=recording, filename=filename, length=length)
    if spool.append(upload.pk, read, length) != length:
        raise Refused("The file did not arrive whole. Send it again.", "not_whole")
    wrote(upload, length)
    return upload


@transaction.atomic
def take_from_address(recording: Recording, *, by: User, url: str) -> Upload:
    """Have a worker fetch the file from an address; only networks that the settings name are asked."""
    web.validate(url)
    upload = start_upload(
        by=by, recording=recording, filename=url.split("?", maxsplit=1)[0], metadata={"url": url}
    )
    upload.finished_at = timezone.now()
    upload.save(update_fields=["finished_at"])
    _queue(recording, by=by)
    return upload


@transaction.atomic
def take_from_storage(name: str, *, recording: Recording | None, owner: User, title: str) -> Upload:
    """A file that was put into the storage by other means: it goes to its recording, or to a new draft."""
    found = recording or add_recording(by=owner, title=title)
    upload = Upload.objects.create(
        user=owner, recording=found, filename=_clean(name), metadata={"storage": name}, finished_at=timezone.now(),
        expires_at=timezone.now() + WAITS,
    )  # fmt: skip
    _queue(found, by=None)
    return upload


def adopt_old_file(recording: Recording) -> bool:
    """A file that lies in the storage as `recordings/SLUG.mp4` becomes its original; whether there is one."""
    old = old_media(recording)
    if old is None:
        return False
    MediaFile.objects.create(
        recording=recording, kind=MediaFile.Kind.ORIGINAL, name=old.name, content_type=old.content_type,
        bytes=default_storage.size(old.name),
    )  # fmt: skip
    return True


@transaction.atomic
def cancel_upload(key: UUID, *, by: User) -> None:
    """Throw away what is here of a file that is not finished."""
    upload = hold(key, by=by)
    if upload.finished_at:
        raise Refused("All of it is here already. Remove the recording instead.", "finished")
    upload.delete()
    transaction.on_commit(lambda: spool.drop(key))


def sweep_uploads(now: dt.datetime) -> int:
    """Forget uploads that nobody continued; says how many. Their rows stay a while, to say that they are gone."""
    old: Any = Upload.objects.filter(expires_at__lt=now, finished_at=None)
    for key in old.values_list("pk", flat=True):
        spool.drop(key)
    return int(Upload.objects.filter(expires_at__lt=now - 10 * WAITS).delete()[0])
