"""The hours that a town words in French, for readers of other languages: days by CLDR, hours as they are said there."""

import re
from datetime import date, time, timedelta

from chassis.pages import Opening
from chassis.pages.filters import Words
from gateway.opening import DAYS, HOUR

_MONDAY = date(2024, 1, 1)
_DAY = re.compile(rf"\b({'|'.join(DAYS)})s?\b", re.IGNORECASE)
_JOINED = {"en": {"du": "", "de": "", "le": "", "les": "", "au": "to", "à": "to", "et": "and"}}
_PHRASES = {"en": {"fermé": "Closed", "sur rendez-vous": "By appointment", "tous les jours": "Every day"}}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NO_HOUR = 24


def in_words(line: Opening, locale: str) -> Opening:
    """The line as it stands where a word of it is not known: what the town means is not guessed."""
    joined = _JOINED.get(locale)
    if joined is None:
        return line
    words, phrases = Words(locale), _PHRASES[locale]
    return Opening(
        day=phrases.get(line.day.strip().lower()) or _days(line.day, words, joined),
        hours=phrases.get(line.hours.strip().lower()) or _hours(line.hours, words, joined),
    )


def phrase_in_words(said: str, locale: str) -> str:
    """« Du lundi au vendredi, de 8 h à 16 h 30 », as departments say it: days, a comma, hours."""
    day, comma, hours = said.partition(", ")
    told = in_words(Opening(day=day, hours=hours), locale)
    whole = told.day != day and told.hours != hours
    return f"{told.day}, {told.hours}" if comma and whole else said


def _days(said: str, words: Words, joined: dict[str, str]) -> str:
    told = _DAY.sub(lambda found: words.leaf(_MONDAY + timedelta(days=DAYS.index(found[1].lower())), "EEEE"), said)
    named = set(_WORD.findall(told)) - {words.leaf(_MONDAY + timedelta(days=day), "EEEE") for day in range(7)}
    if not all(word.lower() in joined for word in named):
        return said
    return _tidy(_WORD.sub(lambda found: joined.get(found[0].lower(), found[0]), told))


def _hours(said: str, words: Words, joined: dict[str, str]) -> str:
    times = re.findall(HOUR, said)
    left = _WORD.findall(re.sub(HOUR, " ", said))
    if not times or not all(word.lower() in joined for word in left):
        return said
    if any(int(hour) >= _NO_HOUR or int(minute or 0) > 59 for hour, minute in times):
        return said
    told = re.sub(HOUR, lambda found: f"{words.hour(time(int(found[1]), int(found[2] or 0)))} ", said)
    return _tidy(re.sub(r"\b(?:du|de|le|les|au|à|et)\b", lambda found: joined[found[0]], told))


def _tidy(told: str) -> str:
    told = re.sub(r" +(?=[ ,])", "", re.sub(r"\s*[-–—]\s*", " – ", told)).strip()
    return told[:1].upper() + told[1:]
