"""What the header of every page needs to know."""

from django.conf import settings
from django.http import HttpRequest

# Which of the header's entries an address belongs to, by its first step; /docs/ counts by its second.
SECTIONS = {
    "paths": "paths",
    "services": "services",
    "clusters": "services",
    "community": "community",
    "groups": "community",
    "teams": "community",
    "people": "community",
    "meetings": "community",
    "demos": "community",
    "recordings": "community",
    "roadmap": "roadmap",
    "status": "status",
    "incidents": "status",
}


def shell(request: HttpRequest) -> dict[str, object]:
    """The entry of the header that the page belongs to, empty when to none; whether this is a demo."""
    return {"section": section_of(request.path), "demo_mode": settings.DEMO}


def section_of(path: str) -> str:
    """The header's entry for an address: /services/mlflow/ and /docs/services/mlflow/ are both "services"."""
    steps = path.strip("/").split("/")
    if steps[0] == "docs":
        steps = steps[1:] or [""]
    return SECTIONS.get(steps[0], "")
