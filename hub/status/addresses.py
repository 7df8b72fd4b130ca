"""Which addresses may be probed: those that the hub may ask at all."""

from hub.core.web import fault_of, validate

__all__ = ["fault_of", "validate"]
