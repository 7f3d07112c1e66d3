"""The number people quote: « PLA-2026-000123 »."""

FALLBACK = "DEM"


def reference(prefix: str, year: int, number: int) -> str:
    return f"{prefix or FALLBACK}-{year}-{number:06d}"
