"""Letters typeset for a window envelope: one file for a whole batch."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import segno

from chassis import typeset
from chassis.pages.filters import filters
from chassis.pages.typography import text_in_french
from contracts.asks import OrganisationFacts
from notifier.domain.posting.postal_letter import Because, mark_of
from notifier.mails.letter import Letter

TEMPLATE = Path(__file__).with_name("sheets.typ")
WORDS = {
    "fr": {
        "online": "En ligne, avec votre téléphone : photographiez ce code, ou tapez cette adresse.",
        "sheet": ["courrier", "page"],
        "code": "Code à photographier : il ouvre la page.",
        "mail-returns": "Nous vous écrivons par la poste parce que nos courriels vous reviennent. Changez votre adresse de courriel dans votre espace, ou appelez-nous.",
        "asked": "Vous avez demandé à recevoir ces messages par la poste aussi. Ce choix se change dans les préférences de votre espace.",
    },
    "en": {
        "online": "Online, with your telephone: photograph this code, or type this address.",
        "sheet": ["letter", "page"],
        "code": "Code to photograph: it opens the page.",
        "mail-returns": "We write to you by post because our emails to you come back. Change your email address in your space, or call us.",
        "asked": "You asked to receive these messages by post as well. You may change this in the preferences of your space.",
    },
}


class Sheet(NamedTuple):
    """`to` is what shows in the window, line by line."""

    letter_id: UUID
    to: tuple[str, ...]
    letter: Letter
    because: Because


async def sheets_pdf(sheets: Sequence[Sheet], organisation: OrganisationFacts, *, at: datetime) -> bytes:
    facts = {
        "sender": organisation.name,
        "sender_address": [part.strip() for part in organisation.address.split(",") if part.strip()],
        "letters": [facts_of(sheet, at=at) for sheet in sheets],
    }
    return await typeset.pdf(TEMPLATE, facts)


def facts_of(sheet: Sheet, *, at: datetime) -> dict[str, object]:
    letter = sheet.letter
    words = WORDS[letter.locale]
    said = text_in_french if letter.locale == "fr" else str
    day = filters(letter.locale)["day"](at)
    return {
        "to": list(sheet.to),
        "mark": mark_of(sheet.letter_id),
        "sheet_words": words["sheet"],
        "locale": letter.locale,
        "date": f"Le {day}" if letter.locale == "fr" else day,
        "subject": letter.subject,
        "paragraphs": [paragraph.split("\n") for paragraph in letter.paragraphs],
        "online": said(words["online"]),
        "link": letter.link,
        "picture": segno.make(letter.link, error="m", micro=False).svg_inline(border=0),
        "picture_words": said(words["code"]),
        "why": said(words[sheet.because]),
        "contact_words": letter.frame.contact,
        "contact": list(letter.contact),
    }
