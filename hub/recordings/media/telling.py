"""Write down what happened to a recording, without a word of it where not everybody who is signed in may know of it."""

from __future__ import annotations

from hub.accounts.models import User
from hub.activity.actions import record
from hub.recordings.models import Recording


def note(
    kind: str, recording: Recording, did: str, *, by: User | None, tell: list[User] | None = None
) -> None:
    """Record it; `did` has `{title}` where the title goes. Feeds name no draft and no recording of a group."""
    named = recording.state in Recording.SHOWN and recording.audience != Recording.Audience.GROUP
    if named:
        record(
            kind,
            recording,
            did.format(title=f"*{recording.title}*"),
            by=by,
            tell=tell,
            public=recording.is_open,
        )
        return
    unnamed = Recording(pk=recording.pk, title="A recording")
    unnamed.get_absolute_url = f"/community/recordings/key/{recording.pk}/".__str__  # type: ignore[method-assign]
    record(kind, unnamed, did.format(title="a recording"), by=by, tell=tell, public=False)
