"""Every format that is read: what it means, and which faults are named with their line."""

import pytest

from hub.voting.counting import Rules, count
from hub.voting.formats import BadFile, parse, read
from tests.voting.counting.elections import order

SHEET = """
   The vote block represents the ranking.
     Option 1--------->: Ann
   /  Option 2-------->: Bob
   |/  Option 3------->: None of the above
   ||/
V: 12- \t0123456789abcdef0123456789abcdef
V: -11 \tfedcba9876543210fedcba9876543210
"""
BLT = '3 2\n-2\n4 1=3 2 0\n2 3 - 1 0 # spoilt in part\n1 2 0\n0\n"Ann \\"A\\" Lee"\n"Bob"\n"Cem"\n"Board"\n'
HIL = '3 1\n1 2 1 0\n1 3 0\n0\n"Ann" "Bob" "Cem" "a0"\n\x1a'
NEW = """# FILE NAME: 00001-00000001.toi
# TITLE: Dinner
# DATA TYPE: toi
# NUMBER ALTERNATIVES: 3
# NUMBER VOTERS: 7
# NUMBER UNIQUE ORDERS: 3
# ALTERNATIVE NAME 1: Soup, hot
# ALTERNATIVE NAME 2: Bread
# ALTERNATIVE NAME 3: Fish
4: 1,{2,3}
2: {3,1}
1: 2
"""
OLD = "3\n1,Soup, hot\n2,Bread\n3,Fish\n7,7,3\n4,1,{2,3}\n2,{3,1}\n1,2\n"


def given(text, name=""):
    return parse(text.encode(), name)


def fault(text, name=""):
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(BadFile) as caught:
        parse(data, name)
    return str(caught.value)


def test_kubernetes_csv_is_read():
    election = given('Ann,"Lee, Bob",Cem\n1,No opinion,2\n,3,3\n\n2,2,no opinion\n', "ballots.csv")
    assert election.options == ("Ann", "Lee, Bob", "Cem")
    assert election.profile.rows == [[1, None, 2], [None, 3, 3], [2, 2, None]]
    assert (election.unranked, election.seats, election.form) == ("no-opinion", None, "Kubernetes CSV")


def test_debian_sheet_is_read():
    election = given(SHEET)
    assert election.options == ("Ann", "Bob", "None of the above")
    assert election.profile.rows == [[1, 2, None], [None, 1, 1]]
    assert (election.unranked, election.form) == ("last", "Debian tally sheet")


def test_debian_sheet_with_many_options_uses_letters():
    heads = "".join(f"{'|' * i}/  Option {i + 1}---->: Person {i + 1}\n" for i in range(11))
    election = given(f"{heads}V: 123456789AB 00\nV: ----------1 00\n")
    assert election.profile.rows[0] == list(range(1, 12))


def test_blt_is_read_with_ties_weights_and_withdrawn_options():
    election = given(BLT)
    assert (election.options, election.seats, election.title) == (('Ann "A" Lee', "Cem"), 2, "Board")
    assert (election.profile.rows, election.profile.weights) == ([[1, 1], [2, 1], [None, None]], [4, 2, 1])
    assert election.notes == ("Bob is withdrawn.",)
    assert (election.unranked, election.form) == ("last", "BLT")


def test_blt_may_stand_on_one_line_and_number_its_ballots():
    election = given('2 1 (a7) 3 1 2 0 (a8) 1 2 0 0 "Ann" "Bob"', "x.blt")
    assert (election.profile.rows, election.profile.weights) == ([[1, 2], [None, 1]], [3, 1])


def test_hil_is_read():
    election = given(HIL, "A0.HIL")
    assert (election.options, election.seats, election.title) == (("Ann", "Bob", "Cem"), 1, "a0")
    assert (election.profile.rows, election.form) == ([[2, 1, None], [None, None, 1]], "Tideman HIL")


@pytest.mark.parametrize("text", [NEW, OLD])
def test_preflib_is_read_with_either_header(text):
    election = given(text, "dinner.toi")
    assert election.options == ("Soup, hot", "Bread", "Fish")
    assert (election.profile.rows, election.profile.weights) == (
        [[1, 2, 2], [1, None, 1], [None, 1, None]],
        [4, 2, 1],
    )
    assert (election.unranked, election.form) == ("last", "PrefLib toi")


@pytest.mark.parametrize("text", [SHEET, BLT, HIL, NEW, OLD, "Ann,Bob\n1,2\n"])
def test_the_content_tells_the_format_without_a_name(text):
    assert given(text) == given(text, "upload.txt")


def test_a_byte_order_mark_and_windows_lines_do_no_harm():
    election = parse(b"\xef\xbb\xbf" + "Zoë,Bob\r\n1,2\r\n".encode(), "a.csv")
    assert (election.options, election.profile.rows) == (("Zoë", "Bob"), [[1, 2]])


def test_all_formats_tell_the_same_election():
    same = [
        "Ann,Bob,Cem\n1,2,3\n1,2,3\n2,1,\n",
        '3 1\n2 1 2 3 0\n1 2 1 0\n0\n"Ann"\n"Bob"\n"Cem"\n"T"\n',
        "3\n1,Ann\n2,Bob\n3,Cem\n3,3,2\n2,1,2,3\n1,2,1\n",
        "  Option 1->: Ann\n  Option 2->: Bob\n  Option 3->: Cem\nV: 123 a\nV: 123 b\nV: 21- c\n",
    ]
    results = [count(given(text).profile, Rules("schulze")) for text in same]
    assert {order(result) for result in results} == {"Ann>Bob>Cem"}
    assert len({str(result.matrix) for result in results}) == 1


def test_read_takes_a_path(tmp_path):
    (tmp_path / "a.csv").write_text("Ann,Bob\n1,2\n")
    assert read(tmp_path / "a.csv").options == ("Ann", "Bob")
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "b.csv")


FAULTS = {
    "nothing": ("", "", "line 1: the file is empty"),
    "blanks": (" \n\n", "a.csv", "line 1: the file is empty"),
    "prose": ("Dear all\nhello\n", "", "line 1: this is no ballot file that is known here"),
    "UTF-16": (b"\xff\xfeA\0", "a.csv", "line 1: the file is in UTF-16"),
    "binary": (b"Ann,Bob\n\0\1", "a.csv", "line 2: this is not a text file"),
    "Latin-1": ("Ann,Zoë\n1,2\n".encode("latin-1"), "a.csv", "line 1: the text is not in UTF-8"),
    "short row": ("Ann,Bob\n1,2\n1\n", "a.csv", "line 3: the ballot has 1 cells, and there are 2 candidates"),
    "word": ("Ann,Bob\n1,x\n", "a.csv", 'line 2: the rank of "Bob" must be a whole number, not "x"'),
    "negative": ("Ann,Bob\n1,-2\n", "a.csv", 'line 2: the rank of "Bob" must be a whole number, not "-2"'),
    "zero": ("Ann,Bob\n1,0\n", "a.csv", 'line 2: the rank of "Bob" must be at least 1'),
    "huge": (f"Ann,Bob\n1,{'9' * 5000}\n", "a.csv", "more than 1,000,000 cannot be counted"),
    "big": ("Ann,Bob\n1,1000001\n", "a.csv", "more than 1,000,000 cannot be counted"),
    "twice": ("Ann,Ann\n1,2\n", "a.csv", 'line 1: two options are called "Ann"'),
    "nameless": ("Ann,\n1,2\n", "a.csv", "line 1: an option has no name"),
    "no ballots": ("Ann,Bob\n", "a.csv", "line 1: the file has no ballots"),
    "open quote": ('Ann,"Bob\n1,2\n', "a.csv", "the CSV is broken"),
    "debian length": (SHEET + "V: 12 0123456789abcdef0123456789abcdef\n", "", "line 9: the vote has 2 places"),
    "debian sign": (SHEET + "V: 1?2 0123456789abcdef0123456789abcdef\n", "", 'line 9: "?" is not a rank'),
    "debian zero": (SHEET + "V: 102 0123456789abcdef0123456789abcdef\n", "", 'line 9: "0" is not a rank'),
    "debian cut": (SHEET + "V: 123 0123456789", "", "line 9: the file is cut short"),
    "debian noise": (SHEET + "V:\n", "", 'line 9: "V:" is not a vote'),
    "debian options": (SHEET.replace("Option 2", "Option 4"), "", "line 4: option 4 stands where option 2 should"),
    "debian nameless": ("V: 123 abc\n", "", "line 1: the sheet names no options"),
    "debian empty": (SHEET.partition("V:")[0], "", "the file has no ballots"),
    "blt header": ("3\n", "a.blt", "line 1: the file is cut short: the number of seats is missing"),
    "blt options": ("9999 1\n0\n", "a.blt", "line 1: the number of options is 9999: more than 1,000"),
    "blt unknown": (BLT.replace("4 1=3 2 0", "4 1=4 2 0"), "", "line 3: a ballot ranks option 4, and there are 3"),
    "blt twice": (BLT.replace("4 1=3 2 0", "4 1=3 3 0"), "", "line 3: a ballot ranks option 3 twice"),
    "blt negative": (BLT.replace("4 1=3 2 0", "4 1 -3 0"), "", "line 3: an option on a ballot must be a whole number"),
    "blt weight": (BLT.replace("4 1=3 2 0", "1.5 1 0"), "", 'weight of a ballot must be a whole number, not "1.5"'),
    "blt withdrawn": (BLT.replace("-2", "-7"), "", "line 2: option 7 is withdrawn, and there are 3 options"),
    "blt all withdrawn": ('1 1\n-1\n1 1 0\n0\n"A"', "a.blt", "line 1: every option is withdrawn"),
    "blt no end": ("2 1\n1 1 2 0\n", "a.blt", "line 2: the file is cut short: the 0 that ends the ballots is missing"),
    "blt open ballot": ("2 1\n1 1 2", "a.blt", "line 2: the file is cut short: the 0 that ends a ballot is missing"),
    "blt early name": ('2 1\n1 1 2\n"A"', "a.blt", 'line 3: the name "A" stands where the 0 that ends a ballot'),
    "blt names": ('2 1\n1 1 0\n0\n"Ann"\n', "a.blt", "line 4: the file is cut short: 1 of 2 names are there"),
    "blt bare name": ("2 1\n1 1 0\n0\nAnn\n", "a.blt", 'line 4: "Ann" stands where a name in quotation marks should'),
    "blt quote": ('2 1\n1 1 0\n0\n"Ann\n', "a.blt", "line 4: a quotation mark is not closed"),
    "blt more": (BLT + '"x"', "", "line 11: there are more names than the 3 options and a title"),
    "preflib voters": (NEW[:-5], "", "line 5: the header speaks of 7 voters, and the orders add up to 6"),
    "preflib cut": ("3\n1,A\n2,B", "a.soi", "line 3: the file is cut short"),
    "preflib unknown": (NEW.replace("1: 2", "1: 4"), "", "line 12: an order has option 4, and there are 3"),
    "preflib twice": (NEW.replace("1: 2", "1: 2,2"), "", "line 12: an order has option 2 twice"),
    "preflib brace": (NEW.replace("1: 2", "1: {2,1"), "", 'line 12: "{2,1" is not an order'),
    "preflib comma": (NEW.replace("1: 2", "1: 2,"), "", 'line 12: "2," is not an order'),
    "preflib count": (NEW.replace("1: 2", "x: 2"), "", "line 12: the number of voters must be a whole number"),
    "preflib mark": (NEW.replace("1: 2", "1 2"), "", 'line 12: "1 2" has no ":" after the number of voters'),
    "preflib name": (NEW.replace("NAME 3", "NAME 4"), "", "line 4: there are 3 alternatives, and ALTERNATIVE NAME 3"),
    "preflib ties": (NEW.replace("TYPE: toi", "TYPE: soi"), "", "line 10: soi data have no ties"),
    "preflib complete": (NEW.replace("TYPE: toi", "TYPE: toc"), "", "line 11: toc orders are complete"),
    "preflib kind": (NEW.replace("TYPE: toi", "TYPE: cat"), "", "line 3: PrefLib data of type cat are not orders"),
    "preflib order": ("2\n2,A\n1,B\n1,1,1\n1,1\n", "a.soi", "line 2: alternative 2 stands where 1 should"),
    "preflib totals": ("2\n1,A\n2,B\n1,1\n1,1\n", "a.soi", "line 4: the line of totals must have three numbers"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_line(name):
    text, file, words = FAULTS[name]
    assert words in fault(text, file)
