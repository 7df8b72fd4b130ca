"""What the API reads: JSON whose texts the database can keep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class CleanJSONParser(JSONParser):
    """Refuses what is valid JSON but cannot be kept: NUL characters, halves of surrogate pairs, endless nesting."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The data of the body. Raises ParseError (HTTP 400)."""
        try:
            data = super().parse(stream, media_type, parser_context)
            written = json.dumps(data, ensure_ascii=False)
        except RecursionError:
            raise ParseError("The body is nested too deep.") from None
        try:
            written.encode()
        except UnicodeEncodeError:
            raise ParseError("The body has a half character (an unpaired surrogate).") from None
        if "\\u0000" in written.replace("\\\\", ""):
            raise ParseError("The body has a NUL character.")
        return data
