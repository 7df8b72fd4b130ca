"""What a closed vote comes to: counted once, explained, and kept; pure, so that anybody can do it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from hub.voting import counting
from hub.voting.models.settings import Settings
from hub.voting.proof.canonical import digest
from hub.voting.tally import papers
from hub.voting.tally.published import Listed
from hub.voting.tally.turnout import Seat, quorum_needs, turnout_of

FORMAT = 1
Kind = Settings.Kind
Threshold = Settings.Threshold
THRESHOLDS = {
    Threshold.MAJORITY: (Fraction(1, 2), True),
    Threshold.TWO_THIRDS: (Fraction(2, 3), False),
    Threshold.THREE_QUARTERS: (Fraction(3, 4), False),
    Threshold.UNANIMOUS: (Fraction(1), False),
}
Verdict = tuple[bool, str, list[str]]  # decided, the reason as a sentence, keys of the winners


def outcome(
    frozen: Mapping[str, Any],
    *,
    ballots: Listed,
    electors: Sequence[Seat],
    concerns: Iterable[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """The result of a vote from its frozen settings, the published ballots, and who was entitled to vote.

    `electors` leaves out who was recused. A missed quorum means "not decided", never "rejected".
    """
    contents = [ballot["content"] for ballot in ballots]
    quorum = quorum_of(frozen, len(electors), len(ballots))
    counted = count_of(frozen, contents, len(electors), digest(ballots))
    raised = list(concerns)
    decided, reason, winners = _verdict(frozen, contents, quorum, counted.get("count"), raised)
    return {
        "format": FORMAT,
        "decided": decided,
        "reason": reason,
        "winners": winners,
        "quorum": quorum,
        "turnout": turnout_of(electors, named=frozen["secrecy"] == Settings.Secrecy.OPEN),
        "votes": _votes(frozen, contents),
        "concerns": raised,
        "count": None,
        "distances": [],
        "others": [],
        **counted,
    }


def quorum_of(frozen: Mapping[str, Any], electors: int, took_part: int) -> dict[str, Any]:
    """How many had to take part, and whether they did; who abstains takes part."""
    needed = quorum_needs(frozen["quorum_base"], frozen["quorum"], electors)
    return {"needed": needed, "took_part": took_part, "met": took_part >= needed}


def count_of(
    frozen: Mapping[str, Any], contents: Sequence[Mapping[str, Any]], electors: int, seed: str
) -> dict[str, Any]:
    """The count with how near it was and what other methods say; empty when there is nothing to count."""
    method = frozen["kind"]
    if method not in counting.METHODS or all(papers.is_abstention(content) for content in contents):
        return {}
    keys = keys_of(frozen)
    profile = counting.Profile(options=tuple(keys), rows=papers.rows(contents, method, keys))
    rules = rules_of(frozen, electors, seed)
    result = counting.count(profile, rules)
    return {
        "count": result.as_json(),
        "distances": counting.distances(profile, rules, result),
        "others": counting.other_methods(profile, rules),
    }


def keys_of(frozen: Mapping[str, Any]) -> list[str]:
    """What the counter chooses between, in order."""
    if frozen["kind"] == Kind.MAJORITY:
        return ["yes", "no"]
    return [option["key"] for option in frozen["options"]]


def rules_of(frozen: Mapping[str, Any], electors: int, seed: str) -> counting.Rules:
    """The frozen settings as the counter knows them; ties are drawn with the digest of the ballots."""
    share, strict = THRESHOLDS[frozen["threshold"]]
    options = frozen["options"]
    return counting.Rules(
        method=frozen["kind"],
        seats=frozen["seats"],
        unranked=frozen["unranked"],
        tie_rule=frozen["tie_rule"],
        status_quo=next((option["key"] for option in options if option["status_quo"]), None),
        threshold=share,
        threshold_strict=strict,
        threshold_of=frozen["threshold_of"],
        electorate=electors,
        max_mark=frozen["max_mark"],
        credits=frozen["credits"],
        quadratic=frozen["quadratic"],
        team_cap=frozen["team_cap"],
        teams={option["key"]: option["team"] for option in options if option["team"]},
        seed=seed,
    )


def _verdict(
    frozen: Mapping[str, Any],
    contents: Sequence[Mapping[str, Any]],
    quorum: Mapping[str, Any],
    count: Mapping[str, Any] | None,
    concerns: Sequence[Mapping[str, str]],
) -> Verdict:
    kind = frozen["kind"]
    standing = sum(concern["state"] == "raised" for concern in concerns)
    if not quorum["met"]:
        needed, took_part = quorum["needed"], quorum["took_part"]
        return False, f"Not decided: {took_part} took part, and {needed} had to.", []
    if standing and kind in Settings.WITH_CONCERNS:
        return False, f"Not decided: {_number(standing, 'concern')} still raised at the close.", []
    if kind == Kind.LAZY:
        return True, "Adopted: nobody holds anything against it.", ["yes"]
    if all(papers.is_abstention(content) for content in contents):
        reason = "everybody who took part abstained" if contents else "nobody voted"
        return False, f"Not decided: {reason}.", []
    if kind == Kind.CONSENT:
        return True, "Adopted by consent: no concern is left.", ["yes"]
    return _counted(frozen, count or {})


def _counted(frozen: Mapping[str, Any], count: Mapping[str, Any]) -> Verdict:
    winners = list(count["winners"])
    if frozen["kind"] == Kind.MAJORITY:
        totals = f"{count['totals']['yes']} for, {count['totals']['no']} against"
        word = "Adopted" if count["passed"] else "Rejected"
        return True, f"{word}: {totals}; needed was {_share(frozen)}.", winners
    names = {option["key"]: option["name"] for option in frozen["options"]}
    chosen = _listed([names[key] for key in winners])
    missing = min(frozen["seats"], len(names)) - len(winners)
    if not winners:
        return False, "Not decided: the options at the top tie, and a tie stays one.", []
    verb = "wins" if len(winners) == 1 else "win"
    if missing > 0:
        return True, f"{chosen} {verb}; {_number(missing, 'seat')} not filled.", winners
    return True, f"{chosen} {verb}.", winners


def _share(frozen: Mapping[str, Any]) -> str:
    of = {
        Settings.ThresholdOf.CAST: "of the votes for and against",
        Settings.ThresholdOf.BALLOTS: "of all ballots",
        Settings.ThresholdOf.ELECTORATE: "of the electorate",
    }[frozen["threshold_of"]]
    return f"{Threshold(frozen['threshold']).label.lower()} {of}"


def _votes(frozen: Mapping[str, Any], contents: Iterable[Mapping[str, Any]]) -> dict[str, int] | None:
    """How often each answer was given, where the ballot is one word."""
    words = papers.VOTES.get(frozen["kind"])
    if words is None:
        return None
    given = Counter(content["vote"] for content in contents)
    return {word: given[word] for word in words}


def _number(count: int, thing: str) -> str:
    return f"1 {thing} is" if count == 1 else f"{count} {thing}s are"


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
