"""The words of a publication, checked as a whole so that an editor sees every fault at once."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from chassis.figures import grouped
from chassis.refusals import Fault, Invalid

LONGEST_TITLE = 140
LONGEST_SUMMARY = 300
LONGEST_BODY = 40_000
LONGEST_CATEGORY = 60
LONGEST_PLACE = 200
LONGEST_PICTURE_WORDS = 300


class Audience(StrEnum):
    EVERYONE = "everyone"
    CITIZENS = "citizens"
    """People with a personal space, once signed in."""


class Occasion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When and where something takes place: it enters the town's calendar."""

    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`summary` is what lists show, before « Lire la suite »; `body` is Markdown. `publish_at`: not before this hour.

    `picture_words` say what the picture shows, to those who do not see it.
    """

    title: str
    summary: str
    body: str
    category: str
    audience: Audience = Audience.EVERYONE
    publish_at: datetime | None = None
    expires_at: datetime | None = None
    occasion: Occasion | None = None
    picture_words: str = ""


def must_be_complete(content: Content) -> Content:
    """The content without blanks around its texts. Raises `Invalid` with a sentence for each field to mend."""
    tidy = msgspec.structs.replace(
        content,
        title=" ".join(content.title.split()),
        summary=" ".join(content.summary.split()),
        body=content.body.replace("\r\n", "\n").strip(),
        category=" ".join(content.category.split()),
        picture_words=" ".join(content.picture_words.split()),
    )
    faults = [*_texts(tidy), *_times(tidy)]
    if faults:
        raise Invalid(faults=faults)
    return tidy


def _texts(content: Content) -> Iterator[Fault]:
    asked = (
        ("title", content.title, LONGEST_TITLE, "Écrivez un titre."),
        ("category", content.category, LONGEST_CATEGORY, "Choisissez une rubrique, ou écrivez-en une."),
        ("summary", content.summary, LONGEST_SUMMARY, "Écrivez le résumé : c’est lui que l’on lit dans les listes."),
        ("body", content.body, LONGEST_BODY, "Écrivez le texte."),
    )
    for name, text, longest, missing in asked:
        if not text:
            yield Fault(f"/{name}", missing, "missing")
        elif len(text) > longest:
            yield Fault(f"/{name}", f"Ce texte dépasse {grouped(longest)} caractères.", "too_long")
    if len(content.picture_words) > LONGEST_PICTURE_WORDS:
        yield Fault("/picture_words", f"Ce texte dépasse {LONGEST_PICTURE_WORDS} caractères.", "too_long")
    if content.occasion is not None and len(content.occasion.place) > LONGEST_PLACE:
        yield Fault("/occasion/place", f"Ce texte dépasse {LONGEST_PLACE} caractères.", "too_long")
    # PostgreSQL takes no NUL, and nobody means one.
    for name, text in (("title", content.title), ("summary", content.summary), ("body", content.body)):
        if "\0" in text:
            yield Fault(f"/{name}", "Ce texte contient un caractère invisible : tapez-le à nouveau.", "control")


def _times(content: Content) -> Iterator[Fault]:
    if content.publish_at and content.expires_at and content.expires_at <= content.publish_at:
        yield Fault("/expires_at", "La fin de publication vient après son début.", "order")
    occasion = content.occasion
    if occasion and occasion.ends_at and occasion.ends_at < occasion.starts_at:
        yield Fault("/occasion/ends_at", "L’événement se termine après avoir commencé.", "order")
