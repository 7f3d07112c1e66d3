"""Texts worded in code and shown later: marked here for the catalogue, translated where they are shown."""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    return text
