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


def told_in(words: str | Mapping[str, str], locale: str = DEFAULT_LOCALE) -> str:
    """The language of what `say` answers."""
    if isinstance(words, str):
        return DEFAULT_LOCALE
    if locale in words:
        return locale
    return DEFAULT_LOCALE if words.get(DEFAULT_LOCALE) else next(iter(words), DEFAULT_LOCALE)
