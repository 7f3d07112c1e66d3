"""How large a file may be here: never larger than what will check it can read."""

from chassis.settings import Settings
from documents.domain.media import LARGEST_ATTACHMENT, LARGEST_FILE, largest_from


class Limits:
    def __init__(self, settings: Settings) -> None:
        if settings.clamd_url and settings.clamd_stream_limit < LARGEST_FILE:
            raise RuntimeError(f"clamd reads {settings.clamd_stream_limit} bytes, but files may have {LARGEST_FILE}")
        # A ticket's attachment, ten times larger, shrinks to what clamd was told to read.
        self.largest = (
            min(LARGEST_ATTACHMENT, settings.clamd_stream_limit) if settings.clamd_url else LARGEST_ATTACHMENT
        )

    def largest_from(self, issuer: str) -> int:
        return min(largest_from(issuer), self.largest)
