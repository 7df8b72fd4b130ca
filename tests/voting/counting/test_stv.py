"""Scottish STV: stages as published or worked out by hand, and not a hundred-thousandth of a vote goes missing."""

import hashlib

from hub.voting.counting import Profile
from tests.voting.counting.elections import ask, election, order

FOOD = """4 Orange
2 Pear>Orange
8 Chocolate>Strawberry
4 Chocolate>Hamburger
1 Strawberry
1 Hamburger"""
FOUR = "28 A>B>C>D\n14 A>C>D>B\n15 B>C>A>D\n17 C>A>B>D\n26 D>B>C>A"


def votes(stage):
    return {name: number for name, number in stage["votes"].items() if float(number)}


def thousandths(text):
    units, _, rest = text.partition(".")
    return int(units + rest)


def nothing_is_missing(result):
    cast = thousandths(f"{sum(thousandths(v) for v in result.rounds[0]['votes'].values()) / 100_000:.5f}")
    start = result.rounds[0]
    cast += thousandths(start["lost"]) + thousandths(start["non_transferable"])
    for stage in result.rounds:
        parts = [*stage["votes"].values(), stage["non_transferable"], stage["lost"]]
        assert sum(map(thousandths, parts)) == cast


def test_the_food_election_is_counted_in_its_known_stages():
    result = ask(election(FOOD), "stv", seats=3)
    assert result.winners == ("Chocolate", "Orange", "Strawberry")
    assert [stage["action"] for stage in result.rounds] == [
        "first preferences", "surplus of Chocolate", "exclusion of Pear", "exclusion of Hamburger"
    ]  # fmt: skip
    assert {stage["quota"] for stage in result.rounds} == {"6.00000"}
    assert votes(result.rounds[1]) == {
        "Chocolate": "6.00000", "Strawberry": "5.00000", "Orange": "4.00000", "Hamburger": "3.00000", "Pear": "2.00000"
    }  # fmt: skip
    assert result.rounds[2]["elected"] == ["Orange"]
    assert result.rounds[3]["elected"] == ["Strawberry"]
    assert order(result) == "Chocolate>Orange>Strawberry>Hamburger>Pear"
    nothing_is_missing(result)


def test_transfer_values_are_cut_after_five_places():
    result = ask(election(FOUR), "stv", seats=2)
    assert result.winners == ("A", "B")
    assert votes(result.rounds[1]) == {"A": "34.00000", "B": "20.33316", "C": "19.66658", "D": "26.00000"}
    assert result.rounds[1]["lost"] == "0.00026"  # 8 votes, given out as 42 times 0.19047
    assert votes(result.rounds[2]) == {"A": "34.00000", "B": "37.33316", "D": "28.66658"}
    nothing_is_missing(result)


def test_a_second_surplus_is_taken_from_the_value_papers_already_have():
    result = ask(
        election("40 A>B>C\n1 B>C\n20 C\n9 D"), "stv", seats=3
    )  # quota 18: 22 of 40 papers' worth move on
    assert votes(result.rounds[1]) == {"A": "18.00000", "B": "23.00000", "C": "20.00000", "D": "9.00000"}
    assert result.rounds[1]["elected"] == ["B"]
    assert result.winners == ("A", "C", "B")


def test_the_largest_surplus_goes_first():
    result = ask(election("30 A>E\n40 B>E\n10 C\n5 D\n5 E"), "stv", seats=3)
    assert [stage["action"] for stage in result.rounds[:2]] == ["first preferences", "surplus of B"]
    assert result.winners[:2] == ("B", "A")


def test_a_shared_rank_shares_the_vote():
    result = ask(election("3 A=B>C\n1 C"), "stv", tie_rule="none")
    assert votes(result.rounds[0]) == {"A": "1.50000", "B": "1.50000", "C": "1.00000"}
    result = ask(election("1 A=B=C\n2 D"), "stv")
    assert votes(result.rounds[0]) == {"A": "0.33333", "B": "0.33333", "C": "0.33333", "D": "2.00000"}
    assert result.rounds[0]["lost"] == "0.00001"
    nothing_is_missing(result)


def test_a_shared_rank_goes_on_to_the_partner_before_the_next_rank():
    result = ask(election("4 A=B>C\n3 C\n3 D\n1 A"), "stv")  # A 3, B 2, C 3, D 3
    assert result.rounds[1]["action"] == "exclusion of B"
    assert votes(result.rounds[1])["A"] == "5.00000"


def test_a_tie_for_exclusion_looks_back_to_where_votes_differed():
    # C and D have 5 each after E's papers came; before that C had 4 and D had 5: C goes.
    result = ask(election("10 A\n9 B\n4 C\n5 D\n1 E>C"), "stv")
    assert [stage["action"] for stage in result.rounds[1:3]] == ["exclusion of E", "exclusion of C"]
    (tie,) = [tie for tie in result.ties if tie.rule == "earlier stage"]
    assert (tie.names, tie.order, tie.seed, tie.place) == (("C", "D"), ("D", "C"), "", 3)


def test_a_tie_for_exclusion_that_always_was_is_drawn():
    result = ask(election("10 A\n9 B\n4 C>B\n4 D>B"), "stv", seed="dice")
    drawn = sorted("CD", key=lambda name: hashlib.sha256(f"dice\n{name}".encode()).hexdigest())
    assert result.rounds[1]["excluded"] == drawn[-1:]
    (tie,) = result.ties
    assert (tie.rule, list(tie.order), tie.seed, tie.place) == ("draw", drawn, "dice", 3)


def test_without_a_tie_rule_the_tied_go_together_while_enough_are_left():
    result = ask(election("10 A\n9 B\n4 C>B\n4 D>B"), "stv", tie_rule="none")
    assert result.rounds[1]["excluded"] == ["C", "D"]
    assert (result.winners, order(result)) == (("B",), "B>A>C=D")


def test_without_a_tie_rule_a_tie_over_the_last_seat_stands():
    result = ask(election("5 A\n3 B\n3 C"), "stv", seats=2, tie_rule="none")
    assert (result.winners, order(result)) == (("A",), "A>B=C")
    assert [(tie.place, tie.names, tie.rule) for tie in result.ties] == [(2, ("B", "C"), "none")]
    assert result.notes == ("The count stops at a tie for exclusion that no rule breaks.",)


def test_the_status_quo_is_excluded_last_of_the_tied():
    for quo in "BC":
        result = ask(election("5 A\n3 B\n3 C"), "stv", seats=2, tie_rule="status-quo", status_quo=quo)
        assert set(result.winners) == {"A", quo}


def test_a_full_team_gets_no_further_seat():
    teams = {"A": "Blue", "B": "Blue"}
    text = "8 A>B>C\n3 B>A\n3 C\n1 D>C"
    assert ask(election(text), "stv", seats=2).winners == ("A", "B")
    result = ask(election(text), "stv", seats=2, team_cap=1, teams=teams)
    assert result.winners == ("A", "C")
    assert result.notes == ("“B” is passed over: Blue already has 1 of the winners.",)
    assert [stage["action"] for stage in result.rounds[:2]] == [
        "first preferences",
        "exclusion, team is full",
    ]


def test_two_of_a_team_over_the_quota_at_once_leave_one_seat():
    teams = {"A": "Blue", "B": "Blue"}
    result = ask(election("9 A\n8 B>C\n3 C\n1 D"), "stv", seats=2, team_cap=1, teams=teams)
    assert result.winners == ("A", "C")


def test_as_many_seats_as_options_elect_all():
    result = ask(election("3 A\n2 B"), "stv", seats=5)
    assert result.winners == ("A", "B")


def test_empty_ballots_do_not_raise_the_quota():
    options = ("A", "B")
    full = ask(Profile(options, [[1, 2], [1, 2], [2, 1]]), "stv")
    more = ask(Profile(options, [[1, 2], [1, 2], [2, 1], [None, None], [0, 0]]), "stv")
    assert more.rounds == full.rounds
    assert (full.ballots, more.ballots) == (3, 5)
