"""The rules of a decision in plain sentences: what people should know before they vote, and afterwards."""

from __future__ import annotations

from django.template.defaultfilters import pluralize

from hub.voting.models import Decision

HOW = {
    "lazy": "It passes unless somebody raises a concern that still stands at the close. There are no ballots.",
    "consent": "It passes when no concern is left standing at the close.",
    "majority": "You vote yes or no.",
    "approval": "You tick every option you could live with; the option with the most ticks wins.",
    "score": "You give each option a mark from 0 to {max_mark}; the highest sum wins.",
    "star": "You give each option a mark from 0 to {max_mark}; of the two with the highest sums, the one "
    "preferred by more people wins.",
    "schulze": "You rank the options. They are compared two by two; an option that beats every other wins, "
    "and cycles are settled by the strongest paths (Schulze).",
    "ranked-pairs": "You rank the options. They are compared two by two; the clearest results are locked in "
    "first, and those that contradict them are skipped (Ranked Pairs).",
    "stv": "You rank the options. A share of the votes wins a seat; what is over, and the votes of those who "
    "cannot win, pass on to the next on each ballot (Scottish STV).",
    "points": "You hand out {credits} credits among the options; the most points win.",
}
THRESHOLD_OF = {
    "cast": "of the votes for and against must be yes; abstentions do not count.",
    "ballots": "of all ballots must be yes; an abstention counts against it.",
    "electorate": "of everybody who may vote must be yes; who does not vote counts against it.",
}
UNRANKED = {
    ("rank", "last"): "Options you leave out count as ranked behind all others, together.",
    ("rank", "no-opinion"): "Options you leave out count as no opinion: you take no side about them.",
    ("mark", "last"): "An option you give no mark counts as 0.",
    (
        "mark",
        "no-opinion",
    ): "An option you give no mark counts as no opinion: it gets the average of its marks.",
}
TIES = {
    "draw": "A tie is broken by a draw that anyone can repeat from the published ballots.",
    "status-quo": "In a tie, what is so today wins.",
    "none": "A tie stays a tie.",
}
SECRECY = {
    "open": "Everybody who is signed in can see who voted how{after}.",
    "peers": "Secret to peers: nobody is shown how you voted. The hub keeps your name beside your ballot so that "
    "you can change it; whoever runs its database could look.",
    "detached": "Detached secret ballot: the hub keeps no link, no order and no time between you and your ballot, "
    "so you cannot change it once it is cast. Not promised: somebody who copies the database again and "
    "again while the vote is open could compare the copies.",
}
SHOWN = {
    "close": "Counts and ballots stay hidden until the close; only the turnout is shown.",
    "voted": "Whoever has voted sees the ballots so far; everybody sees them after the close.",
    "always": "The ballots can be seen from the start.",
}
ELECTORATE = {
    "members": "The people of {group}, as they were at the opening.",
    "leads": "The leads of {group}, as they were at the opening.",
    "everyone": "Everyone in the hub, as it was at the opening.",
    "named": "People who were named one by one.",
}
WITH_UNRANKED = {"schulze": "rank", "ranked-pairs": "rank", "score": "mark", "star": "mark"}


def rules_of(decision: Decision) -> list[str]:
    """Everything that settles the outcome, a sentence each."""
    sentences = [
        how(decision),
        seats(decision),
        threshold(decision),
        left_out(decision),
        quorum(decision),
        ties(decision),
        early_close(decision),
    ]
    return [sentence for sentence in sentences if sentence]


def how(decision: Decision) -> str:
    """How votes are cast and counted."""
    sentence = HOW[decision.kind].format(max_mark=decision.max_mark, credits=decision.credits)
    if decision.kind == Decision.Kind.POINTS and decision.quadratic:
        sentence += " n points on one option cost n times n credits."
    return sentence


def seats(decision: Decision) -> str:
    """How many win, and how many of one team."""
    if decision.kind in Decision.WITHOUT_OPTIONS:
        return ""
    number = decision.seats
    what = "candidate" if decision.purpose == Decision.Purpose.ELECTION else "option"
    sentence = f"{number} {what}{pluralize(number)} win{pluralize(number, 's,')}."
    if decision.team_cap:
        sentence += f" At most {decision.team_cap} of them from one team."
    return sentence


def threshold(decision: Decision) -> str:
    """How many must be for it."""
    if decision.kind != Decision.Kind.MAJORITY:
        return ""
    return f"{decision.get_threshold_display()} {THRESHOLD_OF[decision.threshold_of]}"


def left_out(decision: Decision) -> str:
    """What it means to leave an option out."""
    if decision.kind == Decision.Kind.STV:
        return "Options you leave out get nothing from your ballot."
    sort = WITH_UNRANKED.get(decision.kind)
    return UNRANKED[sort, decision.unranked] if sort else ""


def quorum(decision: Decision) -> str:
    """How many must take part."""
    if decision.quorum_base == Decision.QuorumBase.NONE or decision.kind in Decision.WITHOUT_BALLOTS:
        return "" if decision.kind in Decision.WITHOUT_BALLOTS else "It is decided however many take part."
    many = f"{decision.quorum} percent of those who may vote"
    if decision.quorum_base == Decision.QuorumBase.PEOPLE:
        many = f"{decision.quorum} {pluralize(decision.quorum, 'person,people')}"
    return f"At least {many} must take part, else nothing is decided. Abstaining is taking part."


def ties(decision: Decision) -> str:
    """How a tie ends."""
    return "" if decision.kind in Decision.WITHOUT_OPTIONS else TIES[decision.tie_rule]


def early_close(decision: Decision) -> str:
    """Whether the announced day can be trusted, and how far."""
    hours = decision.minimum_hours
    if not hours:
        return "Who leads the group can close it before its day."
    first = "hour" if hours == 1 else f"{hours} hours"
    return f"Who leads the group can close it before its day, but not in its first {first}."


def secrecy(decision: Decision) -> str:
    """Who can know how somebody voted: exactly what is promised."""
    if decision.kind in Decision.WITHOUT_BALLOTS:
        return "There are no ballots; concerns carry the name of who raised them."
    after = " after the close" if decision.shown == Decision.Shown.CLOSE else ""
    return SECRECY[decision.secrecy].format(after=after)


def hidden(decision: Decision) -> str:
    """What is hidden until when."""
    return "" if decision.kind in Decision.WITHOUT_BALLOTS else SHOWN[decision.shown]


def electorate(decision: Decision) -> str:
    """Who may vote."""
    return ELECTORATE[decision.electorate].format(group=decision.group)


def change(decision: Decision) -> str:
    """Whether a ballot can be changed: said before it is cast."""
    if decision.secrecy == Decision.Secrecy.DETACHED:
        return "Once cast, this ballot cannot be changed or taken back: nobody can tell any more which one is yours."
    return "You can change it until the close; the last one counts."
