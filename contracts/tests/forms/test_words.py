"""Texts that exist in several languages."""

import pytest

from contracts.forms import say


@pytest.mark.parametrize(
    ("words", "locale", "said"),
    [
        ("Nom", "en", "Nom"),
        ({"fr": "Nom", "en": "Name"}, "en", "Name"),
        ({"fr": "Nom"}, "en", "Nom"),
        ({"en": "Name"}, "fr", "Name"),
        ({}, "fr", ""),
    ],
)
def test_a_text_is_said_in_the_language_asked_or_the_nearest(words, locale, said):
    assert say(words, locale) == said
