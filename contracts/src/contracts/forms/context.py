"""What answers are judged with, beside the form."""

from datetime import date
from typing import Any

import msgspec


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """`today` in the organisation's time zone; `profile` as the personal space has it, none for a visitor."""

    today: date
    profile: dict[str, Any] | None = None
