"""The canonical form: the same bytes for the same value, and nothing inexact."""

import datetime as dt
import hashlib
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from hub.voting.proof.canonical import canonical, digest, moment


def test_order_of_keys_changes_nothing():
    assert canonical({"b": 1, "a": [True, None, "é"]}) == '{"a":[true,null,"é"],"b":1}'.encode()
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})


def test_digest_is_sha256_of_those_bytes():
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


@pytest.mark.parametrize(
    "value", [1.0, {"a": [0.5]}, {1: "a"}, {"a": {2}}, b"x", Fraction(1, 2), float("nan")]
)
def test_what_has_no_exact_form_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_text_that_is_no_text_is_refused():
    with pytest.raises(UnicodeEncodeError):
        canonical({"a": "\ud800"})


def test_moment_is_utc_with_microseconds():
    noon = dt.datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/Madrid"))
    assert moment(noon) == "2026-07-01T10:00:00.000000Z"
    with pytest.raises(TypeError):
        moment(noon.replace(tzinfo=None))
