"""A table of reactions for the tests: one that works, one that fails until it is mended, one that tells."""

from celery import shared_task

from hub.activity.kinds import TELL, Kind

done: list[int] = []
broken: list[bool] = []


@shared_task(name="tests.note")
def note(entry_id: int) -> None:
    done.append(entry_id)


@shared_task(name="tests.stumble")
def stumble(entry_id: int) -> None:
    if broken:
        raise ConnectionError("the other side is away")
    done.append(-entry_id)


REACTIONS = {
    "test.noted": Kind("A thing is noted", ("tests.note",)),
    "test.stumbled": Kind("A thing is noted and stumbles", ("tests.stumble", "tests.note")),
    "test.told": Kind("A thing is told", (TELL,)),
    "test.mailed": Kind("A thing is mailed", (TELL,), by_mail=True),
    "test.asked": Kind("Only those named are told", (TELL,), to_followers=False),
    "test.unknown_task": Kind("A consequence that nobody wrote", ("tests.nobody",)),
}
