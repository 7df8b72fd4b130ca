"""The addresses of this app."""

from django.urls import path, re_path

from hub.accounts.views import coming_in, directory, profile

app_name = "accounts"
urlpatterns = [
    path("sign-in/", coming_in.sign_in, name="sign_in"),
    path("sign-out/", coming_in.sign_out, name="sign_out"),
    path("sign-in-as/", coming_in.sign_in_as, name="sign_in_as"),  # demo only
    path("profile/", profile.profile, name="profile"),
    path("profile/tokens/", profile.new_token, name="new_token"),
    path("profile/tokens/<int:pk>/revocation/", profile.revocation, name="revocation"),
    path("teams/", directory.teams, name="teams"),
    path("teams/<slug:slug>/", directory.team, name="team"),
    path("people/", directory.people, name="people"),
    re_path(r"^people/(?P<handle>[A-Za-z0-9._-]+)/\Z", directory.person, name="person"),
]
