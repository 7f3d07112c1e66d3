"""Texts that exist in several languages."""

from collections.abc import Mapping

LOCALES = ("fr", "en")
DEFAULT_LOCALE = "fr"

Words = str | dict[str, str]
"""A text in French, or one text per language: `{"fr": "Votre nom", "en": "Your name"}`."""


def say(words: str | Mapping[str, str], locale: str = DEFAULT_LOCALE) -> str:
    """The text in that language, else in French, else in whichever language there is, else empty."""
    if isinstance(words, str):
        return words
    if locale in words:
        return words[locale]
    return words.get(DEFAULT_LOCALE) or next(iter(words.values()), "")
