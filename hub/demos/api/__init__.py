"""Demos and wishes for programs."""

from hub.demos.api.demos import DemoViewSet
from hub.demos.api.wishes import WishViewSet

__all__ = ["DemoViewSet", "WishViewSet"]
