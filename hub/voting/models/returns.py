"""What would make a group look at a conclusion again: facts that the hub itself knows."""

from __future__ import annotations

from django.db import models

from hub.catalog.models import Service, ServiceStage
from hub.sigs.models import Conclusion


class ReturnCondition(models.Model):
    """Look at a conclusion again when a service reaches a stage."""

    conclusion = models.ForeignKey(
        Conclusion, models.CASCADE, related_name="returns", help_text="What is looked at again."
    )
    service = models.ForeignKey(
        Service, models.CASCADE, related_name="awaited_by", help_text="The service that is watched."
    )
    stage = models.CharField(
        max_length=20, choices=ServiceStage.Stage, help_text="The stage that is awaited."
    )
    met_on = models.DateField(null=True, blank=True, help_text="The day it was seen to be met.")

    class Meta:
        ordering = ["conclusion", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conclusion", "service", "stage"], name="one_return_per_service_and_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service} reaches {self.get_stage_display().lower()}"
