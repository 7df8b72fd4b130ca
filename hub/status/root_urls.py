"""What answers at the root of the site: the sign of life that load balancers and the hub's own prober ask."""

from django.urls import path

from hub.status import views

urlpatterns = [path("healthz", views.healthz, name="healthz")]
