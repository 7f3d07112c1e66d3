"""Identifiers."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A UUIDv7: sorts by the time it was made."""
    return UUID(int=uuid_utils.uuid7().int)
