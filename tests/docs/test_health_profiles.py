"""The page of the ready-made profiles says what the code does."""

import re
from pathlib import Path

import pytest

from hub.status.profiles import PROFILES, Profile

PAGE = Path(__file__).parents[2] / "docs/reference/health-profiles.md"
ROWS = re.compile(r"^\| `.*\|$", re.MULTILINE)


def must(profile: Profile) -> str:
    """What the answer must be, as the page says it."""
    said = [str(code) for code in profile.codes]
    said += [f"contain `{profile.contains}`"] if profile.contains else []
    said += [f"`{path}` is `{value}`" if value else f"`{path}` is there" for path, value in profile.json]
    return ", ".join(said)


def row(profile: Profile) -> str:
    """One line of the table."""
    cells = [f"`{profile.name}`", f"[{profile.title}]({profile.source})", f"`{profile.path}`", must(profile)]
    return f"| {' | '.join([*cells, profile.depth, f'{profile.unseen} {profile.hint}'.strip()])} |"


def test_the_table_has_every_profile_as_it_is_and_no_other() -> None:
    assert ROWS.findall(PAGE.read_text()) == [row(profile) for profile in PROFILES.values()]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_nothing_in_a_profile_breaks_the_table(profile: Profile) -> None:
    assert "|" not in row(profile)[1:-1].replace(" | ", "")
