#!/usr/bin/env python3
"""Check a decision's bundle without the hub: python3 verify_decision.py BUNDLE [--head HASH].

One file, plain Python 3.9 or newer, nothing to install. It was written apart from the hub's own counters, from the
same description (docs/reference/counting.md), so that a fault in one shows as a difference. It checks that

1. the file is in its one canonical form, so that no byte of it can differ unseen;
2. the ledger is one unbroken chain (and ends in HASH, the head that the closing mail told you);
3. settings, electorate, ballots and result are those the ledger names;
4. every receipt belongs to its ballot, and in an open vote to the last one its elector cast;
5. the concerns of the result are those the ledger saw raised, each as it was settled there;
6. counting the ballots again gives the published result, and the quorum was met or not as said.
"""

import argparse
import hashlib
import json
import sys
from fractions import Fraction
from itertools import combinations

FORMAT = "hub-decision-bundle/1"
ONE = 100_000  # a vote, in the hundred-thousandths that Scottish STV counts in
THRESHOLDS = {
    "majority": (Fraction(1, 2), True),
    "two-thirds": (Fraction(2, 3), False),
    "three-quarters": (Fraction(3, 4), False),
    "unanimous": (Fraction(1), False),
}


class Mismatch(Exception):
    """The bundle does not hold what it says."""


def expect(truth, what):
    """Go on when it is true, else say what is wrong."""
    if not truth:
        raise Mismatch(what)


def digest(value):
    """SHA-256 of the canonical JSON of a value."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def written(bundle):
    """The one way to write a bundle."""
    return (json.dumps(bundle, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def once(pairs):
    """A JSON object that names nothing twice."""
    found = dict(pairs)
    expect(len(found) == len(pairs), "A name stands twice in one object.")
    return found


# --- the chain -------------------------------------------------------------------------------------


def verify(data, head=""):
    """Check the bytes of a bundle; gives it back, or raises Mismatch."""
    try:
        bundle = json.loads(data.decode(), object_pairs_hook=once)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Mismatch(f"This is not a bundle: {error}.") from None
    expect(
        isinstance(bundle, dict) and bundle.get("format") == FORMAT, "This is not a bundle of this format."
    )
    expect(written(bundle) == data, "The file is not in its canonical form: something in it was changed.")
    try:
        check_chain(bundle, head)
        check_parts(bundle)
        check_ballots(bundle)
        check_concerns(bundle)
        check_result(bundle)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise Mismatch(f"The bundle lacks something or holds what it should not: {error!r}.") from None
    return bundle


def check_chain(bundle, head):
    """Each event names the hash of the one before, and the head is the last."""
    parent, at = "", ""
    for height, event in enumerate(bundle["ledger"]):
        body = {name: event[name] for name in ("height", "kind", "at", "payload", "parent")}
        expect(set(event) == {*body, "hash"}, f"Event {height} of the ledger has other fields.")
        expect(event["height"] == height, f"Event {height} of the ledger is missing.")
        expect(event["parent"] == parent, f"Event {height} of the ledger does not follow the one before.")
        expect(event["at"] >= at, f"Event {height} of the ledger is older than the one before.")
        right = digest({"decision": bundle["decision"]["slug"], **body})
        expect(event["hash"] == right, f"Event {height} of the ledger was changed.")
        parent, at = event["hash"], event["at"]
    expect(parent and bundle["head"] == parent, "The head is not the last event of the ledger.")
    expect(not head or len(head) >= 8, "Give at least eight digits of the head: fewer fit by chance.")
    known = {event["hash"] for event in bundle["ledger"]}
    expect(
        not head or any(item.startswith(head.lower()) for item in known),
        "The ledger does not hold that head.",
    )


def events(bundle, kind):
    """The payloads of the events of one kind."""
    return [event["payload"] for event in bundle["ledger"] if event["kind"] == kind]


def only(bundle, kind):
    """The payload of the one event of a kind."""
    found = events(bundle, kind)
    expect(len(found) == 1, f"The ledger has {len(found)} events “{kind}”, not one.")
    return found[0]


def check_parts(bundle):
    """Settings, electorate, ballots and result have the hashes of the ledger."""
    opened, closed = only(bundle, "opened"), only(bundle, "closed")
    expect(bundle["ledger"][0]["kind"] == "opened", "The ledger does not begin with the opening.")
    expect(
        digest(bundle["decision"]) == opened["settings_hash"], "The settings are not those of the opening."
    )
    expect(
        bundle["electorate"] == {"hash": opened["electorate_hash"], "electors": opened["electors"]},
        "The electorate is not that of the opening.",
    )
    expect(digest(bundle["ballots"]) == closed["ballots_hash"], "The ballots are not those of the close.")
    expect(len(bundle["ballots"]) == closed["ballots"], "There are more or fewer ballots than at the close.")
    expect(digest(bundle["result"]) == only(bundle, "tallied")["result_hash"], "The result was changed.")
    expect(entitled(bundle) == closed["electors"], "The number of electors does not follow from the ledger.")
    expect(len(bundle["ballots"]) <= closed["electors"], "There are more ballots than electors.")


def entitled(bundle):
    """How many could vote at the close."""
    opened = only(bundle, "opened")["electors"]
    return opened + len(events(bundle, "admitted")) - len(events(bundle, "recused"))


def check_ballots(bundle):
    """Every receipt is that of its ballot; in an open vote the ledger names the same."""
    receipts = [paper["receipt"] for paper in bundle["ballots"]]
    expect(receipts == sorted(set(receipts)), "The ballots are not sorted by receipt, or one stands twice.")
    for paper in bundle["ballots"]:
        right = digest({"content": paper["content"], "nonce": paper["nonce"]})
        expect(paper["receipt"] == right, f"The ballot with receipt {paper['receipt'][:12]} was changed.")
    if bundle["decision"]["secrecy"] == "open":
        last = {event["elector"]: event["receipt"] for event in events(bundle, "cast")}
        for recused in events(bundle, "recused"):
            last.pop(recused["elector"], None)
        named = {paper["elector"]: paper["receipt"] for paper in bundle["ballots"]}
        expect(named == last, "The ballots are not the last ones that the ledger saw cast.")


def check_concerns(bundle):
    """What was raised and how it was settled follows from the ledger, event by event."""
    found, closed = [], False
    for event in bundle["ledger"]:
        said = event["payload"]
        if event["kind"] in ("objected", "settled"):
            expect(not closed, "The ledger has a concern after the close.")
        if event["kind"] == "objected":
            expect(said["concern"] == len(found) + 1, "The concerns of the ledger are not numbered in order.")
            found.append({"title": said["title"], "state": "raised"})
        elif event["kind"] == "settled":
            number = said["concern"]
            expect(0 < number <= len(found), "The ledger settles a concern that nobody raised.")
            expect(found[number - 1]["state"] == "raised", "The ledger settles a concern twice.")
            found[number - 1]["state"] = said["state"]
        closed = closed or event["kind"] == "closed"
    expect(
        bundle["result"]["concerns"] == found,
        "The concerns are not those that the ledger saw raised and settled.",
    )


# --- the count -------------------------------------------------------------------------------------


def check_result(bundle):
    """Counting again gives the same."""
    rules, result = bundle["decision"], bundle["result"]
    papers = [paper["content"] for paper in bundle["ballots"]]
    needed, electors = quorum_of(rules, entitled(bundle)), entitled(bundle)
    met = len(papers) >= needed
    expect(
        result["quorum"] == {"needed": needed, "took_part": len(papers), "met": met},
        "The quorum is not what was said.",
    )
    winners = []
    if rules["kind"] in ("lazy", "consent"):
        standing = [concern for concern in result["concerns"] if concern["state"] == "raised"]
        if not standing and (rules["kind"] == "lazy" or spoke(papers)):
            winners = ["yes"]
    elif spoke(papers):
        winners = check_count(rules, result["count"], papers, electors, digest(bundle["ballots"]))
    winners = winners if met else []
    expect(result["decided"] == bool(winners), "Whether it was decided is not as said.")
    expect(result["winners"] == winners, "The winners are not as said.")


def check_count(rules, count, papers, electors, seed):
    """The published count names the same winners in the same order; gives them."""
    winners, ranking = recount(rules, papers, electors, seed)
    counted = [paper for paper in papers if rules["kind"] == "majority" or spoke([paper])]
    expect(count["ballots"] == len(counted), "The number of ballots counted is not as said.")
    expect(count["winners"] == winners, f"Counted again, the winners are {winners}, not {count['winners']}.")
    expect(count["ranking"] == ranking, f"Counted again, the order is {ranking}, not {count['ranking']}.")
    return winners


def quorum_of(rules, electors):
    """How many people had to take part."""
    if rules["quorum_base"] == "percent":
        return -(-electors * rules["quorum"] // 100)
    return rules["quorum"] if rules["quorum_base"] == "people" else 0


def spoke(papers):
    """Whether any ballot was more than an abstention."""
    return any(paper not in ({"abstain": True}, {"vote": "abstain"}) for paper in papers)


def recount(rules, papers, electors, seed):
    """Winners and order, best first; a group of the order is a tie."""
    names = sorted(option["key"] for option in rules["options"])
    if rules["kind"] == "majority":
        return majority(rules, papers, electors)
    ties = Ties(rules, seed)
    if not spoke(papers):
        return [], [names]
    if rules["kind"] == "stv":
        return Stv(names, [ranks(paper) for paper in papers], ties).run()
    ranking = [sorted(group) for group in ORDERS[rules["kind"]](names, papers, rules)]
    return ties.seat(ranking), ranking


def majority(rules, papers, electors):
    """Yes needs its share of what the rules call the whole."""
    votes = [paper.get("vote", "abstain") for paper in papers]
    cast = votes.count("yes") + votes.count("no")
    base = {"cast": cast, "ballots": len(votes), "electorate": electors}[rules["threshold_of"]]
    share, strict = THRESHOLDS[rules["threshold"]]
    part = Fraction(votes.count("yes"), base) if base else Fraction(0)
    passed = bool(base) and (part > share if strict else part >= share)
    order = ["yes", "no"] if passed else ["no", "yes"]
    return order[:1], [[name] for name in order]


def ranks(paper):
    """Option to rank, 1 is best."""
    return {name: place for place, group in enumerate(paper.get("ranks", []), 1) for name in group}


def marks(paper, rules):
    """Option to mark; an approval is a mark of 1."""
    if "approved" in paper:
        return {
            **dict.fromkeys((option["key"] for option in rules["options"]), 0),
            **dict.fromkeys(paper["approved"], 1),
        }
    return paper.get("marks", paper.get("points", {}))


def preferences(names, ballots, unranked, best=min):
    """How many ballots prefer a to b, for every a and b; `ballots` are dictionaries of ranks (or marks: best=max)."""
    wins = {(a, b): 0 for a in names for b in names}
    for ballot in ballots:
        for a in ballot:
            for b in names:
                if b not in ballot:
                    # Behind everything that was said; a mark of 0 is as low as silence.
                    wins[a, b] += unranked == "last" and (best is min or ballot[a] > 0)
                elif ballot[a] != ballot[b] and best(ballot[a], ballot[b]) == ballot[a]:
                    wins[a, b] += 1
    return wins


def layers(names, beats):
    """Again and again those whom nobody still there beats."""
    left, found = list(names), []
    while left:
        best = [a for a in left if not any(beats(b, a) for b in left)]
        found.append(best)
        left = [a for a in left if a not in best]
    return found


def schulze(names, papers, rules):
    """The strongest path decides; a path is as strong as its weakest victory."""
    wins = preferences(names, map(ranks, papers), rules["unranked"])
    path = {(a, b): wins[a, b] if wins[a, b] > wins[b, a] else 0 for a, b in wins}
    for via in names:
        for a in names:
            for b in names:
                path[a, b] = max(path[a, b], min(path[a, via], path[via, b]))
    return layers(names, lambda a, b: a != b and path[a, b] > path[b, a])


def ranked_pairs(names, papers, rules):
    """Victories from the strongest down; of equal ones none that would close a circle."""
    wins = preferences(names, map(ranks, papers), rules["unranked"])
    victories = [pair for pair in wins if wins[pair] > wins[pair[::-1]]]
    locked = set()
    for strength in sorted({wins[pair] for pair in victories}, reverse=True):
        same = {pair for pair in victories if wins[pair] == strength}
        graph = locked | same
        locked |= {(a, b) for a, b in same if a not in reached(b, graph)}
    return layers(names, lambda a, b: a in {x for x, y in locked if y == b})


def reached(start, graph):
    """Everything some way leads to."""
    found, todo = set(), [start]
    while todo:
        here = todo.pop()
        new = {b for a, b in graph if a == here} - found
        found |= new
        todo += new
    return found


def by_marks(names, papers, rules):
    """The most first."""
    worth = worth_of(names, papers, rules)
    return [[a for a in names if worth[a] == value] for value in sorted(set(worth.values()), reverse=True)]


def worth_of(names, papers, rules):
    """The sum of the marks, or their mean where silence is no opinion."""
    given = {
        a: [found[a] for found in (marks(paper, rules) for paper in papers) if a in found] for a in names
    }
    if rules["kind"] in ("score", "star") and rules["unranked"] == "no-opinion":
        return {a: Fraction(sum(given[a]), len(given[a])) if given[a] else Fraction(-1) for a in names}
    return {a: Fraction(sum(given[a])) for a in names}


def star(names, papers, rules):
    """Place after place: the two best by marks, then whom more people prefer."""
    found = [marks(paper, rules) for paper in papers]
    wins, worth = preferences(names, found, rules["unranked"], best=max), worth_of(names, papers, rules)
    best = {a: sum(paper.get(a) == rules["max_mark"] for paper in found) for a in names}
    left, order = list(names), []
    while left:
        winners = set()
        for pair in finalists(left, wins, worth, best):
            strength = {a: (sum(wins[a, b] for b in pair), worth[a], best[a]) for a in pair}
            winners |= {a for a in pair if strength[a] == max(strength.values())}
        order.append(sorted(winners))
        left = [a for a in left if a not in winners]
    return order


def finalists(left, wins, worth, best):
    """Who goes into the runoff; several pairs when nothing tells the tied apart."""
    if len(left) < 2:
        return [left]
    cut = sorted((worth[a] for a in left), reverse=True)[1]
    sure, tied = [a for a in left if worth[a] > cut], [a for a in left if worth[a] == cut]
    for weakness in (lambda a, among: sum(wins[b, a] > wins[a, b] for b in among), lambda a, _: -best[a]):
        while len(tied) > 2 - len(sure) > 0:
            worst = max(weakness(a, tied) for a in tied)
            kept = [a for a in tied if weakness(a, tied) < worst]
            if not kept:
                break
            if len(kept) < 2 - len(sure):
                sure, tied = sure + kept, [a for a in tied if a not in kept]
            else:
                tied = kept
    return [sorted([*sure, *rest]) for rest in combinations(tied, 2 - len(sure))]


ORDERS = {
    "schulze": schulze,
    "ranked-pairs": ranked_pairs,
    "approval": by_marks,
    "score": by_marks,
    "points": by_marks,
    "star": star,
}


class Ties:
    """Seats, team caps and the draw."""

    def __init__(self, rules, seed):
        self.rule, self.seats, self.cap, self.seed = (
            rules["tie_rule"],
            rules["seats"],
            rules["team_cap"],
            seed,
        )
        self.team = {option["key"]: option["team"] for option in rules["options"] if option["team"]}
        self.quo = next((option["key"] for option in rules["options"] if option["status_quo"]), None)
        self.taken = {}

    def order(self, names):
        """Best first: by the hash of the seed and the name; the status quo first where the rule says so."""
        drawn = sorted(names, key=lambda a: (hashlib.sha256(f"{self.seed}\n{a}".encode()).hexdigest(), a))
        return sorted(drawn, key=lambda a: a != self.quo) if self.rule == "status-quo" else drawn

    def full(self, name):
        """Its team has all the winners it may have."""
        return name in self.team and self.cap is not None and self.taken.get(self.team[name], 0) >= self.cap

    def take(self, name):
        """One more winner of its team."""
        if name in self.team:
            self.taken[self.team[name]] = self.taken.get(self.team[name], 0) + 1

    def all_fit(self, names):
        """They may all win together."""
        new = [self.team[a] for a in names if a in self.team]
        return self.cap is None or all(self.taken.get(team, 0) + new.count(team) <= self.cap for team in new)

    def seat(self, ranking):
        """Fill the seats from the top."""
        winners = []
        for group in ranking:
            able = [a for a in group if not self.full(a)]
            if len(winners) == self.seats:
                break
            if len(able) > self.seats - len(winners) or not self.all_fit(able):
                if self.rule == "none":
                    break
                able = self.order(able)
            for name in able:
                if len(winners) < self.seats and not self.full(name):
                    winners.append(name)
                    self.take(name)
        return winners


class Stv:
    """Scottish STV (SSI 2011/399). Values are whole hundred-thousandths of a vote."""

    def __init__(self, names, ballots, ties):
        self.names, self.ties = names, ties
        self.ballots = [ballot for ballot in ballots if ballot]
        self.quota = (len(self.ballots) // (ties.seats + 1) + 1) * ONE
        self.hopeful, self.elected, self.out = set(names), [], []
        self.surplus, self.barred, self.history = set(), set(), []
        self.piles, self.votes = {a: {} for a in names}, dict.fromkeys(names, 0)  # ballot to its value there
        self.deal([(number, ONE) for number in range(len(self.ballots))])

    def deal(self, papers):
        """Give papers to their best preference still there; those who share it share the value."""
        for number, value in papers:
            ballot = self.ballots[number]
            here = [a for a in ballot if a in self.hopeful]
            best = min((ballot[a] for a in here), default=0)
            receivers = [a for a in here if ballot[a] == best]
            for a in receivers:
                share = value // len(receivers)
                self.piles[a][number] = self.piles[a].get(number, 0) + share
                self.votes[a] += share

    def run(self):
        """Stage after stage until the seats are filled; winners and order."""
        self.end_stage()
        while self.vacant() and self.hopeful:
            if len(self.hopeful - self.barred) <= self.vacant():
                self.elect(self.hopeful - self.barred)
                break
            if self.barred & self.hopeful:
                self.exclude(sorted(self.barred & self.hopeful))
            elif self.surplus:
                self.transfer()
            elif not self.exclude_lowest():
                break
        values = sorted({self.votes[a] for a in self.hopeful}, reverse=True)
        left = [sorted(a for a in self.hopeful if self.votes[a] == value) for value in values]
        ranking = [*self.elected, *left, *(sorted(group) for group in reversed(self.out))]
        return [a for group in self.elected for a in group], ranking

    def vacant(self):
        """Seats still to fill."""
        return self.ties.seats - sum(map(len, self.elected))

    def end_stage(self):
        """Note the votes, elect who has the quota."""
        self.history.append(dict(self.votes))
        self.elect({a for a in self.hopeful if self.votes[a] >= self.quota})

    def elect(self, chosen):
        """Most votes first, as far as teams may have more."""
        for value in sorted({self.votes[a] for a in chosen}, reverse=True):
            group = sorted(a for a in chosen if self.votes[a] == value)
            if not self.ties.all_fit(group):
                group = self.ties.order(group)
            able = []
            for a in group:
                if not self.ties.full(a):
                    self.ties.take(a)
                    able.append(a)
            if able:
                self.elected.append(sorted(able))
                self.hopeful -= set(able)
                self.surplus |= {a for a in able if self.votes[a] > self.quota}
        self.barred |= {a for a in self.hopeful if self.ties.full(a)}

    def transfer(self):
        """Pass on the largest surplus; every paper keeps its share of it."""
        most = max(self.votes[a] for a in self.surplus)
        source = self.pick([a for a in self.surplus if self.votes[a] == most], max)
        total, papers = self.votes[source], self.piles[source]
        self.piles[source], self.votes[source] = {}, self.quota
        self.surplus.discard(source)
        self.deal([(number, value * (total - self.quota) // total) for number, value in papers.items()])
        self.end_stage()

    def exclude_lowest(self):
        """The one with the fewest votes goes; False when a tie was left standing."""
        least = min(self.votes[a] for a in self.hopeful)
        lowest = self.differing([a for a in self.hopeful if self.votes[a] == least], min)
        if len(lowest) > 1 and self.ties.rule == "none":
            if len(self.hopeful) - len(lowest) < self.vacant():
                return False
            self.exclude(lowest)
        else:
            self.exclude([self.pick(lowest, min)])
        return True

    def exclude(self, sources):
        """They go, and their papers move on."""
        self.hopeful -= set(sources)
        self.out.append(sources)
        for a in sources:
            papers, self.piles[a], self.votes[a] = self.piles[a], {}, 0
            self.deal(papers.items())
        self.end_stage()

    def pick(self, tied, choose):
        """By the latest stage at which they differed, then by the draw."""
        left = self.differing(tied, choose)
        return left[0] if len(left) == 1 else self.ties.order(left)[0 if choose is max else -1]

    def differing(self, tied, choose):
        """Those whom the earlier stages do not tell apart."""
        for votes in reversed(self.history[:-1]):
            best = choose(votes[a] for a in tied)
            tied = [a for a in tied if votes[a] == best]
        return sorted(tied)


def main():
    """Check one file and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("bundle", help="the downloaded file")
    parser.add_argument("--head", default="", help="a ledger head you were told, or its first digits")
    asked = parser.parse_args()
    try:
        with open(asked.bundle, "rb") as file:
            bundle = verify(file.read(), asked.head)
    except (Mismatch, OSError) as error:
        sys.exit(f"NOT verified. {error}")
    print(f"Verified: {bundle['decision']['question']}")
    for voided in events(bundle, "voided"):
        print(f"It was voided after the count, because: {voided['reason']}")
    print(f"{len(bundle['ballots'])} ballots counted again, the result is as published.")
    print(f"Ledger head {bundle['head']}")


if __name__ == "__main__":
    main()
