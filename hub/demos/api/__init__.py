"""Demos for programs."""

from hub.demos.api.demos import DemoViewSet

__all__ = ["DemoViewSet"]
