"""The addresses of this app: below the roadmap, for it brings its items in."""

from django.urls import path

from hub.exchange import views

app_name = "exchange"
urlpatterns = [
    path("import/", views.sheets, name="sheets"),
    path("import/<int:pk>/", views.sheet, name="sheet"),
    path("import/<int:pk>/columns/", views.mapping, name="mapping"),
    path("import/<int:pk>/removal/", views.removal, name="removal"),
]
