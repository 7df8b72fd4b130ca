"""The quarter at a glance: what each quarter holds, moving cards, what changed, pictures to share and to print."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from hub.core.errors import Refused
from hub.core.permissions import may
from hub.roadmap import actions
from hub.roadmap.models import Look, Move, RoadmapItem, Round
from hub.roadmap.quarters import moved, quarter_of
from hub.roadmap.reach import MOVABLE, movable
from hub.roadmap.slides import slides
from hub.roadmap.timeline import bar_of, drawn, place
from tests.cast import CAST, browser_of
from tests.factories import (
    GroupFactory,
    RoadmapItemFactory,
    ServiceFactory,
    TermFactory,
    UserFactory,
    now,
    today,
)
from tests.pages import MOST_QUERIES, main_of, queries_of, text_of

NOW = quarter_of(timezone.localdate())
NEXT = moved(NOW, 1)
JSON = {"Accept": "application/json"}


def column(page, quarter=NOW):
    return next(row for row in page.context["columns"] if row.quarter == quarter)


# --- what a quarter holds -------------------------------------------------------------------------
def test_quarter_says_what_its_items_cost_beside_what_can_be_built(client, admin):
    RoadmapItemFactory(quarter=NOW, state="planned", estimate=Decimal("3.5"))
    RoadmapItemFactory(quarter=NOW, state="shipped", estimate=Decimal(4))
    RoadmapItemFactory(quarter=NOW, state="declined", estimate=Decimal(90))
    RoadmapItemFactory(quarter=NOW, state="planned")
    Round.objects.create(slug="filled", title="Filled", quarter=NOW, capacity=6, created_by=admin)
    Round.objects.update(state="open", opened_at=now(), closes_at=now(days=3))
    page = client.get("/roadmap/")
    found = column(page)
    assert (found.cost, found.unknown, found.capacity, found.is_over) == (Decimal("7.5"), 1, 6, True)
    assert "7.5 of 6 team-weeks" in text_of(page)
    assert "over, 1 without estimate" in text_of(page)


def test_draft_of_a_round_says_nothing(client, admin):
    RoadmapItemFactory(quarter=NOW, state="planned", estimate=2)
    Round.objects.create(slug="draft", title="Draft", quarter=NOW, capacity=6, created_by=admin)
    assert column(client.get("/roadmap/")).capacity is None


def test_card_says_state_need_estimate_and_what_is_in_the_way(client, db):
    RoadmapItemFactory(
        title="Cache", quarter=NOW, state="in-progress", estimate=3, impediment="A port", impeded_at=now(),
        owner=UserFactory(name="Olga Owner"),
    )  # fmt: skip
    RoadmapItem.objects.update(supporters=4, blocked=2)
    words = text_of(client.get("/roadmap/"))
    for said in ("In progress", "Impeded", "3 w", "4 need it, 2 blocked", "Olga Owner"):
        assert said in words


# --- what the address asks ------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"kind": "pain"}, {"A"}), ({"impeded": "1"}, {"B"}), ({"need": "blocked"}, {"C"}),
        ({"need": "some"}, {"A", "C"}), ({"need": "nobody"}, {"B"}), ({"owner": "olga"}, {"B"}),
        ({"team": "pricing"}, {"C"}), ({"earliest": "2026-Q2"}, {"B", "C"}), ({"latest": "2026-Q2"}, {"A", "B"}),
        ({"earliest": "2026-Q2", "latest": "2026-Q2"}, {"B"}), ({"moved": "2000-01-01"}, {"A"}),
        ({"moved": "2999-01-01"}, set()), ({"need": "odd", "kind": "x", "earliest": "soon"}, {"A", "B", "C"}),
    ],
)  # fmt: skip
def test_list_answers_the_further_questions(as_admin, admin, team, asked, titles):
    item = RoadmapItemFactory(title="A", kind="pain", quarter="2026-Q1", state="planned", supporters=1)
    RoadmapItemFactory(title="B", quarter="2026-Q2", impediment="A port", impeded_at=now(),
                       owner=UserFactory(handle="olga"))  # fmt: skip
    RoadmapItemFactory(title="C", quarter="2026-Q3", team=team, supporters=2, blocked=1)
    actions.move_item(item, by=admin, to="in-progress", quarter="2026-Q1")
    answer = as_admin.get("/roadmap/", {"view": "list", **asked})
    assert {row.title for row in answer.context["page"]} == titles


def test_chips_say_what_is_asked_and_lead_to_the_page_without_it(client, db):
    group = GroupFactory(slug="sig-data", name="SIG Data")
    RoadmapItemFactory(group=group)
    answer = client.get("/roadmap/", {"group": "sig-data", "impeded": "1", "from": "2026-Q1"})
    chips = {chip["label"]: (chip["value"], chip["without"]) for chip in answer.context["chips"]}
    assert chips["Group"] == ("SIG Data", "?impeded=1&from=2026-Q1")
    assert chips["Impeded"] == ("", "?group=sig-data&from=2026-Q1")
    assert "Clear all" in text_of(answer)


@pytest.mark.parametrize(
    ("sort", "titles"), [("moved", ["B", "A", "C"]), ("target", ["C", "B", "A"]), ("new", ["C", "B", "A"])]
)
def test_list_comes_in_the_order_that_is_asked(client, admin, sort, titles):
    first = RoadmapItemFactory(title="A", state="accepted", proposed_on=today(-9))
    second = RoadmapItemFactory(title="B", state="accepted", proposed_on=today(-5), target_on=today(30))
    RoadmapItemFactory(title="C", proposed_on=today(-1), target_on=today(3))
    for item in (first, second):
        actions.move_item(item, by=admin, to="planned", quarter=NOW)
    answer = client.get("/roadmap/", {"view": "list", "sort": sort})
    assert [row.title for row in answer.context["page"]] == titles


def test_when_it_moved_last_is_kept_by_the_database(db, admin):
    item = RoadmapItemFactory(state="accepted")
    assert RoadmapItem.objects.get().moved_at is None
    actions.move_item(item, by=admin, to="planned", quarter=NOW)
    assert RoadmapItem.objects.get().moved_at == Move.objects.get().at
    RoadmapItem.objects.update(quarter=NEXT)  # past the verbs, as an import does
    assert RoadmapItem.objects.get().moved_at == Move.objects.last().at


# --- moving cards ---------------------------------------------------------------------------------
@pytest.mark.parametrize("who", CAST)
def test_cards_can_be_moved_by_those_whom_the_rule_lets(who, cast, group, member):
    person = cast(who)
    states = RoadmapItem.State.values
    items = [RoadmapItemFactory(state=state, group=group) for state in states]
    items += [RoadmapItemFactory(state="planned", owner=member), RoadmapItemFactory(state="planned")]
    allowed = {item.pk for item in items if item.state in MOVABLE and may(person, "roadmap.move_item", item)}
    assert movable(person, items) == allowed


def test_visitors_board_has_no_controls(client, db):
    RoadmapItemFactory(quarter=NOW, state="planned")
    for address in ("/roadmap/", "/roadmap/?move=item-1", "/roadmap/public/"):
        page = (
            main_of(client.get(address)) if "public" not in address else client.get(address).content.decode()
        )
        assert "<form" not in page.replace('<form class="filters"', "")
        assert "data-card" not in page
        assert "board.js" not in client.get(address).content.decode()


def test_lead_moves_a_card_by_its_form(as_chair, group):
    item = RoadmapItemFactory(slug="cache", quarter=NOW, step="serving", state="planned", group=group)
    assert (
        "?step=serving&amp;move=cache#card-cache" in as_chair.get("/roadmap/?step=serving").content.decode()
    )
    page = as_chair.get("/roadmap/?step=serving&move=cache").content.decode()
    assert 'action="/roadmap/cache/place/"' in page
    sent = {
        "quarter": NEXT,
        "step": "training",
        "reason": "No room",
        "seen": NOW,
        "next": "?step=serving#card-cache",
    }
    answer = as_chair.post("/roadmap/cache/place/", sent)
    assert (answer.status_code, answer["Location"]) == (302, "/roadmap/?step=serving#card-cache")
    item.refresh_from_db()
    assert (item.quarter, item.step, item.moves.get().reason) == (NEXT, "training", "No room")


def test_form_never_leads_to_another_site(as_admin):
    item = RoadmapItemFactory(quarter=NOW, state="planned")
    sent = {"quarter": NEXT, "step": "", "seen": NOW, "next": "https://evil.example/"}
    assert as_admin.post(f"/roadmap/{item.slug}/place/", sent)["Location"] == "/roadmap/"


def test_script_hears_in_words_what_happened(as_admin):
    item = RoadmapItemFactory(title="Cache", quarter=NOW, state="planned")
    sent = {"quarter": NEXT, "step": "serving", "seen": NOW}
    answer = as_admin.post(f"/roadmap/{item.slug}/place/", sent, headers=JSON)
    assert answer.json()["said"] == f"Cache is in {NEXT} now, at the step Serving."


@pytest.mark.parametrize(
    ("state", "seen", "quarter", "status"),
    [("planned", NEXT, moved(NOW, 2), 409), ("shipped", NOW, NEXT, 409), ("planned", NOW, "soon", 422),
     ("in-progress", NOW, "", 422), ("planned", NOW, "", 422)],
)  # fmt: skip
def test_refused_move_leaves_the_card_where_it_was(as_admin, state, seen, quarter, status):
    item = RoadmapItemFactory(quarter=NOW, state=state)
    sent = {"quarter": quarter, "step": "serving", "seen": seen}
    answer = as_admin.post(f"/roadmap/{item.slug}/place/", sent, headers=JSON)
    assert (answer.status_code, bool(answer.json()["said"])) == (status, True)
    page = as_admin.post(f"/roadmap/{item.slug}/place/", sent)
    assert page.status_code == status
    assert answer.json()["said"] in text_of(page)
    item.refresh_from_db()
    assert (item.quarter, item.step) == (NOW, "")
    assert not item.moves.exists()


def test_accepted_card_becomes_planned_with_a_quarter_and_back_with_a_reason(admin):
    item = RoadmapItemFactory(state="accepted")
    item = actions.place_item(item, by=admin, quarter=NOW, step="", seen="")
    assert (item.state, item.quarter) == ("planned", NOW)
    item = actions.place_item(item, by=admin, quarter="", step="", seen=NOW, reason="Taken back at once.")
    assert (item.state, item.quarter) == ("accepted", "")


def test_proposed_card_cannot_be_planned_past_its_acceptance(admin):
    with pytest.raises(Refused):
        actions.place_item(RoadmapItemFactory(), by=admin, quarter=NOW, step="", seen="")


@pytest.mark.parametrize("who", ["member", "outsider"])
def test_others_move_nothing(who, cast, db):
    item = RoadmapItemFactory(quarter=NOW, state="planned")
    sent = {"quarter": NEXT, "step": "", "seen": NOW}
    assert browser_of(cast(who)).post(f"/roadmap/{item.slug}/place/", sent, headers=JSON).status_code == 403
    assert not Move.objects.exists()


# --- what changed ---------------------------------------------------------------------------------
def test_member_sees_what_changed_since_the_last_look(as_member, member, admin):
    early = RoadmapItemFactory(title="Early", state="accepted", quarter="")
    actions.move_item(early, by=admin, to="planned", quarter=NOW)
    actions.mark_seen(by=member)
    item = RoadmapItemFactory(title="Cache", state="accepted")
    actions.move_item(item, by=admin, to="planned", quarter=NOW)
    actions.move_item(RoadmapItem.objects.get(pk=item.pk), by=admin, to="in-progress", quarter=NOW)
    actions.impede_item(item, by=admin, what="A port")
    made = actions.propose_item(by=admin, title="Brand new", need="Much")
    page = as_member.get("/roadmap/")
    assert page.context["news"].counts == [(1, "move"), (1, "new"), (1, "blocked")]
    change = page.context["news"].changes[0]
    assert (change.before, change.after.split(",")[0]) == ("accepted", "in progress")
    words = text_of(page)
    assert "Since you last looked" in words
    assert "Was accepted" in words
    assert made.title in words


def test_reading_marks_nothing_as_seen(as_member):
    as_member.get("/roadmap/")
    assert not Look.objects.exists()


def test_what_happened_after_the_page_was_made_stays_new(as_member, member, admin):
    shown = now(minutes=-5)
    item = RoadmapItemFactory(state="accepted")
    actions.move_item(item, by=admin, to="planned", quarter=NOW)
    answer = as_member.post(
        "/roadmap/looked/", {"until": shown.isoformat(), "next": "/roadmap/?step=serving"}
    )
    assert answer["Location"] == "/roadmap/?step=serving"
    assert as_member.get("/roadmap/").context["news"].counts == [(1, "move")]
    as_member.post("/roadmap/looked/", {"until": "nonsense"})
    assert as_member.get("/roadmap/").context["news"].counts == []


def test_look_never_goes_back_nor_ahead(member):
    actions.mark_seen(by=member)
    at = Look.objects.get().at
    assert actions.mark_seen(by=member, until=now(days=-3)).at == at
    assert actions.mark_seen(by=member, until=now(days=3)).at <= timezone.now()


def test_visitor_sees_the_last_two_weeks(client, admin):
    RoadmapItemFactory(state="planned", quarter=NOW)
    item = RoadmapItemFactory(state="accepted")
    Move.objects.create(item=item, from_state="proposed", to_state="accepted", by=admin, at=now(days=-13))
    old = RoadmapItemFactory(state="accepted")
    Move.objects.create(item=old, from_state="proposed", to_state="accepted", by=admin, at=now(days=-15))
    page = client.get("/roadmap/")
    assert [change.item.pk for change in page.context["news"].changes] == [item.pk]
    assert "In the last two weeks" in text_of(page)
    assert "Mark as seen" not in text_of(page)


# --- the timeline ---------------------------------------------------------------------------------
def step(to, quarter, at, item=None):
    return Move(to_state=to, to_quarter=quarter, at=dt.datetime(*at, tzinfo=dt.UTC))


def test_bar_goes_from_the_beginning_of_work_to_the_target_and_knows_the_first_plan():
    item = RoadmapItem(state="in-progress", quarter="2026-Q3", target_on=dt.date(2026, 11, 2))
    moves = [step("planned", "2026-Q1", (2025, 12, 1)), step("in-progress", "2026-Q3", (2026, 5, 4))]
    bar = bar_of(item, moves)
    assert (bar.planned, bar.begins, bar.ends, bar.is_late) == ("2026-Q1", "2026-Q2", "2026-Q4", True)
    assert bar.span == "Q2 2026 to Q4 2026, first planned for Q1 2026"


def test_bar_of_what_shipped_ends_with_its_release():
    item = RoadmapItem(state="shipped", quarter="2026-Q3", target_on=dt.date(2027, 1, 1))
    assert bar_of(item, [], dt.date(2026, 5, 1)).ends == "2026-Q2"


def test_bar_without_moves_is_its_quarter():
    bar = bar_of(RoadmapItem(state="planned", quarter="2026-Q3"), [])
    assert (bar.planned, bar.begins, bar.ends, bar.is_late) == ("2026-Q3", "2026-Q3", "2026-Q3", False)


def test_place_of_a_day_is_its_share_of_the_picture():
    quarters = ["2026-Q3", "2026-Q4"]
    assert place(dt.date(2026, 7, 1), quarters) == 0
    assert place(dt.date(2026, 10, 1), quarters) == 50
    assert place(dt.date(2026, 11, 16), quarters) == 75
    assert (place(dt.date(2020, 1, 1), quarters), place(dt.date(2030, 1, 1), quarters)) == (0, 100)


def test_bar_beyond_the_picture_is_cut_at_its_edges():
    item = RoadmapItem(state="planned", quarter="2026-Q3", target_on=dt.date(2028, 1, 1))
    row = drawn(bar_of(item, [step("planned", "2025-Q1", (2025, 1, 1))]), ["2026-Q3", "2026-Q4"])
    assert (row.x, row.width, row.light_width, row.label_side) == (0, 100, 0, "inside")


def test_timeline_shows_bars_by_step_and_the_same_as_a_table(client, admin):
    item = RoadmapItemFactory(title="Cache", step="serving", state="planned", quarter=NOW)
    actions.plan_item(item, by=admin, quarter=NEXT)
    RoadmapItemFactory(title="Elsewhen", state="planned", quarter="2019-Q1")
    page = client.get("/roadmap/timeline/")
    assert [(lane.label, [row.bar.item.title for row in lane.rows]) for lane in page.context["lanes"]] == [
        ("Serving", ["Cache"])
    ]
    assert 'class="now"' in page.content.decode()
    table = text_of(client.get("/roadmap/timeline/?as=table"))
    assert f"Cache Serving Planned {NEXT}" in table
    assert "Nothing is planned for these quarters" in text_of(client.get("/roadmap/timeline/?step=training"))


# --- to share and to print ------------------------------------------------------------------------
def test_page_to_share_is_bare_and_may_be_shown_elsewhere(as_admin):
    RoadmapItemFactory(title="Cache", quarter=NOW, state="planned")
    answer = as_admin.get(f"/roadmap/public/?earliest={NOW}&latest={NEXT}&mine=1")
    page = answer.content.decode()
    assert "Cache" in page
    assert "shell-header" not in page
    assert "data-card" not in page
    assert answer["X-Robots-Tag"] == "noindex"
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert [row.quarter for row in answer.context["columns"]] == [NOW, NEXT]
    assert "frame-ancestors 'none'" in as_admin.get("/roadmap/")["Content-Security-Policy"]


def test_slides_are_an_overview_and_a_page_for_each_step(client, db):
    for number in range(10):
        RoadmapItemFactory(title=f"Train {number}", quarter=NOW, step="training", state="planned", estimate=2)
    RoadmapItemFactory(title="Serve", quarter=NOW, step="serving", state="in-progress", impediment="A port",
                       impeded_at=now())  # fmt: skip
    page = client.get("/roadmap/print/", {"quarter": NOW})
    deck = page.context["deck"]
    assert [(slide.label, len(slide.items)) for slide in deck.slides] == [
        ("Training", 5), ("Training", 5), ("Serving", 1),
    ]  # fmt: skip
    assert deck.pages == 4
    words = text_of(page)
    assert "20 team-weeks planned" in words
    assert "4 / 4" in words
    assert "A port" in words


def test_slides_of_an_empty_quarter_say_so(client, db):
    assert "Nothing is planned for this quarter." in text_of(client.get("/roadmap/print/?quarter=2019-Q1"))


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (8, [8]), (9, [5, 4]), (17, [6, 6, 5])])
def test_pages_of_a_step_are_about_equally_full(count, sizes):
    found = slides("Serving", [RoadmapItem(title=str(number)) for number in range(count)])
    assert [len(slide.items) for slide in found] == sizes


# --- speed ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["client", "as_chair"])
@pytest.mark.parametrize(
    "address",
    [
        "/roadmap/",
        "/roadmap/?view=list&sort=moved",
        "/roadmap/timeline/",
        "/roadmap/public/",
        "/roadmap/print/",
    ],
)
def test_more_items_take_no_more_queries(request, who, address, group, admin, chair):
    browser = request.getfixturevalue(who)

    def fill(count):
        for number in range(count):
            item = RoadmapItemFactory(
                state="accepted", group=group if number % 2 else GroupFactory(), owner=UserFactory(),
                services=[ServiceFactory()], step="serving",
            )  # fmt: skip
            actions.move_item(item, by=admin, to="planned", quarter=NOW)
            TermFactory(user=chair, group=GroupFactory(), role="chair")

    fill(2)
    few = queries_of(browser, address)
    fill(15)
    assert queries_of(browser, address) <= few <= MOST_QUERIES
