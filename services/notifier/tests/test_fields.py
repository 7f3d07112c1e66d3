"""A day and an hour typed on a form of the desk, as Paris reads them."""

from datetime import UTC, datetime

import pytest

from notifier.console.fields import NO_SUCH_HOUR, read_moment, typed_moment


def read(day: str, hour: str) -> tuple[datetime | None, dict[str, str]]:
    errors = dict[str, str]()
    parts = dict(zip(("moment-year", "moment-month", "moment-day"), day.split("-"), strict=True))
    return read_moment({**parts, "moment_hour": hour}, "moment", errors, lambda said: said), errors


@pytest.mark.requirement("NT-02", "NT-03")
def test_an_hour_that_the_clocks_leave_out_is_refused_and_the_next_one_is_not():
    assert read("2027-03-28", "2:30") == (None, {"moment_hour": NO_SUCH_HOUR})
    assert read("2027-03-28", "3:00") == (datetime(2027, 3, 28, 1, tzinfo=UTC), {})


@pytest.mark.requirement("NT-02", "NT-03")
def test_an_hour_that_comes_twice_is_the_first():
    moment, errors = read("2026-10-25", "2:30")

    assert (moment, errors) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), {})
    assert typed_moment(moment, "moment") == {"moment": "2026-10-25", "moment_hour": "02:30"}
