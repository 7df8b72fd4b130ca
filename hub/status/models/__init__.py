"""What is probed, what was measured, when it changed, and what was announced."""

from hub.status.models.history import Bucket, Gap, Rolled
from hub.status.models.incidents import Impact, Incident, IncidentUpdate
from hub.status.models.maintenance import Maintenance
from hub.status.models.measurements import Flip, Observation
from hub.status.models.probers import Prober, Snapshot
from hub.status.models.targets import Kind, Method, Status, Target, TargetQuerySet, new_public_id

__all__ = [
    "Bucket",
    "Flip",
    "Gap",
    "Impact",
    "Incident",
    "IncidentUpdate",
    "Kind",
    "Maintenance",
    "Method",
    "Observation",
    "Prober",
    "Rolled",
    "Snapshot",
    "Status",
    "Target",
    "TargetQuerySet",
    "new_public_id",
]
