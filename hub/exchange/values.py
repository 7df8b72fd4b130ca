"""From what a file says to what a field holds: checked, and said in plain words when it does not fit."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import slugify

from hub.core import limits
from hub.exchange.marked import CONTROL
from hub.sigs.models import Subproject

DETAILS = 200_000
DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?\Z")
CLOCK = re.compile(r"(\d{1,2})(?::([0-5]\d))?(?::([0-5]\d))?\s*([AaPp]\.?[Mm]\.?)?\Z")


class Unfit(Exception):  # noqa: N818 -- an answer about a value
    """The value does not fit; the text says why, to follow the name of the field."""


def fit(field: models.Field[Any, Any], raw: Any) -> Any:
    """The value as the field holds it; raises Unfit with the reason."""
    if raw is None:
        return (
            [] if isinstance(field, ArrayField | models.JSONField) and field.default is list else empty(field)
        )
    value = _convert(field, raw)
    if isinstance(value, str):
        _check_text(field, value)
    if not isinstance(field, ArrayField | models.JSONField):
        _check(field, value)
    return value


def empty(field: models.Field[Any, Any]) -> Any:
    """What stands for nothing in the field."""
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def _convert(field: models.Field[Any, Any], raw: Any) -> Any:
    for kind, convert in CONVERTERS:
        if isinstance(field, kind):
            return convert(field, raw)
    raise Unfit("cannot be imported")


def text(raw: Any) -> str:
    """Words, without blanks around them; a number counts as the word it is written with."""
    if isinstance(raw, bool) or not isinstance(raw, str | int):
        raise Unfit(f"must be text, not {_what(raw)}")
    words = str(raw).replace("\r\n", "\n").replace("\r", "\n").strip()
    if CONTROL.search(words):
        raise Unfit("has a control character")
    return words


def line(raw: Any) -> str:
    """Words on one line."""
    return re.sub(r"[ \t]*\n[ \t]*", " ", text(raw))


def date(raw: Any) -> dt.date:
    """A day as 2026-11-03; a time after it is dropped, a missing nought is forgiven."""
    if isinstance(raw, dt.date):
        return raw
    found = DATE.match(text(raw))
    if not found:
        raise Unfit(f"{short(raw)} is not a date like 2026-11-03")
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Unfit(f"{short(raw)} is not a day of the calendar") from None


def past(raw: Any) -> dt.date:
    """A day that has been, or today."""
    day = date(raw)
    if day > timezone.localdate():
        raise Unfit(f"{day} is in the future")
    return day


def clock(raw: Any) -> dt.time:
    """A time of day, as 17:00, 9:30, 08:00AM or 2PM."""
    found = CLOCK.match(line(raw))
    if not found or (found[2] is None and found[4] is None):
        raise Unfit(f"{short(raw)} is not a time like 17:00")
    hour, half = int(found[1]), (found[4] or "").lower().replace(".", "")
    if half:
        if not 1 <= hour <= 12:
            raise Unfit(f"{short(raw)} is not a time like 17:00")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23:
        raise Unfit(f"{short(raw)} is not a time like 17:00")
    return dt.time(hour, int(found[2] or 0), int(found[3] or 0))


def moment(raw: Any) -> dt.datetime:
    """A date and time with its zone."""
    if isinstance(raw, dt.datetime):
        return raw
    try:
        value = dt.datetime.fromisoformat(text(raw))
    except ValueError:
        raise Unfit(f"{short(raw)} is not a time like 2026-11-03T16:00Z") from None
    if value.tzinfo is None:
        raise Unfit(f"{short(raw)} does not say its time zone")
    return value.astimezone(dt.UTC)


def whole(raw: Any) -> int:
    """A whole number."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"-?\d{1,18}", raw.strip()):
        return int(raw)
    raise Unfit(f"must be a whole number, not {short(raw)}")


def decimal(field: Any, raw: Any) -> Decimal:
    """A number with as many digits as the field holds."""
    words = line(raw)
    if not re.fullmatch(r"-?\d{1,12}(?:[.,]\d{1,6})?", words):
        raise Unfit(f"must be a number like 2.5, not {short(raw)}")
    value = Decimal(words.replace(",", "."))
    if value != round(value, field.decimal_places):
        raise Unfit(f"must have at most {field.decimal_places} digits behind the point, not {short(raw)}")
    return round(value, field.decimal_places)


def flag(raw: Any) -> bool:
    """True or false, nothing else."""
    if not isinstance(raw, bool):
        raise Unfit(f"must be true or false, not {short(raw)}")
    return raw


def web_address(raw: Any) -> str:
    """An http or https address."""
    address = line(raw).strip("\u200b\u200c\u200d\ufeff \t")
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise Unfit(f"{short(raw)} is not a web address") from None
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        raise Unfit(f"{short(raw)} is not a web address (http or https)")
    return address


def slug(raw: Any) -> str:
    """A name for addresses: letters, digits, dashes and underscores."""
    words = line(raw)
    return words if re.fullmatch(r"[-a-zA-Z0-9_]+", words) else slugify(words)


def words(raw: Any) -> list[Any]:
    """A list; a single value counts as a list of one."""
    return raw if isinstance(raw, list) else [raw]


def plain(raw: Any) -> Any:
    """Nested values as JSON holds them; texts are checked."""
    if isinstance(raw, dict):
        return {text(key): plain(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [plain(value) for value in raw]
    return raw if raw is None or isinstance(raw, bool | int) else text(raw)


def short(raw: Any) -> str:
    """A value as it is quoted in a report."""
    quoted = repr(raw if isinstance(raw, str | int) else _what(raw))
    return quoted if len(quoted) <= 60 else f"{quoted[:56]}…{quoted[0]}"


def same(held: Any, told: Any) -> bool:
    """Whether a row already holds what a file tells; ends of lines and blanks around a text do not count."""
    if isinstance(held, str) and isinstance(told, str):
        return held == told or held.replace("\r\n", "\n").replace("\r", "\n").strip() == told
    return bool(held == told)


def _json(field: models.Field[Any, Any], raw: Any) -> Any:
    value = plain(raw)
    if isinstance(value, list) != (field.default is list):
        raise Unfit(f"must be a {'list' if field.default is list else 'mapping'}, not {_what(raw)}")
    if len(json.dumps(value)) > DETAILS:
        raise Unfit(f"is longer than {DETAILS} characters")
    if field.name == "links":
        return _links(value, labelled=field.model is not Subproject)
    return value


def _links(links: list[Any], *, labelled: bool) -> list[Any]:
    """Addresses, each http or https; with labels where the noun has them."""
    found = []
    for link in links:
        told = link if isinstance(link, dict) else {"url": link}
        if not set(told) <= {"label", "url"}:
            raise Unfit("takes only `label` and `url` in a link")
        url = web_address(told.get("url") or "")
        if not url:
            raise Unfit("has a link without an address")
        found.append({"label": str(told.get("label") or url), "url": url} if labelled else url)
    return found


def _array(field: Any, raw: Any) -> list[Any]:
    values = [fit(field.base_field, value) for value in words(raw) if value is not None]
    return list(dict.fromkeys(value for value in values if value != ""))


def _text(field: models.Field[Any, Any], raw: Any) -> str:
    return text(raw) if isinstance(field, models.TextField) else line(raw)


def _check_text(field: models.Field[Any, Any], value: str) -> None:
    limit = limits.TEXT if isinstance(field, models.TextField) else field.max_length
    if limit and len(value) > limit:
        raise Unfit(f"is {len(value):,} characters long, {limit:,} at most")


def _check(field: models.Field[Any, Any], value: Any) -> None:
    if field.choices and value not in (choices := [choice for choice, _ in field.flatchoices]):
        if not (value == "" and field.blank):
            raise Unfit(f"{short(value)} is none of: {', '.join(map(str, choices))}")
        return
    if value in (None, ""):
        return
    try:
        field.run_validators(value)
    except ValidationError as error:
        raise Unfit(f"{short(value)}: {' '.join(error.messages)}") from None


def _what(raw: Any) -> str:
    names = {dict: "a mapping", list: "a list", bool: "yes or no", type(None): "nothing", float: "a decimal"}
    return next((name for kind, name in names.items() if isinstance(raw, kind)), "a value of this kind")


CONVERTERS: tuple[tuple[Any, Any], ...] = (
    (models.SlugField, lambda _field, raw: slug(raw)),
    (models.URLField, lambda _field, raw: web_address(raw)),
    (models.DateTimeField, lambda _field, raw: moment(raw)),
    (models.DateField, lambda _field, raw: date(raw)),
    (models.TimeField, lambda _field, raw: clock(raw)),
    (models.BooleanField, lambda _field, raw: flag(raw)),
    (models.DecimalField, decimal),
    (models.IntegerField, lambda _field, raw: whole(raw)),
    (ArrayField, _array),
    (models.JSONField, _json),
    (models.CharField, _text),
    (models.TextField, _text),
)


def digest(value: Any) -> str:
    """A short stand-in for what was said."""
    return hashlib.blake2s(repr(value).encode(), digest_size=6).hexdigest()
