"""A day in an address: 2026-11-24."""

import datetime as dt

from django.urls import register_converter


class OnDay:
    """A day of this era; what is none is no address."""

    regex = r"(?:19[7-9]|20\d)\d-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        """The day; a ValueError means that the address leads nowhere."""
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        """As it is written."""
        return str(value)


register_converter(OnDay, "onday")
