"""Items from a table of another tool: uploaded, understood, shown row by row, taken in once."""

import csv
import io
import json
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hub.activity.models import Entry
from hub.exchange.models import Import, Sheet
from hub.exchange.sheets import taking_in
from hub.exchange.sheets.planning import plan
from hub.roadmap.models import Move, RoadmapItem
from tests.factories import GroupFactory, RoadmapItemFactory, ServiceFactory, TeamFactory, UserFactory, now

pytestmark = pytest.mark.django_db
TABLE = """Key,Summary,Status,Quarter,Assignee,Estimate,Components
HUB-1,Score tables,Done,Q4 2026,ines,2.5,"mlflow, katib"
HUB-2,Catch drift,In Progress,2027-Q1,,,
"""


@pytest.fixture(autouse=True)
def people():
    ServiceFactory(slug="mlflow")
    ServiceFactory(slug="katib")
    UserFactory(handle="ines", name="Ines Duarte")


def upload(browser, text=TABLE, name="items.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return browser.post("/roadmap/import/", {"file": SimpleUploadedFile(name, data)})


def sheet_of(browser, text=TABLE) -> Sheet:
    assert upload(browser, text).status_code == 302
    return Sheet.objects.latest("pk")


def rows_of(text, by, **states):
    grid = taking_in.grid_of(text.encode())
    columns = taking_in.guessing.guess(grid.header)
    return plan(grid, columns, taking_in.states_for(grid, columns, states), by).rows


def faults(text, by):
    return [(row.line, fault.column, fault.reason) for row in rows_of(text, by) for fault in row.faults]


def test_admin_takes_a_table_in_step_by_step(as_admin, admin):
    answer = upload(as_admin)
    sheet = Sheet.objects.get()
    assert answer["Location"] == f"/roadmap/import/{sheet.pk}/columns/"
    page = as_admin.get(answer["Location"]).content.decode()
    assert "Such as “HUB-1”, “HUB-2”" in page
    assert "“In Progress” means" in page
    sent = {f"column-{n}": field for n, field in enumerate(sheet.columns)} | {
        "state-0": "shipped",
        "state-1": "planned",
    }
    assert as_admin.post(answer["Location"], sent)["Location"] == sheet.get_absolute_url()
    page = as_admin.get(sheet.get_absolute_url()).content.decode()
    assert "2 new, 0 changed" in page
    assert RoadmapItem.objects.count() == 0
    page = as_admin.post(sheet.get_absolute_url(), follow=True).content.decode()
    assert "2 new, 0 changed" in page
    first, second = RoadmapItem.objects.order_by("title").reverse()
    assert (first.title, first.state, first.quarter, str(first.estimate)) == (
        "Score tables",
        "shipped",
        "2026-Q4",
        "2.5",
    )
    assert (first.owner.handle, first.details) == ("ines", {"external_id": "HUB-1"})
    assert sorted(service.slug for service in first.services.all()) == ["katib", "mlflow"]
    assert second.state == "planned"
    entry = Entry.objects.get(kind="exchange.community_imported")
    assert (entry.actor, entry.summary, entry.public) == (
        admin,
        "imported items.csv: 2 new, 0 changed",
        False,
    )
    assert Import.objects.get().by == admin


def test_second_time_changes_nothing(as_admin):
    for counts in (
        {"new": 2, "changed": 0, "unchanged": 0, "refused": 0},
        {"new": 0, "changed": 0, "unchanged": 2, "refused": 0},
    ):
        sheet = sheet_of(as_admin)
        as_admin.post(sheet.get_absolute_url())
        sheet.refresh_from_db()
        assert sheet.result["counts"] == counts
    assert RoadmapItem.objects.count() == 2
    assert Move.objects.count() == 0
    assert Import.objects.count() == 1


def test_changes_are_shown_before_and_after_and_moves_name_who_did_it(as_admin, admin):
    item = RoadmapItemFactory(title="Catch drift", slug="drift", state="planned", quarter="2026-Q4")
    sheet = sheet_of(as_admin)
    page = as_admin.get(sheet.get_absolute_url()).content.decode()
    assert "1 new, 1 changed" in page
    for words in ("Before: </span>planned", "After: </span>in-progress", "After: </span>2027-Q1"):
        assert words in page
    as_admin.post(sheet.get_absolute_url())
    item.refresh_from_db()
    assert (item.state, item.quarter, item.slug) == ("in-progress", "2027-Q1", "drift")
    move = Move.objects.get()  # one: the database adds none without a name
    assert (move.from_state, move.to_state, move.from_quarter, move.to_quarter, move.by) == (
        "planned", "in-progress", "2026-Q4", "2027-Q1", admin,
    )  # fmt: skip
    assert move.reason == "Imported from items.csv"


def test_item_is_found_by_id_then_address_then_title(admin):
    by_id = RoadmapItemFactory(title="Called otherwise", details={"external_id": "X-1"})
    by_slug = RoadmapItemFactory(slug="here")
    by_title = RoadmapItemFactory(title="Same  Title")
    rows = rows_of("id,slug,title\nX-1,,New name\n,here,Other\n,,same title\n,,nobody\n", admin)
    assert [row.item for row in rows] == [by_id, by_slug, by_title, None]
    assert [row.outcome for row in rows] == ["changed", "changed", "changed", "new"]


def test_empty_cell_says_nothing(as_admin):
    item = RoadmapItemFactory(
        title="Catch drift", need="Because.", for_whom="Us", quarter="2027-Q1", state="planned"
    )
    sheet = sheet_of(as_admin, "title,need,for whom,quarter\nCatch drift,,Them,\n")
    as_admin.post(sheet.get_absolute_url())
    item.refresh_from_db()
    assert (item.need, item.for_whom, item.quarter) == ("Because.", "Them", "2027-Q1")


def test_every_refusal_names_line_column_and_reason(admin):
    RoadmapItemFactory(title="Twice")
    RoadmapItemFactory(title="Twice")
    RoadmapItemFactory(title="Gone into it", canonical=RoadmapItemFactory())
    text = """Title,Status,Quarter,Due date,Owner,Effort,Services,Link,Slug
A,Moon phase,,,,,,,
B,,soon,,,,,,
C,,,31/12/2026,,,,,
D,,,,nobody,,,,
E,,,,,lots,,,
F,,,,,2.55,,,
G,,,,,,no-service,,
H,,,,,,,javascript:alert(1),
,,,,,1,,,
Twice,,,,,,,,
Gone into it,,,,,,,,
J,,,,,,,,import
K,,,,,,,,
K,,,,,,,,
L,,,,,,,,,extra
"""
    found = {line: (column, reason) for line, column, reason in faults(text, admin)}
    assert {line: column for line, (column, _) in found.items()} == {
        2: "Status", 3: "Quarter", 4: "Due date", 5: "Owner", 6: "Effort", 7: "Effort", 8: "Services", 9: "Link",
        10: "Title", 11: "Title", 12: "Title", 13: "Slug", 15: "Title", 16: "",
    }  # fmt: skip
    for line, words in (
        (2, "none of: proposed"), (3, "is not a quarter like 2026-Q4"), (4, "not a date"), (5, "no person is called"),
        (6, "a number like 2.5"), (8, "no service is called"), (9, "not a web address"), (10, "is missing"),
        (11, "2 items have this title"), (12, "was merged"), (13, "an address of the hub"), (15, "row on line 14"),
        (16, "more cells than the header"),
    ):  # fmt: skip
        assert words in found[line][1], line


def test_good_rows_go_in_and_bad_ones_are_reported(as_admin):
    sheet = sheet_of(as_admin, "title,effort\nGood,1\nBad,lots\n")
    page = as_admin.post(sheet.get_absolute_url(), {"whole": "0"}, follow=True).content.decode()
    assert list(RoadmapItem.objects.values_list("title", flat=True)) == ["Good"]
    assert "1 refused" in page
    assert "must be a number like 2.5, not &#x27;lots&#x27;" in page


def test_all_or_nothing_writes_nothing(as_admin):
    sheet = sheet_of(as_admin, "title,effort\nGood,1\nBad,lots\n")
    answer = as_admin.post(sheet.get_absolute_url(), {"whole": "1"})
    assert answer.status_code == 409
    assert "1 rows do not fit, so nothing was written." in answer.content.decode()
    assert RoadmapItem.objects.count() == 0


def test_what_was_taken_in_is_not_taken_in_again(as_admin, admin):
    sheet = sheet_of(as_admin)
    as_admin.post(sheet.get_absolute_url())
    answer = as_admin.post(sheet.get_absolute_url())
    assert answer.status_code == 409
    assert as_admin.get(f"{sheet.get_absolute_url()}columns/").status_code == 302
    assert bytes(Sheet.objects.get().data) == b""


def test_new_row_that_sounds_like_an_item_is_flagged(as_admin):
    RoadmapItemFactory(title="Score a table every night", slug="score")
    sheet = sheet_of(as_admin, "title\nScoring tables every night\nSomething else\n")
    page = as_admin.get(sheet.get_absolute_url()).content.decode()
    assert 'Sounds like <a href="/roadmap/score/">Score a table every night</a>' in page
    assert "Nothing like it is there" in page


def test_closed_tab_loses_nothing_and_a_week_later_it_is_gone(as_admin):
    sheet = sheet_of(as_admin)
    assert "items.csv" in as_admin.get("/roadmap/import/").content.decode()
    assert taking_in.sweep() == 0
    Sheet.objects.filter(pk=sheet.pk).update(uploaded_at=now(days=-8))
    assert taking_in.sweep() == 1


def test_nobody_sees_the_table_of_another(as_chair, as_admin):
    sheet = sheet_of(as_admin)
    for path in ("", "columns/"):
        assert as_chair.get(f"{sheet.get_absolute_url()}{path}").status_code == 404
    assert as_chair.post(sheet.get_absolute_url()).status_code == 404
    assert as_chair.post(f"{sheet.get_absolute_url()}removal/").status_code == 404


def test_lead_brings_in_what_the_own_group_steers(as_chair, chair, group):
    other = GroupFactory(slug="sig-other")
    RoadmapItemFactory(title="Theirs", group=other)
    RoadmapItemFactory(title="Ours", group=group)
    text = "title,group,effort\nTheirs,,3\nOurs,,3\nNew,sig-tracking,1\n"
    text += "New for them,sig-other,1\nNo group,,1\nOurs 2,sig-other,\n"
    assert [row.outcome for row in rows_of(text, chair)] == [
        "refused",
        "changed",
        "new",
        "refused",
        "refused",
        "refused",
    ]


@pytest.mark.parametrize("who", ["member", "outsider"])
def test_others_may_not(cast, client, who):
    client.force_login(cast(who))
    assert client.get("/roadmap/import/").status_code == 403
    assert upload(client).status_code == 403
    assert client.post("/api/v1/roadmap/import/", {"csv": TABLE}, "application/json").status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01",
        b"Title\n",
        b"x" * (2 * 1024 * 1024 + 1),
        "Title\n\ud83d\n".encode("utf-16", "surrogatepass"),
    ],
)
def test_bad_uploads_are_answered_in_the_form(as_admin, data):
    answer = upload(as_admin, data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert Sheet.objects.count() == 0


def test_upload_has_a_pace(as_admin, monkeypatch):
    from hub.accounts.limiter import Limit
    from hub.exchange import pace

    monkeypatch.setattr(pace, "PACE", Limit(tries=2, seconds=60))
    assert [upload(as_admin).status_code for _ in range(3)] == [302, 302, 429]
    assert as_admin.post("/api/v1/roadmap/import/", {"csv": TABLE}, "application/json").status_code == 429


def test_mapping_that_makes_no_sense_is_refused(as_admin):
    sheet = sheet_of(as_admin)
    answer = as_admin.post(f"{sheet.get_absolute_url()}columns/", {"column-0": "title", "column-1": "title"})
    assert answer.status_code == 422
    assert "Two columns cannot both be: Title." in answer.content.decode()
    as_admin.post(f"{sheet.get_absolute_url()}columns/", {"column-2": "state"})
    page = as_admin.get(sheet.get_absolute_url()).content.decode()
    assert "Say which column is the title." in page
    assert as_admin.post(sheet.get_absolute_url()).status_code == 409


def test_program_tries_and_then_takes_a_table_in(as_admin):
    def send(**told):
        return as_admin.post("/api/v1/roadmap/import/", told, "application/json").json()

    tried = send(csv=TABLE, dry_run=True, states={"Done": "declined"})
    assert (tried["dry_run"], tried["new"], RoadmapItem.objects.count()) == (True, 2, 0)
    assert tried["columns"]["Summary"] == "title"
    done = send(csv=TABLE, states={"Done": "declined"}, columns={"Quarter": ""})
    assert [(row["row"], row["outcome"]) for row in done["rows"]] == [(2, "new"), (3, "new")]
    assert set(RoadmapItem.objects.values_list("state", "quarter")) == {("declined", ""), ("in-progress", "")}
    assert send(csv=TABLE, states={"Done": "declined"}, columns={"Quarter": ""})["unchanged"] == 2


def test_program_sends_a_file(as_admin):
    file = SimpleUploadedFile("a.csv", TABLE.encode("utf-16"))
    answer = as_admin.post(
        "/api/v1/roadmap/import/", {"file": file, "columns": '{"Quarter": ""}', "dry_run": "true"}
    )
    assert (answer.status_code, answer.json()["new"]) == (200, 2)


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"csv": ""}, {"csv": 5}, {"csv": "Title\nx\n", "columns": {"Title": "nonsense"}},
        {"csv": "a\nb", "columns": []},
        {"csv": "Title\nx\n", "states": {"x": "y"}},
        {"csv": "Title,Name\nx,y\n", "columns": {"Title": "need", "Name": "need"}},
        {"csv": "x", "columns": "{"}, {"csv": "Title\nx\n", "columns": {"Title": 5}},
    ],
)  # fmt: skip
def test_nonsense_of_programs_is_answered(as_admin, sent):
    answer = as_admin.post("/api/v1/roadmap/import/", json.dumps(sent), "application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_program_that_names_no_title_is_refused(as_admin):
    answer = as_admin.post("/api/v1/roadmap/import/", {"csv": "Colour\nred\n"}, "application/json")
    assert answer.status_code == 409


def test_what_was_exported_comes_back_unchanged(as_admin, client):
    RoadmapItemFactory(
        title="=Formula", need="Two\nlines; and, signs", state="planned", quarter="2027-Q1", step="training",
        estimate="1.5", group=GroupFactory(), team=TeamFactory(), owner=UserFactory(), proposed_by=UserFactory(),
    )  # fmt: skip
    RoadmapItemFactory(title="@Other", state="deferred", state_reason="Not now")
    data = b"".join(client.get("/roadmap/export.csv?state=any").streaming_content)
    sheet = sheet_of(as_admin, data)
    as_admin.post(sheet.get_absolute_url())
    sheet.refresh_from_db()
    as_admin.get(sheet.get_absolute_url())
    counts = taking_in.plan(
        taking_in.grid_of(data), sheet.columns, sheet.states, UserFactory(is_platform_admin=True)
    ).counts()
    assert counts == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}


def test_five_thousand_rows_are_shown_and_taken_in(as_admin):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Key", "Title", "Description", "Status", "Components"])
    for number in range(5000):
        writer.writerow([f"K-{number}", f"Item number {number}", "x" * 200, "Done", "mlflow"])
    sheet = sheet_of(as_admin, text.getvalue())
    began = time.monotonic()
    assert "5000 new" in as_admin.get(sheet.get_absolute_url()).content.decode()
    print(f"5,000 rows shown in {time.monotonic() - began:.2f} s")
    began = time.monotonic()
    as_admin.post(sheet.get_absolute_url())
    print(f"and taken in in {time.monotonic() - began:.2f} s")
    assert RoadmapItem.objects.count() == 5000
    assert Sheet.objects.get().taken_in_at <= timezone.now()


def test_preview_costs_the_same_queries_at_any_length(as_admin, queries):
    few = sheet_of(as_admin, "title\nA\n")
    many = sheet_of(as_admin, "title\n" + "\n".join(f"Item {n}" for n in range(300)))
    RoadmapItemFactory(title="Item 4")
    one = queries(lambda: as_admin.get(few.get_absolute_url()))
    assert queries(lambda: as_admin.get(many.get_absolute_url())) <= one + 5 <= 20
