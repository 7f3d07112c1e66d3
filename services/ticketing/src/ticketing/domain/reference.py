"""The number people quote: « ASS-2026-000123 »."""

PREFIX = "ASS"


def reference(year: int, number: int) -> str:
    return f"{PREFIX}-{year}-{number:06d}"
