"""Values of files, and why they do not fit."""

# ruff: noqa: E501 -- a case reads best on one line

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.accounts.models import User
from hub.catalog.models import Service, ServiceStage
from hub.core import limits
from hub.exchange import codec, values
from hub.exchange.tables import TABLES
from hub.exchange.values import Unfit, fit
from hub.recordings.models import Recording, clock

name = Service._meta.get_field("name")
homepage = Service._meta.get_field("homepage_url")
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
moments = st.datetimes(  # bounds without a zone, as it wants them
    dt.datetime(1990, 1, 1),  # noqa: DTZ001
    dt.datetime(2060, 1, 1),  # noqa: DTZ001
    timezones=st.just(dt.UTC),
)
fields = [field for table in TABLES for field in table.fields.values() if not field.is_relation]


@given(st.sampled_from(fields), anything)
def test_every_field_takes_or_refuses_whatever_it_is_given(field: object, raw: object) -> None:
    try:
        value = fit(field, raw)  # type: ignore[arg-type]
    except Unfit as error:
        assert str(error)  # noqa: PT017 -- both are right
        return
    if value not in (None, ""):
        assert fit(field, value) == value  # type: ignore[arg-type] -- what fits, fits again


@given(st.dates(dt.date(1000, 1, 1)))
def test_a_date_is_read_as_it_is_written(day: dt.date) -> None:
    assert values.date(day.isoformat()) == day
    assert values.date(f"{day.year:04}-{day.month}-{day.day}") == day


@given(st.times().map(lambda time: time.replace(microsecond=0)))
def test_a_time_is_read_as_it_is_written(time: dt.time) -> None:
    assert values.clock(time.isoformat()) == time
    assert values.clock(f"{time:%I:%M%p}") == time.replace(second=0)


@given(st.integers(0, 400_000))
def test_a_length_is_read_as_it_is_written(seconds: int) -> None:
    assert codec.seconds(clock(seconds)) == seconds


@given(moments, st.sampled_from(["Europe/Madrid", "UTC", "Asia/Kolkata"]))
def test_the_start_of_a_meeting_is_read_as_it_is_written(moment: dt.datetime, zone: str) -> None:
    assert codec.start(codec.write_start(moment, zone), zone) == moment


@pytest.mark.parametrize(
    ("raw", "time"), [("9:00", "09:00"), ("08:00AM", "08:00"), ("2PM", "14:00"), ("12:15 am", "00:15")]
)
def test_clock_reads_how_people_write_time(raw: str, time: str) -> None:
    assert f"{values.clock(raw):%H:%M}" == time


@pytest.mark.parametrize("raw", ["25:00", "9", "13PM", "noon", "", "9:60"])
def test_clock_refuses_what_is_no_time(raw: str) -> None:
    with pytest.raises(Unfit, match="is not a time"):
        values.clock(raw)


@pytest.mark.parametrize("raw", ["2026-02-30", "yyyy-mm-dd", "2026", "v1.27", "0000-01-01", ["2026-01-01"]])
def test_date_refuses_what_is_no_day(raw: object) -> None:
    with pytest.raises(Unfit):
        values.date(raw)


@pytest.mark.parametrize("raw", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//x.org", "ftp://x.org", "http://", "x.org", "http://[", "https://exa mple.org"])  # fmt: skip
def test_an_address_that_is_not_of_the_web_is_refused(raw: str) -> None:
    with pytest.raises(Unfit):
        fit(homepage, raw)


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(Unfit, match="is 10,000,000 characters long, 50,000 at most"):
        fit(Service._meta.get_field("description"), "x" * 10_000_000)
    with pytest.raises(Unfit, match=f"is {limits.NAME + 1} characters long, {limits.NAME} at most"):
        fit(name, "x" * (limits.NAME + 1))


@pytest.mark.parametrize("raw", ["a\x00b", "a\x1b[31m", "\ud800", "a\x7f"])
def test_a_control_character_is_refused(raw: str) -> None:
    with pytest.raises(Unfit, match="has a control character"):
        fit(name, raw)


@pytest.mark.parametrize(("raw", "what"), [([1], "a list"), ({"a": 1}, "a mapping"), (True, "yes or no")])
def test_a_value_of_the_wrong_kind_is_refused(raw: object, what: str) -> None:
    with pytest.raises(Unfit, match=f"must be text, not {what}"):
        fit(name, raw)


def test_a_word_that_is_no_choice_is_refused_with_the_choices() -> None:
    with pytest.raises(Unfit, match="'gamma' is none of: planned, alpha, beta, stable, deprecated, retired"):
        fit(ServiceStage._meta.get_field("stage"), "gamma")


def test_markup_stays_as_it_is_written() -> None:
    text = "<script>alert(1)</script>\n::: hub.settings\n{{ 1 }}"
    assert fit(Service._meta.get_field("description"), text) == text


def test_links_are_addresses_with_labels() -> None:
    links = Recording._meta.get_field("links")
    assert fit(links, ["https://x.org/a"]) == [{"label": "https://x.org/a", "url": "https://x.org/a"}]
    for bad in (
        ["javascript:x"],
        [{"label": "a"}],
        [{"url": "https://x.org", "onclick": "x"}],
        "https://x.org",
    ):
        with pytest.raises(Unfit):
            fit(links, bad)


def test_a_handle_keeps_to_the_rule_of_handles() -> None:
    with pytest.raises(Unfit, match="A handle has letters"):
        fit(User._meta.get_field("handle"), "-x y")
