"""Small elections as text: `8 A>C=D>B` is eight ballots; what a ballot leaves out is not ranked."""

from hub.voting.counting import Profile, Rules, count


def election(text, options=None):
    """A profile of ranks."""
    ballots = []
    for line in text.strip().splitlines():
        copies, _, order = line.strip().partition(" ")
        ballots.append((int(copies), [tier.split("=") for tier in order.split(">") if tier]))
    names = sorted(options or {name for _, order in ballots for tier in order for name in tier})
    rows = []
    for _, order in ballots:
        rank = {name: place for place, tier in enumerate(order, 1) for name in tier}
        rows.append([rank.get(name) for name in names])
    return Profile(tuple(names), rows, [copies for copies, _ in ballots])


def marks(options, *rows):
    """A profile of marks: rows of (copies, marks...)."""
    return Profile(tuple(options), [list(row[1:]) for row in rows], [row[0] for row in rows])


def ask(profile, method, **rules):
    return count(profile, Rules(method, **rules))


def order(result):
    """The ranking in one line: `A>B=C`."""
    return ">".join("=".join(group) for group in result.ranking)


def one_winner(result):
    """The winner, or the set of those who share the first place."""
    return "".join(result.ranking[0])
