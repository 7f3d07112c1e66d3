"""The languages that people are written to in."""

LOCALES = ("fr", "en")
