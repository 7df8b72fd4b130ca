"""The own profile and the tokens on it."""

import pytest

from hub.accounts import tokens
from hub.accounts.models import ApiToken
from tests.factories import RoadmapItemFactory, SupportFactory, UserFactory


def test_member_sees_teams_roles_proposals_and_needs(as_member, member):
    RoadmapItemFactory(title="My proposal", proposed_by=member)
    SupportFactory(item=RoadmapItemFactory(title="Needed thing"), user=member, why="Every day")
    page = as_member.get("/profile/").content.decode()
    for words in (
        "Pricing",
        "SIG Experiment Tracking",
        "My proposal",
        "Needed thing",
        "Every day",
        "Important",
    ):
        assert words in page


def test_member_changes_name_and_mail(as_member, member):
    answer = as_member.post("/profile/", {"name": "Mateo M.", "email": "new@example.org"}, follow=True)
    member.refresh_from_db()
    assert (member.name, member.email) == ("Mateo M.", "new@example.org")
    assert "Saved." in answer.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"email": "no address"}, {"email": "ADA@example.org"}, {"name": "x" * 201}]
)
def test_bad_profile_keeps_what_was_typed_and_saves_nothing(as_member, member, admin, wrong):
    answer = as_member.post("/profile/", {"name": "Kept", "email": "kept@example.org", **wrong})
    assert answer.status_code == 422
    member.refresh_from_db()
    assert (member.name, member.email) == ("Mateo Member", "mateo@example.org")
    assert ("Kept" in answer.content.decode()) or "name" in wrong
    assert '<h1 class="page-title">Mateo Member</h1>' in answer.content.decode()


def test_profile_cannot_make_one_an_admin(as_member, member):
    as_member.post(
        "/profile/", {"name": "M", "email": "m@example.org", "is_platform_admin": "1", "handle": "ada"}
    )
    member.refresh_from_db()
    assert (member.is_platform_admin, member.handle) == (False, "mateo")


def test_token_is_shown_once(as_member, member):
    answer = as_member.post("/profile/tokens/", {"name": "Report", "scope": "write", "expires_at": "30"})
    page = answer.content.decode()
    key = page.split('value="hub_')[1].split('"')[0]
    assert answer.status_code == 201
    assert tokens.verify("hub_" + key).user == member
    assert "no-store" in answer["Cache-Control"]
    profile = as_member.get("/profile/").content.decode()
    assert "Report" in profile
    assert key not in profile


def test_second_click_makes_no_second_token(as_member):
    for status in (201, 409):
        assert as_member.post("/profile/tokens/", {"name": "Report", "scope": "read"}).status_code == status
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"scope": "root"}, {"expires_at": "99999"}, {"expires_at": "x"}]
)
def test_bad_token_form_is_explained(as_member, wrong):
    answer = as_member.post(
        "/profile/tokens/", {"name": "Report", "scope": "read", "expires_at": "30", **wrong}
    )
    assert answer.status_code == 422
    assert ApiToken.objects.count() == 0


def test_member_revokes_a_token(as_member, member):
    token, key = tokens.issue_token(by=member, name="Report")
    answer = as_member.post(f"/profile/tokens/{token.pk}/revocation/", follow=True)
    assert "Revoked. Programs with the token “Report” are locked out" in answer.content.decode()
    assert tokens.verify(key) is None
    assert "Report" not in as_member.get("/profile/").content.decode()


def test_token_of_somebody_else_is_not_found(as_admin, member):
    token, key = tokens.issue_token(by=member, name="Report")
    assert as_admin.post(f"/profile/tokens/{token.pk}/revocation/").status_code == 404
    assert tokens.verify(key) is not None


def test_profile_costs_the_same_with_much(as_member, member, queries):
    def fill(count):
        for number in range(count):
            RoadmapItemFactory(proposed_by=member)
            SupportFactory(user=member)
            tokens.issue_token(by=member, name=f"{count} {number}")

    fill(1)
    few = queries(lambda: as_member.get("/profile/"))
    fill(12)
    assert queries(lambda: as_member.get("/profile/")) == few <= 15


@pytest.mark.parametrize(
    "path", ["/profile/", "/profile/tokens/", "/notifications/", "/profile/notifications/"]
)
def test_visitor_is_sent_to_sign_in(client, db, path):
    assert client.get(path)["Location"] == f"/sign-in/?next={path}"


def test_reader_without_anything_is_told_what_belongs_here(as_outsider):
    page = as_outsider.get("/profile/").content.decode()
    assert "You are in no team and no group yet" in page
    assert "Propose an item" in page


def test_other_people_are_untouched(as_member):
    other = UserFactory(name="Other")
    as_member.post("/profile/", {"name": "Changed", "email": "c@example.org"})
    other.refresh_from_db()
    assert other.name == "Other"
