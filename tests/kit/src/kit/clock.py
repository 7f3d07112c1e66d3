"""A clock that tests move. It starts at the real time, so that it agrees with the servers'."""

from datetime import UTC, datetime, timedelta


class MovableClock:
    def __init__(self) -> None:
        self._shift = timedelta(0)
        self._stopped_at: datetime | None = None

    def __call__(self) -> datetime:
        return (self._stopped_at or datetime.now(UTC)) + self._shift

    def move(self, by: timedelta) -> None:
        self._shift += by

    def stop_at(self, moment: datetime) -> None:
        """From here on it is this moment, plus what it is moved by."""
        self._stopped_at, self._shift = moment, timedelta(0)

    def reset(self) -> None:
        self._stopped_at, self._shift = None, timedelta(0)
