"""What people do with demos."""

from hub.demos.actions.proposing import propose_demo

__all__ = ["propose_demo"]
