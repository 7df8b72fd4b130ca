"""Filters of the lists of services and clusters."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hub.catalog.models import (
    Cluster,
    ClusterQuerySet,
    ClusterStage,
    PipelineStep,
    Service,
    ServiceQuerySet,
    ServiceStage,
)
from hub.core.filters import FilterForm, choice, words


class ServiceFilter(FilterForm):
    """Which services to show."""

    q = words()
    step = choice("Pipeline step", PipelineStep.choices, "All steps")
    stage = choice("Stage", ServiceStage.Stage.choices, "All stages")

    def rows(self, user: Any, day: dt.date) -> ServiceQuerySet:
        """The services that are wanted, in the order of the work."""
        rows = Service.objects.visible_to(user).with_stage(day).matching(self.chosen("q"))
        if step := self.chosen("step"):
            rows = rows.filter(step=step)
        if stage := self.chosen("stage"):
            rows = rows.filter(stage=stage)
        return rows.with_places(day).in_order_of_work()


class ClusterFilter(FilterForm):
    """Which clusters to show."""

    q = words()
    purpose = choice("Purpose", Cluster.Purpose.choices, "All purposes")
    stage = choice("Stage", ClusterStage.Stage.choices, "All stages")

    def rows(self, user: Any, day: dt.date) -> ClusterQuerySet:
        """The clusters that are wanted, with the number of services on each."""
        rows = Cluster.objects.visible_to(user).with_stage(day).with_load(day)
        if text := self.chosen("q"):
            rows = rows.filter(name__icontains=text)
        for name in ("purpose", "stage"):
            if value := self.chosen(name):
                rows = rows.filter(**{name: value})
        return rows
