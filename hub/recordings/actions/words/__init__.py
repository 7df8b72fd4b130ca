"""What people and machines do with the words of a recording."""

from hub.recordings.actions.words.correcting import Edit, correct_captions, shift_captions
from hub.recordings.actions.words.spelling import spell_name
from hub.recordings.actions.words.taking_in import (
    TakenIn,
    refuse_over_people,
    take_in_captions,
    write_machine_captions,
)

__all__ = [
    "Edit", "TakenIn", "correct_captions", "refuse_over_people", "shift_captions", "spell_name", "take_in_captions",
    "write_machine_captions",
]  # fmt: skip
